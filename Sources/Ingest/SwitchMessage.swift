// What a switch says, in the order in which it says it.

package import EventSocket

/// An event or a log line of a switch.
package enum SwitchMessage: Sendable {
    /// An event, or the state of a channel that was asked for.
    case event(SwitchEvent)
    /// A log line.
    case line(SwitchLogLine)
}
