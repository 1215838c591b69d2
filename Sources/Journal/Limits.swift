// Every bound of the journal, with its reason.

/// The bounds of this target.
package enum JournalLimits {
    // MARK: In memory

    /// Bytes of sealed blocks that wait for the disk: about 90,000 messages of 700 bytes, most of a
    /// second at the highest rate. Beyond it new records are refused and counted.
    package static let pendingBytesMax = 64 << 20
    /// Sealed blocks that wait for the disk. At a trickle one is sealed every half second and holds
    /// room for a full one all the same; 256 of them ride out two minutes without a disk.
    package static let pendingBlocksMax = 256
    /// Empty blocks kept for reuse, so that the receiving thread does not allocate: 9 MB.
    static let pooledBlocksMax = 16
    /// Written blocks kept for followers that are close behind: they need not inflate them, nor parse their
    /// messages again. Half a second of 60,000 messages.
    static let recentBlocksMax = 48
    /// Bytes of one block. It is full at `CallGraph.Limits.blockBytesFull` and may then take one
    /// more record, of 1 MiB at most; whoever fills it without looking gets no further than this.
    /// On reading, what claims to inflate to more is not inflated.
    package static let blockBytesMax = 16 << 20

    /// Bytes of one frame: zstd makes of a block that it cannot compress at most this.
    static let frameBytesMax = blockBytesMax + (blockBytesMax >> 8) + 64

    // MARK: Writing

    /// Age at which an open block is sealed. A crash may cost one second: this, a tick until the age
    /// is looked at, and 300 ms for the transaction and a merge of keys that may be before it.
    static let openMicrosecondsMax: Int64 = 500_000
    /// Pause between looks at the age of the open block and at what has to be tried again.
    static let tickMilliseconds: Int64 = 200
    /// Blocks written in one transaction: 16 MiB before compression, a tenth of a second of work.
    static let blocksPerTransactionMax = 32
    /// Sealed blocks for which the writer is woken before its next tick: a transaction of one block costs
    /// as much again as the block's own pages.
    static let blocksPerWakeUp = 8
    /// zstd's level: 1 compresses 550 MB/s at 5.3:1 on SIP; 3 is a third slower and no smaller.
    static let compressionLevel: Int32 = 1
    /// Bits of zstd's table of places. Measured on blocks of 512 KiB: 13 instead of the level's 14 takes
    /// 8 % less time for the same size, since 32 KiB stay in the first-level cache; 12 costs 2 % of size.
    static let compressionHashLog: Int32 = 13
    /// How quickly zstd steps on where it finds nothing (targetLength). Each step more takes 2 to 4 % less
    /// time and 2 to 3 % more disk: 7 compresses a message in 0.15 µs less than 3 and leaves it 8 % below
    /// the 180 bytes that it may take; 9 would not.
    static let compressionStep: Int32 = 7
    /// Bytes that zstd looks for at least: 6 gave the smallest frames of 5, 6 and 7 at equal speed.
    static let compressionMatchMin: Int32 = 6
    /// First wait after a failed write, doubled each time.
    static let retryMillisecondsMin: Int64 = 200
    /// Longest wait between attempts: a disk that has room again is noticed this soon.
    static let retryMillisecondsMax: Int64 = 10_000
    /// Attempts to write the rest at the end, before it is given up and counted as lost.
    static let closingAttemptsMax = 3
    /// Bytes of frames after which these are put on the disk, and the write-ahead log is copied into the
    /// tables: what a loss of power may cost is no more than this, some 54,000 messages.
    static let bytesPerCheckpoint: Int64 = 8 << 20
    /// Transactions after which the same is done where frames are small: each writes ten pages or so of
    /// 4 KiB to the log, and 8 MB keep it short for readers.
    static let transactionsPerCheckpoint = 200
    /// Seconds between looks at the age and size of segments.
    static let retentionSeconds: Int64 = 10
    /// Seconds between looks at the free space. At the highest rate, 15 MB/s after compression, no
    /// more than that is written between two of them.
    static let spaceSeconds: Int64 = 1
    /// Bytes that are left free on a file system unless the operator says otherwise: half a minute
    /// at the highest rate, and room for the logs of whoever is to find out why the disk is full.
    package static let reserveBytes: Int64 = 512 << 20
    /// The same as a part of the whole, where that is less: 2 %, so that a volume of a few gigabytes
    /// can be used as well.
    package static let reservePart: Int64 = 50
    /// What must be free beyond the reserve before records are taken again, as its part: an eighth
    /// keeps a disk at the edge from changing its mind every second.
    static let reserveSlackPart: Int64 = 8
    /// Names tried for one new segment when files of others are in the way.
    static let segmentNamesMax = 1000

    // MARK: Index

    /// Blocks whose keys are merged into one run; a look-up searches at most one list fewer one by
    /// one. Smaller than `entriesPerPage`, so that one key never fills a page.
    package static let blocksPerRun = 128
    /// Keys that are merged at once: 16 MB of memory. Reached before `blocksPerRun` blocks only
    /// when records carry many keys each.
    static let keysPerRunMax = 1 << 20
    /// Entries of a page of a run: 8,640 bytes, which with its two numbers fill the two overflow
    /// pages that SQLite chains to a row of this size (4 KiB each), with 489 bytes in the tree.
    package static let entriesPerPage = 1440
    /// Small runs that are merged into a large one: 2048 blocks, 1.8 million messages of 600 bytes.
    package static let runsPerLargeRun = 16
    /// Entries of a page of a large run: more than it has blocks, so that one key never fills a page, and
    /// 16,835 bytes, which with its two numbers fill four overflow pages.
    package static let entriesPerLargePage = 2405
    /// Slices of the keys in which small runs are merged: 50,000 entries of 8 bytes each.
    static let slicesPerLargeRun = 64

    // MARK: Search

    /// Bytes of facts of one frame after which another is begun, before compression: 20,000 calls or more.
    static let factFrameBytes = 2 << 20
    /// zstd's level for facts: columns of small differences, of which level 3 makes little less.
    static let factCompressionLevel: Int32 = 1
    /// Frames of facts fetched at once: a megabyte as a rule.
    static let factRunsPerFetch = 8
    /// Blocks whose facts are searched at once where they are in no run yet: some 500 calls, of which the
    /// newest are wanted as a rule.
    static let factListsPerFrame = 8
    /// Frames that are kept until a call is found whose end they may tell: 64 MB at most, 10 as a rule. Of
    /// those before, only what became of calls that are still up then is kept.
    static let factFramesWaitingMax = 32
    /// Chunks of 64 calls whose steps a search keeps until their beginnings are met: a million calls that
    /// are up at once, in 48 MB.
    static let stepChunksMax = 1 << 14

    // MARK: Reading

    /// Segments kept open for reading: four files and at most `readerCacheKibibytes` each.
    static let openSegmentsMax = 64
    /// KiB that SQLite may keep of each segment; the system's own cache holds the rest.
    static let readerCacheKibibytes = 256
    /// Compressed blocks fetched at once: about two megabytes.
    static let blocksPerFetch = 16
    /// Inflated blocks that are kept for the next question: 16 MiB, the blocks of two calls or three.
    static let inflatedBlocksMax = 32
    /// Blocks handed to a follower at once: 16 MiB.
    package static let followerBlocksMax = 64
    /// Bytes of a follower's name, which is also a label of a metric.
    package static let followerNameBytesMax = 64
    /// The highest block number that is believed; a thousand a second take 140 million years.
    static let blockNumberMax: Int64 = 1 << 62
    /// The highest count of blocks or records of one segment that is believed: sums stay in bounds.
    static let segmentCountMax: Int64 = 1 << 40
    /// Warnings of one answer; the rest are only counted.
    static let warningsMax = 8
}
