// The journal: whatever arrived, appended once, kept in segments, found by what it names.

package import CallGraph
import Synchronization

/// An append-only store of records in time segments.
///
///     append ─▶ open block ─▶ pending ─▶ run(): zstd, keys, transaction ─▶ segment ─▶ followers
///
/// Records are visible to `records` as soon as `append` returns, wherever they are on this way.
/// What was appended more than a second ago survives the end of the process, however it ends, as long
/// as the disk keeps up.
package final class RecordJournal: RecordSink, RecordReader, Sendable {
    /// Makes the keys of this journal; its seed was drawn when the journal was made.
    package let hasher: IdentityHasher

    let ledger: JournalLedger
    let catalog = SegmentCatalog()
    let shelf: SegmentShelf
    let writer: JournalWriter
    let queue: Mutex<BlockQueue>
    let counts = Mutex(JournalStatistics())
    let inflated = Mutex(InflatedBlocks())
    let stored: StoredSignal
    let now: @Sendable () -> Timestamp
    let space: @Sendable () -> DiskSpace?
    let minFreeBytes: Int64?
    let wakeUps: AsyncStream<Void>
    let wakeUp: AsyncStream<Void>.Continuation
    let hasBegun = Atomic(false)
    let isStopping = Atomic(false)
    /// The number of the first block that this process writes: of earlier calls it may have missed the end.
    let firstOwnNumber: UInt64

    /// Opens the journal in `directory`, or makes one; nothing is written before `run()`.
    ///
    /// A file among the segments that cannot be read is left as it is, counted, and named in the
    /// answers that it might have changed. What a crash left of a segment that retention was deleting goes. `now` is asked for the age of blocks and segments, `space`
    /// for what is free on the file system of `directory`, once a second.
    package init(
        directory: String, options: JournalOptions, now: @escaping @Sendable () -> Timestamp,
        space: (@Sendable () -> DiskSpace?)? = nil
    ) throws(JournalError) {
        let paths = JournalPaths(directory: directory)
        try paths.create()
        ledger = try JournalLedger(path: paths.journal)
        hasher = ledger.hasher
        let seedProbe = hasher.key(JournalFormat.seedProbe)
        for name in try paths.finishDeleting() { catalog.delete(name) }
        for name in try paths.segmentNames() {
            switch Segment.find(name: name, paths: paths, seedProbe: seedProbe) {
            case .segment(let segment): catalog.put(segment)
            case .cut(let segment):
                catalog.put(segment)
                catalog.put(broken: name)
            case .empty: break
            case .unreadable(let reason): catalog.put(unreadable: name, reason: reason)
            }
        }
        for name in try paths.strayFrames() {
            let file = "\(name).\(JournalFormat.framesExtension)"
            catalog.put(unreadable: file, reason: "\(file) has no tables beside it")
        }
        // A cursor can be ahead of the segments when these were lost: its follower must not take
        // new blocks for old ones.
        let last = max(catalog.newest?.lastNumber ?? 0, try ledger.furthestCursor())
        firstOwnNumber = last + 1
        queue = Mutex(
            BlockQueue(nextNumber: last + 1, pendingBytesMax: options.pendingBytesMax))
        stored = StoredSignal(last: catalog.newest?.lastNumber ?? 0)
        shelf = SegmentShelf(paths: paths)
        writer = JournalWriter(
            paths: paths, options: options, catalog: catalog, seedProbe: seedProbe)
        self.now = now
        self.space = space ?? { DiskSpace(of: directory) }
        minFreeBytes = options.minFreeBytes
        (wakeUps, wakeUp) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Has the open block filled, under a lock; `fill` must not call the journal.
    ///
    /// Never waits for the disk, and allocates only when the spare blocks are used up. Returns
    /// something else than `taken`, without a call, when the disk does not keep up or is nearly
    /// full, or when the journal is closed: counted in `refusedAppends`.
    package func append(_ fill: (inout RecordBlock) -> Void) -> AppendOutcome {
        let (outcome, isDue) = queue.withLock { queue in
            let (outcome, sealed) = queue.append(fill)
            return (outcome, sealed && queue.isWriteDue)
        }
        if isDue { wakeUp.yield() }
        return outcome
    }

    /// Seals the open block when its first record came at least half a second before `now`.
    package func sealIfOld(now: Timestamp) {
        if queue.withLock({ $0.sealIfOld(now: now) }) { wakeUp.yield() }
    }

    /// Lets `run()` write what there is and return.
    package func shutdown() {
        isStopping.store(true, ordering: .releasing)
        wakeUp.yield()
    }

    /// The journal in figures, as of now.
    package var statistics: JournalStatistics {
        var statistics = counts.withLock { $0 }
        catalog.describe(&statistics)
        queue.withLock { queue in
            statistics.refusedAppends = queue.refusedAppends
            statistics.lostRecords = queue.lostRecords
            statistics.isReadOnly = queue.isReadOnly
            statistics.pendingBlocks = queue.pending.count
            statistics.pendingBytes = queue.pendingBytes
        }
        return statistics
    }

    /// What is known of the first few segments that cannot be read, for an operator.
    package var unreadableSegments: [String] {
        Array(catalog.troubles.prefix(JournalLimits.warningsMax))
    }

    /// The number of the last block on disk; 0 when there is none.
    package var lastStored: UInt64 { stored.last }

    /// Someone who follows the journal under this name, from where that name has got to; a new name
    /// begins with the oldest block there is.
    package func follower(named name: String) throws -> JournalFollower {
        guard !name.isEmpty, name.utf8.count <= JournalLimits.followerNameBytesMax else {
            throw JournalError.badFollowerName(name)
        }
        queue.withLock { $0.keepsRecent = true }
        return JournalFollower(name: name, position: try ledger.cursor(name), journal: self)
    }
}
