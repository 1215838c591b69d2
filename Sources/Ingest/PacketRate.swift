// How many packets a second come from somewhere.

internal import CallGraph

/// Packets a second over the last minute or so, from a count that only grows.
struct PacketRate: Sendable {
    private var start = Int64.min
    /// The count when the window that is open began.
    private var before = 0
    /// The rate of the window before it.
    private var settled: Double?

    /// Hears that one more has come after `count` of them.
    @inline(__always)
    mutating func observe(count: Int, received: Int64) {
        if (received &- start).magnitude >= Limits.agentWindowMicroseconds {
            begin(count, received)
        }
    }

    /// The rate at `now`, when there were `count`; nil while that cannot be told.
    func perSecond(count: Int, now: Int64) -> Double? {
        guard start != .min else { return nil }
        let seconds = Double(now &- start) / 1_000_000
        guard seconds >= Limits.agentRateSeconds else { return settled }
        return Double(count - before) / seconds
    }

    private mutating func begin(_ count: Int, _ received: Int64) {
        let seconds = Double((received &- start).magnitude) / 1_000_000
        settled = start == .min ? nil : Double(count - before) / seconds
        start = received
        before = count
    }
}
