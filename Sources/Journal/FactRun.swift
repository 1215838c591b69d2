// Facts on disk: those of a block as they come, those of a run of blocks in compressed frames.

import CZstd
import CallGraph
import Foundation
import GRDB

/// Writes facts into a segment, each within the caller's transaction.
enum FactRun {
    /// Inserts the facts of a block; none when there are none.
    static func insert(_ facts: Data, block number: Int64, _ db: Database) throws {
        guard !facts.isEmpty else { return }
        try db.cachedStatement(sql: "INSERT INTO block_facts VALUES (?, ?)")
            .execute(arguments: [number, facts])
    }

    /// Packs the facts of all blocks whose keys have been merged.
    static func pack(_ db: Database) throws {
        let unmerged = try Int64.fetchOne(db, sql: "SELECT min(number) FROM block_keys")
        let end = unmerged ?? .max
        let rows = try Row.fetchCursor(
            db, sql: "SELECT number, facts FROM block_facts WHERE number < ? ORDER BY number",
            arguments: [end])
        var builder = FactFrameBuilder()
        while let row = try rows.next() {
            let facts: Data = try row.decode(atIndex: 1)
            // A rest that is damaged is left out: its calls are still found by their names.
            _ = builder.add(
                FactList(stored: Array(facts)),
                block: UInt64(bitPattern: try row.decode(Int64.self, atIndex: 0)))
            if builder.bytes >= JournalLimits.factFrameBytes {
                try insert(&builder, db)
                builder = FactFrameBuilder()
            }
        }
        try insert(&builder, db)
        try db.execute(sql: "DELETE FROM block_facts WHERE number < ?", arguments: [end])
    }

    private static func insert(_ builder: inout FactFrameBuilder, _ db: Database) throws {
        guard builder.count > 0 else { return }
        let frame = builder.finish()
        try db.execute(
            sql: """
                INSERT INTO fact_run
                (first_number, last_number, first_time, last_time, raw_bytes, data)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                Int64(bitPattern: builder.firstNumber), Int64(bitPattern: builder.lastNumber),
                builder.firstTime.microseconds, builder.lastTime.microseconds, frame.count,
                try compress(frame),
            ])
    }

    /// One zstd frame with its size and checksum. Rare enough, one in a hundred blocks, to make a
    /// compressor for it.
    static func compress(_ bytes: [UInt8]) throws(BlockCodecError) -> Data {
        guard let context = unsafe ZSTD_createCCtx() else { throw .noMemory }
        // Made, used and freed within this function.
        defer { _ = unsafe ZSTD_freeCCtx(context) }
        _ = unsafe ZSTD_CCtx_setParameter(
            context, ZSTD_c_compressionLevel, JournalLimits.factCompressionLevel)
        _ = unsafe ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
        var frame = Data(count: ZSTD_compressBound(bytes.count))
        let capacity = frame.count
        // Both buffers are alive for the call, and zstd stays within the sizes it is given.
        let written = unsafe frame.withUnsafeMutableBytes { target in
            unsafe bytes.withUnsafeBytes { source in
                unsafe ZSTD_compress2(
                    context, target.baseAddress, capacity, source.baseAddress, source.count)
            }
        }
        guard ZSTD_isError(written) == 0, written <= capacity else { throw .zstd(code: written) }
        frame.removeSubrange(written..<capacity)
        return frame
    }
}

/// A frame of facts as it stands on disk.
struct PackedFacts: Sendable {
    /// The numbers of its blocks.
    let numbers: ClosedRange<UInt64>
    /// Bytes it inflates to, as its row says.
    let rawBytes: Int64
    /// Its zstd frame; nil when SQLite cannot read the row.
    let data: Data?

    /// The frame itself.
    func unpack() throws -> FactFrame {
        guard let data else { throw BlockCodecError.size(0) }
        return try FactFrame(inflateBlock(data.bytes, rawBytes: rawBytes))
    }
}
