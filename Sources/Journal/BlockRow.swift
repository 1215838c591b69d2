// A block as a row of a segment.

import CallGraph
import Foundation
import GRDB

/// What is written of one block: where its frame is, its keys, and the figures they are found by.
struct BlockRow: Sendable {
    /// Its keys, sorted.
    let keys: KeyList
    /// Where its frame is.
    let place: FramePlace
    private let number: UInt64
    private let firstTime: Timestamp
    private let lastTime: Timestamp
    private let opened: Timestamp
    private let recordCount: Int
    private let rawBytes: Int
    private let facts: Data

    /// Compresses a block, writes its frame at `offset`, and sorts its keys.
    init(
        _ stored: StoredBlock, compressor: inout BlockCompressor, frames: FrameFile,
        at offset: Int64
    ) throws {
        number = stored.number
        firstTime = stored.block.firstTime
        lastTime = stored.block.lastTime
        opened = stored.opened
        recordCount = stored.recordCount
        rawBytes = stored.block.bytes.count
        keys = KeyList(sorting: stored.block.keys)
        facts = Data(stored.block.facts.bytes)
        place = try compressor.compress(stored.block.bytes) { frame in
            try frames.write(frame, at: offset)
            return FramePlace(frame, at: offset)
        }
    }

    /// Inserts the block and its keys.
    func insert(_ db: Database) throws {
        let number = Int64(bitPattern: number)
        try db.cachedStatement(sql: "INSERT INTO block VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)").execute(
            arguments: [
                number, firstTime.microseconds, lastTime.microseconds, opened.microseconds,
                recordCount, rawBytes, place.offset, place.bytes, Int64(place.check),
            ])
        try db.cachedStatement(sql: "INSERT INTO block_keys VALUES (?, ?, ?, ?)").execute(
            arguments: [number, firstTime.microseconds, lastTime.microseconds, keys.data])
        try FactRun.insert(facts, block: number, db)
    }
}
