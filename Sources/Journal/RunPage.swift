// A page of a run: part of the merged, sorted index of many blocks.

import Foundation

/// One page of a run: which keys stand in which blocks.
///
///     0   u40  the upper 40 bits of a key, big-endian; not smaller than the one before
///     5   u8   number of a block that has it, less the run's first block number
///     6   …    the next entry
///
/// The entries of a run are sorted by key, then block, and cut into pages of
/// `JournalLimits.entriesPerPage`. A key that stands at the end of one page may go on in the next.
///
/// Of 37 million keys (20 million messages) one in 30,000 shares its 40 bits with the one that is looked
/// for: then a block is inflated in vain, since its records show that they do not carry it. Whole keys would
/// make the index half as large again as the messages are from one field to the next.
struct RunPage: Sendable {
    /// Bytes of one entry.
    static let entryBytes = 6

    /// The first key that may be in it: the upper 40 bits of its first entry's, and zeros.
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
                let number = entry.number
                // Room for each entry was made above, and every store checks its bounds itself.
                unsafe target.storeBytes(
                    of: UInt32(truncatingIfNeeded: number >> 16).bigEndian, toByteOffset: offset,
                    as: UInt32.self)
                unsafe target.storeBytes(
                    of: UInt16(truncatingIfNeeded: number).bigEndian, toByteOffset: offset + 4,
                    as: UInt16.self)
                offset += Self.entryBytes
            }
        }
        self.data = data
    }

    /// Calls `body` with the block offsets under `key`, or under one that has the same upper 40 bits.
    func forEachBlock(under key: UInt64, _ body: (UInt8) -> Void) {
        let bytes = data.bytes
        let count = bytes.byteCount / Self.entryBytes
        let wanted = RunEntry(key: key, block: 0).number
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if Self.number(at: middle, in: bytes) < wanted {
                low = middle + 1
            } else {
                high = middle
            }
        }
        while low < count {
            let number = Self.number(at: low, in: bytes)
            guard number >> 8 == wanted >> 8 else { return }
            body(UInt8(truncatingIfNeeded: number))
            low += 1
        }
    }

    /// A key as SQLite's signed integers sort it: the smallest key is the smallest integer.
    static func column(_ key: UInt64) -> Int64 { Int64(bitPattern: key ^ (1 << 63)) }

    /// The key of a column's integer.
    static func key(_ column: Int64) -> UInt64 { UInt64(bitPattern: column) ^ (1 << 63) }

    @inline(__always)
    private static func number(at index: Int, in bytes: RawSpan) -> UInt64 {
        // Every pattern of four or two bytes is a number, and the loads check their bounds themselves.
        let high = unsafe bytes.unsafeLoadUnaligned(
            fromByteOffset: index * entryBytes, as: UInt32.self)
        let low = unsafe bytes.unsafeLoadUnaligned(
            fromByteOffset: index * entryBytes + 4, as: UInt16.self)
        return UInt64(UInt32(bigEndian: high)) << 16 | UInt64(UInt16(bigEndian: low))
    }
}

/// One entry of a run: this key stands in this block.
struct RunEntry: SpreadKeyed, Sendable {
    /// The upper 40 bits of the key, then 16 bits of nothing, then the block.
    private let word: UInt64

    /// An entry of a key and the number of a block, less the first block number of the run.
    init(key: UInt64, block: UInt8) { word = key & ~0xff_ffff | UInt64(block) }

    /// The key, of which the lower 24 bits are zeros.
    var key: UInt64 { word & ~0xff_ffff }
    /// The block.
    var block: UInt8 { UInt8(truncatingIfNeeded: word) }
    /// The 48 bits that are stored: key, then block.
    var number: UInt64 { (word >> 24) << 8 | word & 0xff }
    /// Its key is spread.
    var spread: UInt64 { word }

    static func < (a: RunEntry, b: RunEntry) -> Bool { a.word < b.word }
}
