// Someone who reads the journal from end to end and remembers how far it has got.

package import CallGraph

/// A place in the journal that survives restarts: the block that its owner is done with.
///
/// Blocks are handed out in order, always from the last commit on. So an owner who commits when it
/// is done with a block loses none, whatever fails in between, and may see some twice.
package actor JournalFollower {
    /// Its name, under which the place is kept.
    package nonisolated let name: String
    /// The number of the last block that its owner is done with; 0 at first.
    package private(set) var position: UInt64
    /// Blocks between others that are not there: deleted by retention before they were read,
    /// unreadable, or never written.
    package private(set) var missedBlocks: UInt64 = 0

    private let journal: RecordJournal
    /// The number up to which every block is committed or is not there; at least `position`.
    private var passed: UInt64
    /// The number of the last block that was handed out.
    private var handedOut: UInt64
    /// The number up to which no block is left after `handedOut`: those between cannot be read.
    private var looked: UInt64
    /// The number up to which `missedBlocks` has counted.
    private var counted: UInt64
    /// When the first block after `passed` was begun, once it was asked for.
    private var oldest: (after: UInt64, opened: Timestamp)?

    init(name: String, position: UInt64, journal: RecordJournal) {
        self.name = name
        self.position = position
        self.journal = journal
        passed = position
        handedOut = position
        looked = position
        counted = position
    }

    /// The blocks after the last commit, `maxBlocks` at most and one at least; waits for the first.
    ///
    /// The same again as long as nothing is committed. Empty only when the journal is closed and
    /// all of it is committed. Throws when the disk cannot be read just now, and
    /// `CancellationError` when the task is cancelled; may be called again afterwards. A damaged
    /// segment is passed over.
    package func next(maxBlocks: Int) async throws -> [StoredBlock] {
        while true {
            let from = passed
            let found = try await ahead(of: from, maxBlocks: maxBlocks)
            if !found.blocks.isEmpty { return found.blocks }
            if found.through > from {
                passed = max(passed, found.through)
                continue
            }
            if found.isFinished { return [] }
            try await journal.stored.wait(after: from)
        }
    }

    /// The blocks after `number`, whatever is committed, `maxBlocks` at most; does not wait.
    ///
    /// `through` is the number to go on from. `isFinished` is true when nothing is left and nothing will
    /// come. Throws when the disk cannot be read just now.
    package func ahead(
        of number: UInt64, maxBlocks: Int
    ) async throws -> (blocks: [StoredBlock], through: UInt64, isFinished: Bool) {
        let limit = min(max(maxBlocks, 1), JournalLimits.followerBlocksMax)
        let isFinished = journal.stored.isFinished
        // Asked many times a second by those who do not wait: the disk is left alone.
        if journal.stored.last <= number { return ([], number, isFinished) }
        let (blocks, through) = try await journal.storedBlocks(after: number, limit: limit)
        count(blocks, through: through)
        if let last = blocks.last, last.number >= handedOut {
            handedOut = last.number
            looked = max(looked, through)
        }
        return (blocks, through, isFinished && blocks.isEmpty && through <= number)
    }

    /// Keeps for ever that all blocks up to `number` are done with.
    ///
    /// Numbers that were not handed out yet are taken for the last that was. Carried out even when
    /// the task is cancelled meanwhile: what has been pushed is not to be pushed again.
    package func commit(through number: UInt64) async throws {
        let number = min(number, handedOut)
        guard number > position else { return }
        let (ledger, name) = (journal.ledger, name)
        try await Task.detached { try ledger.setCursor(name, block: number) }.value
        position = max(position, number)
        passed = max(passed, number == handedOut ? looked : number)
    }

    /// Seconds since the first record came that its owner is not done with; 0 when there is none.
    ///
    /// Records that are not on disk yet do not count.
    package func lagSeconds(now: Timestamp) async -> Double {
        let place = passed
        guard journal.stored.last > place else { return 0 }
        if oldest?.after != place {
            guard let opened = await journal.opened(after: place) else { return 0 }
            oldest = (place, opened)
        }
        guard let oldest else { return 0 }
        return max(now.seconds(since: oldest.opened), 0)
    }

    /// Counts the numbers up to `through` that stand for no block, each once.
    private func count(_ blocks: [StoredBlock], through: UInt64) {
        guard through > counted else { return }
        defer { counted = through }
        // A new follower begins with the oldest block there is: what was before is not missed.
        let from = counted > 0 ? counted : (blocks.first?.number ?? 1) - 1
        guard counted > 0 || !blocks.isEmpty, through > from else { return }
        missedBlocks += (through - from) - UInt64(blocks.count { $0.number > from })
    }
}
