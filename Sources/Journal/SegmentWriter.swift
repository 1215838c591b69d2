// The one connection that writes to the newest segment.

import CallGraph
import Foundation
import GRDB

/// Writes blocks into the files of one segment and merges their keys into runs.
///
/// Used by one thread at a time.
struct SegmentWriter {
    /// The segment as it stands on disk.
    private(set) var segment: Segment
    private let queue: DatabaseQueue
    /// Nil in a segment of an earlier format, of which only the keys are still merged.
    private let frames: FrameFile?
    /// The first byte behind the frames that rows name.
    private var framesEnd = Int64(FrameFile.headBytes)
    /// The same when the log was last copied into the tables, and how many transactions there were since.
    private var checkpoint = (framesEnd: Int64(FrameFile.headBytes), transactions: 0)
    private var unmergedBlocks: Int
    private var unmergedKeys: Int

    /// Opens a segment that exists.
    ///
    /// Throws `FrameDamage` when frames are missing that rows name.
    init(opening segment: Segment, paths: JournalPaths, seedProbe: IdentityKey) throws {
        self.segment = segment
        queue = try DatabaseQueue(
            path: paths.segment(segment.name), configuration: Self.configuration)
        if segment.hasFrameFile {
            framesEnd = try queue.read { db in try SegmentQueries.framesEnd(db) }
            checkpoint.framesEnd = framesEnd
            frames = try paths.frameFile(segment.name, appendingAt: framesEnd, seedProbe)
        } else {
            frames = nil
        }
        (unmergedBlocks, unmergedKeys) = try queue.write { db in
            let row = try Row.fetchOne(
                db, sql: "SELECT count(*), coalesce(sum(length(keys)), 0) FROM block_keys")
            guard let row else { return (0, 0) }
            let bytes: Int = try row.decode(atIndex: 1)
            return (try row.decode(atIndex: 0), bytes / KeyList.keyBytes)
        }
    }

    /// Makes a new segment; there must be no file yet.
    init(creating segment: Segment, paths: JournalPaths, seedProbe: IdentityKey) throws {
        self.segment = segment
        unmergedBlocks = 0
        unmergedKeys = 0
        queue = try DatabaseQueue(
            path: paths.segment(segment.name), configuration: Self.configuration)
        // The tables first: frames without tables are never what a crash leaves.
        try queue.write { db in
            try JournalFormat.create(
                JournalFormat.segmentTables, applicationID: JournalFormat.segmentApplicationID,
                in: db)
            try db.execute(
                sql: "INSERT INTO segment VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0)",
                arguments: [
                    Int64(bitPattern: seedProbe.value), segment.start.microseconds,
                    segment.seconds, Int64(bitPattern: segment.firstNumber),
                    Int64(bitPattern: segment.lastNumber), segment.firstTime.microseconds,
                    segment.lastTime.microseconds, segment.firstOpened.microseconds,
                    segment.lastOpened.microseconds,
                ])
        }
        frames = try FrameFile(creating: paths.frames(segment.name), seedProbe: seedProbe)
    }

    /// Writes these blocks: their frames, then in one transaction all that names them.
    ///
    /// What fails in between leaves bytes that nothing names, and the next frames are written over them.
    mutating func write(
        _ blocks: ArraySlice<StoredBlock>, compressor: inout BlockCompressor
    ) throws {
        guard let frames else { throw FrameDamage.missing }
        var rows: [BlockRow] = []
        var end = framesEnd
        rows.reserveCapacity(blocks.count)
        var after = segment
        for stored in blocks {
            let row = try BlockRow(stored, compressor: &compressor, frames: frames, at: end)
            end += Int64(row.place.bytes)
            rows.append(row)
            after.add(stored)
        }
        let summary = after
        let written = rows
        try queue.write { db in
            for row in written { try row.insert(db) }
            try db.execute(
                sql: """
                    UPDATE segment SET last_number = ?, first_time = ?, last_time = ?,
                    first_opened = ?, last_opened = ?, blocks = ?, records = ?
                    """,
                arguments: [
                    Int64(bitPattern: summary.lastNumber), summary.firstTime.microseconds,
                    summary.lastTime.microseconds, summary.firstOpened.microseconds,
                    summary.lastOpened.microseconds, summary.blocks, summary.records,
                ])
        }
        segment = summary
        framesEnd = end
        checkpoint.transactions += 1
        unmergedBlocks += rows.count
        for row in rows { unmergedKeys += row.keys.count }
    }

    /// Merges keys into runs while there are enough of them; `all` leaves none unmerged.
    mutating func merge(all: Bool = false) throws {
        while unmergedBlocks >= JournalLimits.blocksPerRun
            || unmergedKeys >= JournalLimits.keysPerRunMax || (all && unmergedBlocks > 0)
        {
            let expected = unmergedKeys
            let (blocks, keys) = try queue.write { db in
                let merged = try KeyRun.mergeOldest(db, keysExpected: expected)
                try FactRun.pack(db)
                return merged
            }
            guard blocks > 0 else { return }
            unmergedBlocks -= blocks
            unmergedKeys -= keys
            _ = try queue.write { db in try LargeRun.mergeOldest(db) }
        }
    }

    /// Puts what was written on the disk, in the order in which it was written, when there is enough of it.
    mutating func settle() throws {
        let bytes = framesEnd - checkpoint.framesEnd
        guard
            bytes >= JournalLimits.bytesPerCheckpoint
                || checkpoint.transactions >= JournalLimits.transactionsPerCheckpoint
        else { return }
        // Rows get into the file only after the frames that they name.
        try frames?.sync()
        checkpoint = (framesEnd, 0)
        // As far as readers let it, and the disk: what stays in the log comes with the next.
        _ = try? queue.writeWithoutTransaction { db in try db.checkpoint(.passive) }
    }

    /// Notes the size that the files have now.
    mutating func measure(_ paths: JournalPaths) {
        segment.bytes = paths.segmentBytes(segment.name)
    }

    /// Puts the frames on the disk, copies the write-ahead log into the tables and closes them.
    func close() throws {
        let synced = Result { try frames?.sync() }
        // Busy when someone reads just now: the log then stays, and is read along with the file.
        try? queue.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) }
        try queue.close()
        try synced.get()
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.journalMode = .wal
        configuration.label = "journal-segment"
        configuration.busyMode = .timeout(1)
        configuration.prepareDatabase { db in
            // NORMAL: a crash of the process loses nothing that was written, and one of the machine
            // at most what the system had not yet put on the disk, never the file (SQLite, WAL).
            try db.execute(sql: "PRAGMA synchronous = NORMAL")
            // The log is copied by `settle`, after the frames.
            try db.execute(sql: "PRAGMA wal_autocheckpoint = 0")
        }
        return configuration
    }
}
