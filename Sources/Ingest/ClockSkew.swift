// By how much a clock elsewhere is off.

internal import CallGraph

/// The difference between a clock elsewhere and the collector's, as far as what comes from there tells it.
///
/// What was said at one moment comes at a later one: the difference (received − said) is what the clocks
/// differ by and what the way took, and that is never less than nothing. So the least difference of a window
/// is the nearest to the clocks' own. Greater than 0: the other clock is behind, or all that it sends is
/// under way for that long. Less than 0: it is ahead, for nothing comes before it was sent.
struct ClockSkew: Sendable {
    private var start = Int64.min
    /// The least difference of the window that is open.
    private var least = Int64.max
    /// That of the window before; nil when there was none just before.
    private var settled: Int64?

    /// Takes something that was said at one time and came at another, in microseconds since 1970.
    @inline(__always)
    mutating func observe(said: Int64, received: Int64) {
        // As a magnitude, so that a clock of ours that was set back begins a new window as well.
        if (received &- start).magnitude >= Limits.agentWindowMicroseconds { begin(received) }
        let difference = received &- said
        if difference < least { least = difference }
    }

    /// Microseconds that the other clock is behind; nil when nothing with a time has come.
    var microseconds: Int64? { settled ?? (least == .max ? nil : least) }

    private mutating func begin(_ received: Int64) {
        // What was seen long ago says nothing of the clock now.
        let isNext = (received &- start).magnitude < 2 * Limits.agentWindowMicroseconds
        settled = isNext && least != .max ? least : nil
        start = received
        least = .max
    }
}
