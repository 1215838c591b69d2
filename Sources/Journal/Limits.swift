// Every bound of the journal, with its reason.

/// The bounds of this target.
package enum JournalLimits {
    // MARK: In memory

    /// Bytes of sealed blocks that wait for the disk: about 90,000 messages of 700 bytes, most of a
    /// second at the highest rate. Beyond it new records are refused and counted.
    package static let pendingBytesMax = 64 << 20
    /// Sealed blocks that wait for the disk. At a trickle a block is sealed every second and holds
    /// room for a full one all the same; 512 of them ride out eight minutes without a disk.
    package static let pendingBlocksMax = 512
    /// Empty blocks kept for reuse, so that the receiving thread does not allocate: 5 MB.
    static let pooledBlocksMax = 16
    /// Written blocks kept for followers that are close behind: they need not inflate them.
    static let recentBlocksMax = 48
    /// Bytes of one block. It is full at `CallGraph.Limits.blockBytesFull` and may then take one
    /// more record, of 1 MiB at most; whoever fills it without looking gets no further than this.
    /// On reading, what claims to inflate to more is not inflated.
    package static let blockBytesMax = 16 << 20

    // MARK: Writing

    /// Age at which an open block is sealed: what a crash may cost.
    static let openMicrosecondsMax: Int64 = 1_000_000
    /// Pause between looks at the age of the open block and at what has to be tried again.
    static let tickMilliseconds: Int64 = 200
    /// Blocks written in one transaction: 16 MiB before compression, a tenth of a second of work.
    static let blocksPerTransactionMax = 64
    /// zstd's level: 1 compresses 550 MB/s at 5.3:1 on SIP; 3 is a third slower and no smaller.
    static let compressionLevel: Int32 = 1
    /// First wait after a failed write, doubled each time.
    static let retryMillisecondsMin: Int64 = 200
    /// Longest wait between attempts: a disk that has room again is noticed this soon.
    static let retryMillisecondsMax: Int64 = 10_000
    /// Attempts to write the rest at the end, before it is given up and counted as lost.
    static let closingAttemptsMax = 3
    /// Pages of the write-ahead log after which SQLite copies them into the file (4 KiB each): 8 MB
    /// keep the log short for readers and the copying rare.
    static let pagesPerCheckpoint = 2000
    /// Seconds between looks at the age and size of segments.
    static let retentionSeconds: Int64 = 10
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
    package static let entriesPerPage = 720

    // MARK: Search

    /// Bytes of facts of one frame after which another is begun, before compression: 20,000 calls or more.
    static let factFrameBytes = 2 << 20
    /// zstd's level for facts: a level above that of blocks, since they are small and all read in a search.
    static let factCompressionLevel: Int32 = 3
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

    /// Segments kept open for reading: three files and at most `readerCacheKibibytes` each.
    static let openSegmentsMax = 64
    /// KiB that SQLite may keep of each segment; the system's own cache holds the rest.
    static let readerCacheKibibytes = 256
    /// Compressed blocks fetched at once: below a megabyte as a rule.
    static let blocksPerFetch = 16
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
