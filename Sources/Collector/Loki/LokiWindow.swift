// The blocks between what was read and what may be sent.

internal import CallGraph

/// Blocks that wait until what joins their legs must have come.
///
/// Without a clock and without I/O. Reading is ahead of sending by the settling time, by the times at which
/// records came: so a backlog of an hour settles as fast as it is read.
struct LokiWindow {
    /// Bytes that wait; what comes faster than that settles for less long. At 25,000 messages a second
    /// these are two seconds and a half of them. Nearly all that joins legs comes within the first one.
    private static let bytesMax = 64 << 20
    /// How long a block may be open (`JournalLimits.openMicrosecondsMax`): its last record may be younger
    /// than its first by that much.
    private static let openMicroseconds: Int64 = 500_000

    private var blocks: [PreparedBlock] = []
    private var start = 0
    private var bytes = 0
    private var newest = Timestamp.distantPast
    private let settleMicroseconds: Int64

    /// A window of this settling time.
    init(settleSeconds: Double) {
        settleMicroseconds = Int64(settleSeconds * 1_000_000) + Self.openMicroseconds
    }

    /// True when nothing waits.
    var isEmpty: Bool { start == blocks.count }

    /// True when reading should go on: there is room, and the first block is not settled by what was read.
    var wantsMore: Bool {
        guard !isEmpty else { return true }
        return bytes < Self.bytesMax && !isSettled(blocks[start], by: newest)
    }

    /// Takes the next block.
    mutating func add(_ block: PreparedBlock) {
        newest = max(newest, block.opened)
        bytes += block.cost
        blocks.append(block)
    }

    /// The first block, once it is settled: by the clock when `isExhausted` says that nothing more is there
    /// to be read, else by what was read after it.
    mutating func next(now: Timestamp, isExhausted: Bool, isFinishing: Bool) -> PreparedBlock? {
        guard !isEmpty else { return nil }
        let block = blocks[start]
        guard
            isFinishing || bytes >= Self.bytesMax || isSettled(block, by: newest)
                || isExhausted
                    && (isSettled(block, by: now)
                        // A clock that was set back must not hold up anything for hours.
                        || now < block.opened)
        else { return nil }
        bytes -= block.cost
        start += 1
        // Seldom enough to cost nothing.
        if start >= 64 || start == blocks.count {
            blocks.removeFirst(start)
            start = 0
        }
        return block
    }

    private func isSettled(_ block: PreparedBlock, by time: Timestamp) -> Bool {
        time.microseconds(since: block.opened) >= settleMicroseconds
    }
}
