// The one connection that writes to the newest segment.

import CallGraph
import Foundation
import GRDB

/// Writes blocks into one segment file and merges their keys into runs.
///
/// Used by one thread at a time.
struct SegmentWriter {
    /// The segment as it stands on disk.
    private(set) var segment: Segment
    private let queue: DatabaseQueue
    private var unmergedBlocks: Int
    private var unmergedKeys: Int

    /// Opens a segment that exists.
    init(opening segment: Segment, path: String) throws {
        self.segment = segment
        queue = try DatabaseQueue(path: path, configuration: Self.configuration)
        (unmergedBlocks, unmergedKeys) = try queue.write { db in
            let row = try Row.fetchOne(
                db, sql: "SELECT count(*), coalesce(sum(length(keys)), 0) FROM block_keys")
            guard let row else { return (0, 0) }
            let bytes: Int = try row.decode(atIndex: 1)
            return (try row.decode(atIndex: 0), bytes / KeyList.keyBytes)
        }
    }

    /// Makes a new segment; there must be no file yet.
    init(creating segment: Segment, path: String, seedProbe: IdentityKey) throws {
        self.segment = segment
        unmergedBlocks = 0
        unmergedKeys = 0
        queue = try DatabaseQueue(path: path, configuration: Self.configuration)
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
    }

    /// Writes these blocks in one transaction.
    mutating func write(
        _ blocks: ArraySlice<StoredBlock>, compressor: inout BlockCompressor
    ) throws {
        var rows: [BlockRow] = []
        rows.reserveCapacity(blocks.count)
        var after = segment
        for stored in blocks {
            rows.append(try BlockRow(stored, compressor: &compressor))
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

    /// Notes the size that the file has now.
    mutating func measure(_ paths: JournalPaths) {
        segment.bytes = paths.segmentBytes(segment.name)
    }

    /// Copies the write-ahead log into the file and closes it.
    func close() throws {
        // Busy when someone reads just now: the log then stays, and is read along with the file.
        try? queue.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) }
        try queue.close()
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
            try db.execute(sql: "PRAGMA wal_autocheckpoint = \(JournalLimits.pagesPerCheckpoint)")
        }
        return configuration
    }
}
