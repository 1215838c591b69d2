// A block as a row of a segment.

import CallGraph
import Foundation
import GRDB

/// What is written of one block: its frame, its keys, and the figures they are found by.
struct BlockRow: Sendable {
    /// Its keys, sorted.
    let keys: KeyList
    private let number: UInt64
    private let firstTime: Timestamp
    private let lastTime: Timestamp
    private let opened: Timestamp
    private let recordCount: Int
    private let rawBytes: Int
    private let frame: Data
    private let facts: Data

    /// Compresses a block and sorts its keys.
    init(_ stored: StoredBlock, compressor: inout BlockCompressor) throws(BlockCodecError) {
        number = stored.number
        firstTime = stored.block.firstTime
        lastTime = stored.block.lastTime
        opened = stored.opened
        recordCount = stored.recordCount
        rawBytes = stored.block.bytes.count
        keys = KeyList(sorting: stored.block.keys)
        facts = Data(stored.block.facts.bytes)
        frame = try compressor.compress(stored.block.bytes)
    }

    /// Inserts the block and its keys.
    func insert(_ db: Database) throws {
        let number = Int64(bitPattern: number)
        try db.cachedStatement(sql: "INSERT INTO block VALUES (?, ?, ?, ?, ?, ?, ?)").execute(
            arguments: [
                number, firstTime.microseconds, lastTime.microseconds, opened.microseconds,
                recordCount, rawBytes, frame,
            ])
        try db.cachedStatement(sql: "INSERT INTO block_keys VALUES (?, ?, ?, ?)").execute(
            arguments: [number, firstTime.microseconds, lastTime.microseconds, keys.data])
        try FactRun.insert(facts, block: number, db)
    }
}
