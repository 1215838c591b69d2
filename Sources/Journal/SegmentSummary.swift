// A segment's summary row, read when a journal is opened.

import CallGraph
import Foundation
import GRDB

extension Segment {
    /// What came of looking at a file among the segments.
    enum Found {
        /// A segment with blocks.
        case segment(Segment)
        /// A database in which nothing was ever written, left by a crash: it does not matter.
        case empty
        /// A file that is left as it is, and why.
        case unreadable(String)
    }

    /// Opens a file for a moment and reads its summary, without changing it.
    static func find(name: String, paths: JournalPaths, seedProbe: IdentityKey) -> Found {
        let path = paths.segment(name)
        do {
            let queue = try DatabaseQueue(path: path, configuration: .reading)
            let found = try queue.read { db in try read(db, name: name, seedProbe: seedProbe) }
            try queue.close()
            guard case .segment(var segment) = found else { return found }
            segment.bytes = paths.segmentBytes(name)
            return .segment(segment)
        } catch {
            return .unreadable(JournalError(error, path: path).description)
        }
    }

    private static func read(
        _ db: Database, name: String, seedProbe: IdentityKey
    ) throws -> Found {
        switch try JournalFormat.kind(db, applicationID: JournalFormat.segmentApplicationID) {
        case .empty: return .empty
        case .foreign: return .unreadable("\(name) is not a segment of calltrace")
        case .newer(let version): return .unreadable("\(name) has format \(version)")
        case .ours: break
        }
        let summary = try Row.fetchOne(
            db,
            sql: """
                SELECT seed_probe, blocks, start, seconds, first_number, last_number, first_time,
                last_time, first_opened, last_opened, records FROM segment
                """)
        guard let row = summary else { return .unreadable("\(name) has no summary") }
        guard try row.decode(atIndex: 0) == Int64(bitPattern: seedProbe.value) else {
            return .unreadable("\(name) belongs to another journal")
        }
        let blocks: Int64 = try row.decode(atIndex: 1)
        let first: Int64 = try row.decode(atIndex: 4)
        // A summary that lags behind its blocks must not have their numbers given again.
        let highest = try Int64.fetchOne(db, sql: "SELECT max(number) FROM block") ?? 0
        let last = max(try row.decode(atIndex: 5), highest)
        guard blocks > 0 else { return .empty }
        let records: Int64 = try row.decode(atIndex: 10)
        guard first > 0, first <= last, last <= JournalLimits.blockNumberMax,
            blocks <= JournalLimits.segmentCountMax, 0...JournalLimits.segmentCountMax ~= records
        else {
            return .unreadable("\(name) has a summary that makes no sense")
        }
        let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        return .segment(
            Segment(
                name: name, start: Timestamp(microseconds: try row.decode(atIndex: 2)),
                seconds: max(try row.decode(atIndex: 3), 1),
                firstNumber: UInt64(first), lastNumber: UInt64(last),
                firstTime: Timestamp(microseconds: try row.decode(atIndex: 6)),
                lastTime: Timestamp(microseconds: try row.decode(atIndex: 7)),
                firstOpened: Timestamp(microseconds: try row.decode(atIndex: 8)),
                lastOpened: Timestamp(microseconds: try row.decode(atIndex: 9)),
                blocks: blocks, records: records,
                hasFacts: version >= JournalFormat.factsVersion))
    }
}

extension Configuration {
    /// How segments are opened by those who only read.
    static var reading: Configuration {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.label = "journal-reader"
        // The first reader after a crash rebuilds the index of the write-ahead log under a lock.
        configuration.busyMode = .timeout(2)
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA cache_size = -\(JournalLimits.readerCacheKibibytes)")
        }
        return configuration
    }
}
