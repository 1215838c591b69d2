// A page of a run: part of the merged, sorted index of many blocks.

import Foundation

/// One page of a run: which keys stand in which blocks.
///
///     0   u64  key, little-endian; not smaller than the one before
///     8   u32  number of a block that has it, less the run's first block number; little-endian
///     12  …    the next entry
///
/// The entries of a run are sorted by key, then block, and cut into pages of
/// `JournalLimits.entriesPerPage`. A key that stands at the end of one page may go on in the next.
struct RunPage: Sendable {
    /// Bytes of one entry.
    static let entryBytes = 12

    /// The key of its first entry.
    let firstKey: UInt64
    /// The entries; a rest that is no whole entry is not looked at.
    let data: Data

    /// A page as stored.
    init(firstKey: UInt64, data: Data) {
        self.firstKey = firstKey
        self.data = data
    }

    /// The page of these entries, which are sorted; nil without entries.
    init?(_ entries: ArraySlice<RunEntry>) {
        guard let first = entries.first else { return nil }
        firstKey = first.key
        var data = Data(count: entries.count * Self.entryBytes)
        unsafe data.withUnsafeMutableBytes { target in
            var offset = 0
            for entry in entries {
                // Room for each entry was made above, and every store checks its bounds itself.
                unsafe target.storeBytes(
                    of: entry.key.littleEndian, toByteOffset: offset, as: UInt64.self)
                unsafe target.storeBytes(
                    of: entry.block.littleEndian, toByteOffset: offset + 8, as: UInt32.self)
                offset += Self.entryBytes
            }
        }
        self.data = data
    }

    /// Calls `body` with the block offsets under `key`.
    func forEachBlock(under key: UInt64, _ body: (UInt32) -> Void) {
        let bytes = data.bytes
        let count = bytes.byteCount / Self.entryBytes
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if Self.key(at: middle, in: bytes) < key { low = middle + 1 } else { high = middle }
        }
        while low < count, Self.key(at: low, in: bytes) == key {
            // As in `key`: any four bytes are a UInt32, the bounds are checked by the load.
            let block = unsafe bytes.unsafeLoadUnaligned(
                fromByteOffset: low * Self.entryBytes + 8, as: UInt32.self)
            body(UInt32(littleEndian: block))
            low += 1
        }
    }

    /// A key as SQLite's signed integers sort it: the smallest key is the smallest integer.
    static func column(_ key: UInt64) -> Int64 { Int64(bitPattern: key ^ (1 << 63)) }

    /// The key of a column's integer.
    static func key(_ column: Int64) -> UInt64 { UInt64(bitPattern: column) ^ (1 << 63) }

    @inline(__always)
    private static func key(at index: Int, in bytes: RawSpan) -> UInt64 {
        // Every pattern of eight bytes is a UInt64, and the load checks its bounds itself.
        UInt64(
            littleEndian: unsafe bytes.unsafeLoadUnaligned(
                fromByteOffset: index * entryBytes, as: UInt64.self))
    }
}

/// One entry of a run: this key stands in this block.
struct RunEntry: SpreadKeyed, Sendable {
    /// The key.
    var key: UInt64
    /// The number of the block, less the first block number of the run.
    var block: UInt32

    /// Its key.
    var spread: UInt64 { key }

    static func < (a: RunEntry, b: RunEntry) -> Bool {
        a.key == b.key ? a.block < b.block : a.key < b.key
    }
}
