// The keys of one block as they are stored: sorted, each once.

import CallGraph
import Foundation

/// The sorted, unique keys of a block.
///
///     0   u64  key, little-endian
///     8   u64  the next larger key
///     …
struct KeyList: Sendable {
    /// Bytes of one key.
    static let keyBytes = 8

    /// The keys as stored; a rest that is no whole key is not looked at.
    let data: Data

    /// The keys of a block, with repetitions and in any order.
    init(sorting keys: [IdentityKey]) {
        let sorted = SpreadSort.sorted(keys.map(\.value))
        var unique: [UInt64] = []
        unique.reserveCapacity(sorted.count)
        for key in sorted where key != unique.last { unique.append(key.littleEndian) }
        // The integers outlive the call, and their bytes are copied.
        data = unsafe unique.withUnsafeBytes { unsafe Data($0) }
    }

    /// A list that was stored before.
    init(stored data: Data) { self.data = data }

    /// How many keys it has.
    var count: Int { data.count / Self.keyBytes }

    /// True when it has one of `wanted`, which are sorted.
    func containsAny(of wanted: [UInt64]) -> Bool {
        let bytes = data.bytes
        let count = self.count
        var from = 0
        for key in wanted {
            from = Self.lowerBound(of: key, in: bytes, from: from, count: count)
            if from == count { return false }
            if Self.key(at: from, in: bytes) == key { return true }
        }
        return false
    }

    /// Calls `body` with each key in order.
    func forEach(_ body: (UInt64) -> Void) {
        let bytes = data.bytes
        for index in 0..<count { body(Self.key(at: index, in: bytes)) }
    }

    private static func lowerBound(
        of key: UInt64, in bytes: RawSpan, from: Int, count: Int
    ) -> Int {
        var low = from
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if Self.key(at: middle, in: bytes) < key { low = middle + 1 } else { high = middle }
        }
        return low
    }

    @inline(__always)
    private static func key(at index: Int, in bytes: RawSpan) -> UInt64 {
        // Every pattern of eight bytes is a UInt64, and the load checks its bounds itself.
        UInt64(
            littleEndian: unsafe bytes.unsafeLoadUnaligned(
                fromByteOffset: index * keyBytes, as: UInt64.self))
    }
}
