// The blocks that are not on disk yet: the open one, and the sealed ones in order.

import CallGraph

/// The open block, the sealed blocks that wait for the disk, and spare ones; held under one lock.
///
///     append ─▶ open ─▶ pending ─▶ (written) ─▶ recent ─▶ pool ─▶ open …
///
/// Nothing here waits or touches the disk. A block keeps its number from when it is opened.
struct BlockQueue: Sendable {
    /// The sealed blocks, the oldest first.
    private(set) var pending: [StoredBlock] = []
    /// Bytes of the sealed blocks.
    private(set) var pendingBytes = 0
    /// Blocks that are on disk and that followers may still want, the oldest first.
    private(set) var recent: [StoredBlock] = []
    /// False until someone follows: without followers no written block is kept.
    var keepsRecent = false
    /// True while nothing is taken. What was taken before is sealed and written all the same.
    var isReadOnly = false
    /// Appends refused.
    private(set) var refusedAppends: UInt64 = 0
    /// Records given up.
    private(set) var lostRecords: UInt64 = 0
    /// The number that the open block has and keeps.
    private(set) var openNumber: UInt64

    private var open = RecordBlock()
    private var pool: [RecordBlock] = []
    private var isClosed = false
    private let pendingBytesMax: Int

    /// An empty queue whose first block will have this number.
    init(nextNumber: UInt64, pendingBytesMax: Int) {
        openNumber = nextNumber
        self.pendingBytesMax = pendingBytesMax
        pending.reserveCapacity(JournalLimits.pendingBlocksMax)
        for _ in 0..<JournalLimits.pooledBlocksMax { pool.append(RecordBlock()) }
    }

    /// Has the open block filled; tells whether it was, and whether a block was sealed by it.
    mutating func append(
        _ fill: (inout RecordBlock) -> Void
    ) -> (outcome: AppendOutcome, sealed: Bool) {
        var sealed = false
        if open.isFull && !isClosed { sealed = seal() }
        guard !isClosed, !isReadOnly, !open.isFull else {
            refusedAppends += 1
            return (isReadOnly ? .readOnly : .noBlock, sealed)
        }
        fill(&open)
        // When nothing is free the block stays open and full, and the next append is refused.
        if open.isFull && seal() { sealed = true }
        return (.taken, sealed)
    }

    /// Seals the open block when its first record is old enough, or lies in the future.
    ///
    /// Returns false when there was nothing to seal or no room.
    mutating func sealIfOld(now: Timestamp) -> Bool {
        guard !open.isEmpty else { return false }
        let age = now.microseconds(since: open.opened)
        // A clock that was set back must not keep a block open for hours.
        guard age >= JournalLimits.openMicrosecondsMax || age < 0 else { return false }
        return seal()
    }

    /// Seals what is open, whatever the bounds, and refuses everything from now on.
    mutating func close() {
        if !isClosed && !open.isEmpty && !dropIfMonstrous() { sealUnbounded() }
        isClosed = true
    }

    /// True each time when enough blocks wait for the writer to be woken.
    var isWriteDue: Bool { pending.count % JournalLimits.blocksPerWakeUp == 0 }

    /// The first `count` sealed blocks, for writing; they stay until `written` says that they are.
    func next(_ count: Int) -> [StoredBlock] { Array(pending.prefix(count)) }

    /// Takes the first `count` sealed blocks away: they are on disk.
    mutating func written(_ count: Int) {
        for stored in pending.prefix(count) {
            pendingBytes -= stored.block.bytes.count
            recent.append(stored)
        }
        pending.removeFirst(min(count, pending.count))
        let kept = keepsRecent ? JournalLimits.recentBlocksMax : 0
        while recent.count > kept { recycle(recent.removeFirst().block) }
    }

    /// Gives up what could not be written, and counts it.
    mutating func dropPending() -> Int {
        let records = pending.reduce(0) { $0 + $1.recordCount }
        lostRecords += UInt64(records)
        pending.removeAll()
        pendingBytes = 0
        return records
    }

    /// Calls `body` with the open block.
    func withOpen<Result>(_ body: (borrowing RecordBlock) -> Result) -> Result { body(open) }

    private mutating func seal() -> Bool {
        if dropIfMonstrous() { return true }
        guard pending.count < JournalLimits.pendingBlocksMax,
            pendingBytes + open.bytes.count <= pendingBytesMax
        else { return false }
        sealUnbounded()
        return true
    }

    /// Drops a block that was filled beyond all bounds, since it could not be read back.
    private mutating func dropIfMonstrous() -> Bool {
        guard open.bytes.count > JournalLimits.blockBytesMax else { return false }
        lostRecords += UInt64(open.count)
        open = RecordBlock()
        return true
    }

    private mutating func sealUnbounded() {
        pendingBytes += open.bytes.count
        pending.append(StoredBlock(number: openNumber, sealed: open))
        open = pool.popLast() ?? RecordBlock()
        openNumber += 1
    }

    private mutating func recycle(_ block: consuming RecordBlock) {
        guard pool.count < JournalLimits.pooledBlocksMax else { return }
        block.removeAll()
        // A reader that still holds the bytes keeps them: then the block has lost its memory here.
        let isWhole = block.bytes.capacity >= Limits.blockBytesFull
        pool.append(isWhole ? block : RecordBlock())
    }
}
