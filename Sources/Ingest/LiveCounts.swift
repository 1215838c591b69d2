// How much a lane remembers of the calls that are up.

/// What the live state of a lane holds, and what it had to let go.
package struct LiveCounts: Sendable {
    /// Identities that links tie.
    package var identities: Int
    /// Links.
    package var links: Int
    /// Links forgotten before their time since the start.
    package var linksDropped: Int
    /// Attempts not counted since the start.
    package var dialogsDropped: Int
    /// Addresses of media forgotten before their time since the start.
    package var mediaDropped: Int
}
