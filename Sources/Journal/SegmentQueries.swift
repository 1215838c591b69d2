// The questions that are put to one segment file.

import CallGraph
import Foundation
import GRDB

/// A block as it stands on disk.
struct PackedBlock: Sendable {
    /// Its number.
    let number: UInt64
    /// When its first record came.
    let opened: Timestamp
    /// How many records it was written with.
    let recordCount: Int
    /// Bytes it inflates to, as its row says.
    let rawBytes: Int64
    /// Its zstd frame, or why its row or the frame itself cannot be read.
    let frame: Result<[UInt8], any Error>

    /// The block itself.
    func unpack() throws -> StoredBlock {
        let frame = try frame.get()
        // The bytes of bytes.
        let bytes = try unsafe inflateBlock(frame.span.bytes, rawBytes: rawBytes)
        return StoredBlock(
            number: number, block: RecordBlock(stored: bytes), opened: opened,
            recordCount: recordCount)
    }
}

/// Reads a segment within one transaction each.
enum SegmentQueries {
    /// The numbers, in order, of the blocks below `end` that the index finds an answer in.
    static func candidates(
        _ db: Database, for query: RecordQuery, below end: UInt64
    ) throws -> [UInt64] {
        var numbers: Set<UInt64> = []
        let runs = try Row.fetchAll(
            db,
            sql: """
                SELECT id, first_number, size FROM run WHERE first_time <= ? AND last_time >= ?
                """,
            arguments: interval(query))
        let pages = try db.cachedStatement(
            sql: """
                SELECT first_key, data FROM run_page WHERE run = ? AND first_key <= ?
                ORDER BY first_key DESC
                """)
        for run in runs {
            let id: Int64 = try run.decode(atIndex: 0)
            let base = UInt64(bitPattern: try run.decode(Int64.self, atIndex: 1))
            guard let size = RunSize(rawValue: try run.decode(atIndex: 2)) else { continue }
            for key in query.sorted {
                let rows = try Row.fetchCursor(pages, arguments: [id, RunPage.column(key)])
                while let row = try rows.next() {
                    let page = RunPage(
                        firstKey: RunPage.key(try row.decode(atIndex: 0)),
                        data: try row.decode(atIndex: 1), size: size)
                    page.forEachBlock(under: key) { numbers.insert(base &+ UInt64($0)) }
                    // A key that begins a page may have begun on the page before.
                    if page.firstKey < key & ~0xff_ffff { break }
                }
            }
        }
        let lists = try Row.fetchCursor(
            db,
            sql: "SELECT number, keys FROM block_keys WHERE first_time <= ? AND last_time >= ?",
            arguments: interval(query))
        while let row = try lists.next() {
            let list = KeyList(stored: try row.decode(atIndex: 1))
            if list.containsAny(of: query.sorted) {
                numbers.insert(UInt64(bitPattern: try row.decode(Int64.self, atIndex: 0)))
            }
        }
        return numbers.filter { $0 < end }.sorted()
    }

    /// These blocks, without those that have no record captured in the query's interval.
    static func blocks(
        _ db: Database, _ frames: FrameFile?, numbers: ArraySlice<UInt64>, for query: RecordQuery
    ) throws -> [PackedBlock] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT \(columns(frames)) FROM block
                WHERE number = ? AND first_time <= ? AND last_time >= ?
                """)
        return numbers.compactMap { number in
            block(
                number, statement, frames,
                arguments: [Int64(bitPattern: number)] + interval(query))
        }
    }

    /// The first blocks after `number`, at most `limit`.
    static func blocks(
        _ db: Database, _ frames: FrameFile?, after number: UInt64, limit: Int
    ) throws -> [PackedBlock] {
        let numbers = try Int64.fetchAll(
            db, sql: "SELECT number FROM block WHERE number > ? ORDER BY number LIMIT ?",
            arguments: [Int64(bitPattern: number), limit])
        let statement = try db.cachedStatement(
            sql: "SELECT \(columns(frames)) FROM block WHERE number = ?")
        return numbers.compactMap { number in
            block(UInt64(bitPattern: number), statement, frames, arguments: [number])
        }
    }

    /// When the first block after `number` was begun; nil when there is none.
    static func opened(_ db: Database, after number: UInt64) throws -> Timestamp? {
        try Int64.fetchOne(
            db, sql: "SELECT opened FROM block WHERE number > ? ORDER BY number LIMIT 1",
            arguments: [Int64(bitPattern: number)]
        ).map(Timestamp.init(microseconds:))
    }

    /// The first byte behind all frames that rows name, or the first one of all.
    ///
    /// Throws `FrameDamage` when a row names no place.
    static func framesEnd(_ db: Database) throws -> Int64 {
        let row = try Row.fetchOne(
            db, sql: "SELECT coalesce(max(frame_offset + frame_bytes), 0) FROM block")
        guard let end = try? row?.decode(Int64.self, atIndex: 0) else { throw FrameDamage.absurd }
        return max(end, Int64(FrameFile.headBytes))
    }

    private static func interval(_ query: RecordQuery) -> StatementArguments {
        [query.interval.upperBound.microseconds, query.interval.lowerBound.microseconds]
    }

    /// What is read of a block's row: without a file the frame stands in the row itself.
    private static func columns(_ frames: FrameFile?) -> String {
        "opened, record_count, raw_bytes, "
            + (frames == nil ? "data" : "frame_offset, frame_bytes, frame_check")
    }

    /// A block with its frame, or what is left to say of one that cannot be read; nil when there is none.
    private static func block(
        _ number: UInt64, _ statement: Statement, _ frames: FrameFile?,
        arguments: StatementArguments
    ) -> PackedBlock? {
        do {
            guard let row = try Row.fetchOne(statement, arguments: arguments) else { return nil }
            return PackedBlock(
                number: number, opened: Timestamp(microseconds: try row.decode(atIndex: 0)),
                recordCount: try row.decode(atIndex: 1), rawBytes: try row.decode(atIndex: 2),
                frame: .success(try frame(row, frames)))
        } catch {
            return PackedBlock(
                number: number, opened: .distantPast, recordCount: 0, rawBytes: 0,
                frame: .failure(error))
        }
    }

    private static func frame(_ row: Row, _ frames: FrameFile?) throws -> [UInt8] {
        guard let frames else { return Array(try row.decode(Data.self, atIndex: 3)) }
        return try FramePlace(
            offset: try row.decode(atIndex: 3), bytes: try row.decode(atIndex: 4),
            check: try row.decode(atIndex: 5)
        ).read(from: frames)
    }
}
