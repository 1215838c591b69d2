// How it stands with a node.

package import CallGraph

/// A node that was heard, and what is live of it.
package struct NodeSnapshot: Sendable {
    /// Its name.
    package var name: String
    /// When it was last heard.
    package var lastSeen: Timestamp
    /// Calls being set up or up that it saw first.
    package var active: Int
    /// Channels that are up; nil when it is no switch.
    package var channels: Int?
    /// Conferences that it holds.
    package var conferences: Int
    /// Their members.
    package var conferenceMembers: Int
    /// Attempts in the busiest second of the last minute.
    package var attemptsPeak: Int
}
