// The journal in figures, for the metrics endpoint.

package import CallGraph

/// What the journal holds, has done and has failed to do; cheap to take at any time.
package struct JournalStatistics: Sendable, Equatable {
    /// Bytes of all segments, with their write-ahead logs.
    package var bytesOnDisk: Int64 = 0
    /// Segment files that can be read.
    package var segments = 0
    /// Files among the segments that cannot be read or were found broken, and are left alone.
    package var unreadableSegments = 0
    /// Blocks on disk.
    package var blocks: Int64 = 0
    /// Records on disk.
    package var records: Int64 = 0
    /// When the oldest record on disk was received; nil when there is none.
    package var oldest: Timestamp?
    /// When the newest block on disk was begun; nil when there is none.
    package var newest: Timestamp?

    /// Records written since the start.
    package var recordsWritten: UInt64 = 0
    /// Bytes of records written since the start, before compression.
    package var bytesWritten: UInt64 = 0
    /// Writes that failed and were tried again.
    package var writeErrors: UInt64 = 0
    /// True while the last write has failed.
    package var isFailing = false
    /// What the last failed write failed of; nil when none did.
    package var lastWriteError: String?
    /// Calls of `append` that were refused because the disk does not keep up or is nearly full.
    package var refusedAppends: UInt64 = 0
    /// Records accepted and then lost: not writable before the end, or in a block too large.
    package var lostRecords: UInt64 = 0
    /// Blocks that were on disk and could not be read back, counted each time.
    package var unreadableBlocks: UInt64 = 0
    /// Segments that retention has deleted since the start.
    package var deletedSegments: UInt64 = 0

    /// True while nothing is taken because the disk is nearly full.
    package var isReadOnly = false
    /// Bytes free on the journal's file system when it was last looked; nil before, or when it
    /// cannot be told.
    package var freeBytes: Int64?
    /// Bytes that are to be left free there; nil as above.
    package var reserveBytes: Int64?

    /// Sealed blocks that wait for the disk.
    package var pendingBlocks = 0
    /// Their bytes.
    package var pendingBytes = 0

    /// Statistics of a journal that holds nothing.
    package init() {}
}
