// How long to wait before the next try.

/// Waits that double from a second to a minute, each shortened by up to a quarter by chance, so
/// that many clients of one Loki do not come back at once. Every wait is longer than the one before
/// until the longest is reached.
struct LokiBackoff {
    private var next = Limits.firstWait

    /// - Parameter chance: from 0 up to 1; 0 shortens by a quarter, 1 not at all.
    mutating func wait(chance: Double) -> Duration {
        let base = next
        next = min(base * 2, Limits.longestWait)
        return base * (0.75 + 0.25 * min(max(chance, 0), 1))
    }

    /// Back to the shortest wait, after something was accepted.
    mutating func reset() {
        next = Limits.firstWait
    }
}
