// A page of a run: part of the merged, sorted index of many blocks.

import Foundation

/// How large a run is: small ones are merged of blocks' lists, large ones of small runs.
enum RunSize: Int, Sendable {
    /// Of `JournalLimits.blocksPerRun` blocks at most.
    case small = 0
    /// Of `JournalLimits.runsPerLargeRun` small ones.
    case large = 1

    /// Bytes of a block's number.
    var blockBytes: Int { self == .small ? 1 : 2 }
    /// Bytes of an entry: five of the key, then the block.
    var entryBytes: Int { 5 + blockBytes }
    /// Entries of a page.
    var entriesPerPage: Int {
        self == .small ? JournalLimits.entriesPerPage : JournalLimits.entriesPerLargePage
    }
    /// The largest difference of a block's number to the run's first.
    var offsetMax: UInt64 { self == .small ? UInt64(UInt8.max) : UInt64(UInt16.max) }
}

/// One page of a run: which keys stand in which blocks.
///
///     0   u40  the upper 40 bits of a key, big-endian; not smaller than the one before
///     5   u8   number of a block that has it, less the run's first block number;
///              u16, big-endian, in a large run
///     6   …    the next entry (7 in a large run)
///
/// The entries of a run are sorted by key, then block, and cut into pages. A key that stands at the end of
/// one page may go on in the next.
///
/// Of 37 million keys (20 million messages) one in 30,000 shares its 40 bits with the one that is looked
/// for: then a block is inflated in vain, since its records show that they do not carry it. Whole keys would
/// make the index half as large again.
struct RunPage: Sendable {
    /// The first key that may be in it: the upper 40 bits of its first entry's, and zeros.
    let firstKey: UInt64
    /// The entries; a rest that is no whole entry is not looked at.
    let data: Data
    /// The size of its run.
    let size: RunSize

    /// A page as stored.
    init(firstKey: UInt64, data: Data, size: RunSize) {
        self.firstKey = firstKey
        self.data = data
        self.size = size
    }

    /// The page of these entries, which are sorted; nil without entries.
    init?(_ entries: ArraySlice<RunEntry>, size: RunSize) {
        guard let first = entries.first else { return nil }
        firstKey = first.key
        self.size = size
        var data = Data(count: entries.count * size.entryBytes)
        unsafe data.withUnsafeMutableBytes { target in
            var offset = 0
            for entry in entries {
                // Room for each entry was made above, and every store checks its bounds itself.
                unsafe target.storeBytes(
                    of: UInt32(truncatingIfNeeded: entry.key >> 32).bigEndian, toByteOffset: offset,
                    as: UInt32.self)
                unsafe target.storeBytes(
                    of: UInt8(truncatingIfNeeded: entry.key >> 24), toByteOffset: offset + 4,
                    as: UInt8.self)
                switch size {
                case .small:
                    unsafe target.storeBytes(
                        of: UInt8(truncatingIfNeeded: entry.block), toByteOffset: offset + 5,
                        as: UInt8.self)
                case .large:
                    unsafe target.storeBytes(
                        of: entry.block.bigEndian, toByteOffset: offset + 5, as: UInt16.self)
                }
                offset += size.entryBytes
            }
        }
        self.data = data
    }

    /// How many entries it has.
    var count: Int { data.count / size.entryBytes }

    /// Calls `body` with the block offsets under `key`, or under one that has the same upper 40 bits.
    func forEachBlock(under key: UInt64, _ body: (UInt16) -> Void) {
        let bytes = data.bytes
        let count = self.count
        let wanted = RunEntry(key: key, block: 0)
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if entry(at: middle, in: bytes) < wanted { low = middle + 1 } else { high = middle }
        }
        while low < count {
            let entry = entry(at: low, in: bytes)
            guard entry.key == wanted.key else { return }
            body(entry.block)
            low += 1
        }
    }

    /// Calls `body` with each entry in order.
    func forEach(_ body: (RunEntry) -> Void) {
        let bytes = data.bytes
        for index in 0..<count { body(entry(at: index, in: bytes)) }
    }

    /// A key as SQLite's signed integers sort it: the smallest key is the smallest integer.
    static func column(_ key: UInt64) -> Int64 { Int64(bitPattern: key ^ (1 << 63)) }

    /// The key of a column's integer.
    static func key(_ column: Int64) -> UInt64 { UInt64(bitPattern: column) ^ (1 << 63) }

    @inline(__always)
    private func entry(at index: Int, in bytes: RawSpan) -> RunEntry {
        let offset = index * size.entryBytes
        // Every pattern of bytes is a number, and the loads check their bounds themselves.
        let high = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self)
        let low = unsafe bytes.unsafeLoad(fromByteOffset: offset + 4, as: UInt8.self)
        let key = UInt64(UInt32(bigEndian: high)) << 32 | UInt64(low) << 24
        switch size {
        case .small:
            let block = unsafe bytes.unsafeLoad(fromByteOffset: offset + 5, as: UInt8.self)
            return RunEntry(key: key, block: UInt16(block))
        case .large:
            let block = unsafe bytes.unsafeLoadUnaligned(
                fromByteOffset: offset + 5, as: UInt16.self)
            return RunEntry(key: key, block: UInt16(bigEndian: block))
        }
    }
}

/// One entry of a run: this key stands in this block.
struct RunEntry: SpreadKeyed, Sendable {
    /// The upper 40 bits of the key, 8 bits of nothing, then the block.
    private let word: UInt64

    /// An entry of a key and the number of a block, less the first block number of the run.
    init(key: UInt64, block: UInt16) { word = key & ~0xff_ffff | UInt64(block) }

    /// The key, of which the lower 24 bits are zeros.
    var key: UInt64 { word & ~0xff_ffff }
    /// The block.
    var block: UInt16 { UInt16(truncatingIfNeeded: word) }
    /// Its key is spread.
    var spread: UInt64 { word }

    static func < (a: RunEntry, b: RunEntry) -> Bool { a.word < b.word }
}
