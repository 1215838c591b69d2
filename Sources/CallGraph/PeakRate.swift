// The busiest second of the last minute.

/// Counts what happens by the second, for a minute.
public struct PeakRate: Sendable {
    private var counts = [UInt32](repeating: 0, count: Limits.peakSeconds)
    /// The second since 1970 that is being counted.
    private var second: Int64 = 0

    /// Nothing has happened.
    public init() {}

    /// Counts one; times go forward, what is older than the second in hand counts for that.
    public mutating func count(at time: Timestamp) {
        pass(to: time)
        counts[Int(second % Int64(Limits.peakSeconds))] += 1
    }

    /// The most of one second among those of the last minute.
    public mutating func peak(now: Timestamp) -> Int {
        pass(to: now)
        return Int(counts.max() ?? 0)
    }

    private mutating func pass(to time: Timestamp) {
        let now = max(0, time.microseconds / 1_000_000)
        guard now > second else { return }
        let passed = min(now - second, Int64(Limits.peakSeconds))
        for step in 0..<passed { counts[Int((now - step) % Int64(Limits.peakSeconds))] = 0 }
        second = now
    }
}
