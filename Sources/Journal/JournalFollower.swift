// Someone who reads the journal from end to end and remembers how far it has got.

package import CallGraph

/// A place in the journal that survives restarts: the block that its owner is done with.
///
/// Blocks are handed out once each, in order. After a restart they come again from the last commit,
/// so that an owner who commits when it is done with a block loses none and may see some twice.
package actor JournalFollower {
    /// Its name, under which the place is kept.
    package nonisolated let name: String
    /// The number of the last block that its owner is done with; 0 at first.
    package private(set) var position: UInt64
    /// Blocks between two that were handed out which are not there: deleted by retention before
    /// they were read, unreadable, or never written.
    package private(set) var missedBlocks: UInt64 = 0

    private let journal: RecordJournal
    /// The number up to which all was handed out or is not there.
    private var passed: UInt64
    /// The number of the last block that was handed out.
    private var handedOut: UInt64
    /// When the first block after `position` was begun, once it was asked for.
    private var oldest: (after: UInt64, opened: Timestamp)?

    init(name: String, position: UInt64, journal: RecordJournal) {
        self.name = name
        self.position = position
        self.journal = journal
        passed = position
        handedOut = position
    }

    /// The next blocks, `maxBlocks` at most and one at least; waits until there is one.
    ///
    /// Empty only when the journal is closed and all of it was handed out. Throws when the disk
    /// cannot be read just now, and `CancellationError` when the task is cancelled; may be called
    /// again afterwards. A damaged segment is passed over.
    package func next(maxBlocks: Int) async throws -> [StoredBlock] {
        let limit = min(max(maxBlocks, 1), JournalLimits.followerBlocksMax)
        while true {
            let from = passed
            let isFinished = journal.stored.isFinished
            let (blocks, through) = try await journal.storedBlocks(after: from, limit: limit)
            // Another call may have gone on while this one read.
            guard passed == from else { continue }
            passed = max(through, from)
            handedOut = blocks.last?.number ?? handedOut
            if from > 0 && through > from {
                missedBlocks += (through - from) - UInt64(blocks.count)
            }
            if !blocks.isEmpty { return blocks }
            if through > from { continue }
            if isFinished { return [] }
            try await journal.stored.wait(after: passed)
        }
    }

    /// Keeps for ever that all blocks up to `number` are done with.
    ///
    /// Numbers that were not handed out yet are taken for the last that was. Carried out even when
    /// the task is cancelled meanwhile: what has been pushed is not to be pushed again.
    package func commit(through number: UInt64) async throws {
        let number = number >= handedOut ? passed : number
        guard number > position else { return }
        let (ledger, name) = (journal.ledger, name)
        try await Task.detached { try ledger.setCursor(name, block: number) }.value
        position = max(position, number)
    }

    /// Seconds since the first record came that its owner is not done with; 0 when there is none.
    ///
    /// Records that are not on disk yet do not count.
    package func lagSeconds(now: Timestamp) async -> Double {
        // Blocks that could not be read and that none has followed yet keep nobody behind.
        let place = position >= handedOut ? passed : position
        guard journal.stored.last > place else { return 0 }
        if oldest?.after != place {
            guard let opened = await journal.opened(after: place) else { return 0 }
            oldest = (place, opened)
        }
        guard let oldest else { return 0 }
        return max(now.seconds(since: oldest.opened), 0)
    }
}
