// What an operator can choose about the journal.

/// How time is cut into segments and how long they are kept.
package struct JournalOptions: Sendable, Equatable {
    /// Seconds of receipt that one segment file holds; at least 1.
    package var segmentSeconds: Int64
    /// Days after which a segment is deleted whole; 0 keeps it whatever its age.
    package var retentionDays: Int
    /// Bytes on disk above which the oldest segments are deleted whole; 0 sets no bound.
    ///
    /// The segment that is being written is never deleted, so a bound below its size does not hold.
    package var retentionBytes: Int64
    /// Bytes that must be free on the file system for records to be taken; 0 sets no bound, nil is
    /// `JournalLimits.reserveBytes` or `reservePart` of the file system, whichever is less.
    package var minFreeBytes: Int64?
    /// Bytes of sealed blocks that may wait for the disk.
    package var pendingBytesMax: Int

    /// Options with the defaults of the configuration: an hour a segment, 7 days, 20 GiB.
    package init(
        segmentSeconds: Int64 = 3600, retentionDays: Int = 7, retentionBytes: Int64 = 20 << 30,
        minFreeBytes: Int64? = nil, pendingBytesMax: Int = JournalLimits.pendingBytesMax
    ) {
        self.segmentSeconds = max(segmentSeconds, 1)
        self.retentionDays = max(retentionDays, 0)
        self.retentionBytes = max(retentionBytes, 0)
        self.minFreeBytes = minFreeBytes.map { max($0, 0) }
        self.pendingBytesMax = max(pendingBytesMax, 0)
    }
}
