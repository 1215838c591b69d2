// A segment's summary row, read when a journal is opened.

import CallGraph
import Foundation
import GRDB

extension Segment {
    /// What came of looking at a file among the segments.
    enum Found {
        /// A segment with blocks.
        case segment(Segment)
        /// A segment of whose frames the last are missing.
        case cut(Segment)
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
            guard case .segment(var segment) = found.found else { return found.found }
            segment.bytes = paths.segmentBytes(name)
            guard let end = found.framesEnd else { return .segment(segment) }
            do {
                try paths.frameFile(name).check(seedProbe: seedProbe, end: end)
            } catch FrameDamage.cut {
                return .cut(segment)
            }
            return .segment(segment)
        } catch let error as FrameDamage {
            return .unreadable("\(name) cannot be used: \(error)")
        } catch {
            return .unreadable(JournalError(error, path: path).description)
        }
    }

    /// What the tables say, and where the last frame ends when it is not in them.
    private static func read(
        _ db: Database, name: String, seedProbe: IdentityKey
    ) throws -> (found: Found, framesEnd: Int64?) {
        let format: Int
        switch try JournalFormat.kind(db, applicationID: JournalFormat.segmentApplicationID) {
        case .empty: return (.empty, nil)
        case .foreign: return (.unreadable("\(name) is not a segment of calltrace"), nil)
        case .newer(let version): return (.unreadable("\(name) has format \(version)"), nil)
        case .older(let version):
            return (
                .unreadable("\(name) has format \(version), of a build before the first release"),
                nil
            )
        case .ours(let version): format = version
        }
        let summary = try Row.fetchOne(
            db,
            sql: """
                SELECT seed_probe, blocks, start, seconds, first_number, last_number, first_time,
                last_time, first_opened, last_opened, records FROM segment
                """)
        guard let row = summary else { return (.unreadable("\(name) has no summary"), nil) }
        guard try row.decode(atIndex: 0) == Int64(bitPattern: seedProbe.value) else {
            return (.unreadable("\(name) belongs to another journal"), nil)
        }
        let blocks: Int64 = try row.decode(atIndex: 1)
        let first: Int64 = try row.decode(atIndex: 4)
        // A summary that lags behind its blocks must not have their numbers given again.
        let highest = try Int64.fetchOne(db, sql: "SELECT max(number) FROM block") ?? 0
        let last = max(try row.decode(atIndex: 5), highest)
        guard blocks > 0 else { return (.empty, nil) }
        let records: Int64 = try row.decode(atIndex: 10)
        guard first > 0, first <= last, last <= JournalLimits.blockNumberMax,
            blocks <= JournalLimits.segmentCountMax, 0...JournalLimits.segmentCountMax ~= records
        else {
            return (.unreadable("\(name) has a summary that makes no sense"), nil)
        }
        let segment = Segment(
            name: name, format: format, start: Timestamp(microseconds: try row.decode(atIndex: 2)),
            seconds: max(try row.decode(atIndex: 3), 1),
            firstNumber: UInt64(first), lastNumber: UInt64(last),
            firstTime: Timestamp(microseconds: try row.decode(atIndex: 6)),
            lastTime: Timestamp(microseconds: try row.decode(atIndex: 7)),
            firstOpened: Timestamp(microseconds: try row.decode(atIndex: 8)),
            lastOpened: Timestamp(microseconds: try row.decode(atIndex: 9)),
            blocks: blocks, records: records)
        return (.segment(segment), try segment.hasFrameFile ? lastFrameEnd(db) : nil)
    }

    /// The first byte behind the frame of the last block: a file that is shorter was cut.
    private static func lastFrameEnd(_ db: Database) throws -> Int64 {
        let row = try Row.fetchOne(
            db, sql: "SELECT frame_offset, frame_bytes FROM block ORDER BY number DESC LIMIT 1")
        guard let row, let offset = try? row.decode(Int64.self, atIndex: 0),
            let bytes = try? row.decode(Int.self, atIndex: 1)
        else { return 0 }
        return FramePlace(offset: offset, bytes: bytes, check: 0).end ?? .max
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
