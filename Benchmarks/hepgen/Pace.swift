// When the next batch is due.

internal import Measuring

/// Spreads batches evenly over time.
///
/// Who is late catches up by at most `catchUpNanosecondsMax`; what lies further back is skipped and
/// told, because packets in a lump are no steady rate but a test of the receiver's buffer.
struct Pace {
    /// How much of a lag is caught up.
    static let catchUpNanosecondsMax = 3_000_000

    /// Packets sent at once: half a millisecond's worth, between 8 and 64.
    let batchMax: Int
    /// The most that a batch was late.
    private(set) var lateNanosecondsMax = 0
    /// Time that was given up.
    private(set) var skippedNanoseconds = 0

    private let rate: Int
    private var base = 0
    private var sinceBase = 0

    init(rate: Int) {
        self.rate = rate
        batchMax = rate == 0 ? 64 : min(max(rate / 2000, 8), 64)
    }

    /// Starts the clock.
    mutating func begin(_ now: Int) { base = now }

    /// Counts packets as made.
    mutating func made(_ count: Int) { sinceBase += count }

    /// Waits until the next batch is due; false when that is not before `end`.
    mutating func wait(until end: Int) -> Bool {
        var now = Clock.monotonicNanoseconds()
        guard rate > 0 else { return now < end }
        let due = base + Int(Double(sinceBase) * 1e9 / Double(rate))
        guard due < end else { return false }
        if due > now {
            Clock.sleep(until: due)
            now = Clock.monotonicNanoseconds()
        }
        let late = now - due
        lateNanosecondsMax = max(lateNanosecondsMax, late)
        if late > Self.catchUpNanosecondsMax {
            let skipped = late - Self.catchUpNanosecondsMax
            skippedNanoseconds += skipped
            base += skipped
        }
        return now < end
    }
}
