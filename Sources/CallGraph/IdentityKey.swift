// Identities as 64-bit keys for the index, and as 128-bit keys for live tables.

/// An identity as the journal's index keeps it: 64 bits of a seeded hash of the name's bytes.
///
/// The kind is left out, so that a Call-ID that is also a channel's UUID has one key. Two names may
/// share a key: whoever finds a record by key compares the name itself.
public struct IdentityKey: Hashable, Comparable, Sendable {
    /// The hash; every value can occur.
    public var value: UInt64

    /// The key of this value, as read from an index.
    public init(value: UInt64) { self.value = value }

    /// The value is a hash already, of a seed that senders do not know: hashing it again with the standard
    /// library's would cost more than everything else that a table does. The table's own seed is mixed in
    /// so that two tables do not have the same order.
    public func _rawHashValue(seed: Int) -> Int {
        let product = (value ^ UInt64(bitPattern: Int64(seed)))
            .multipliedFullWidth(by: 0x9e37_79b9_7f4a_7c15)
        return Int(truncatingIfNeeded: product.high ^ product.low)
    }

    /// By value, without regard to sign.
    public static func < (a: IdentityKey, b: IdentityKey) -> Bool { a.value < b.value }
}

/// Makes keys of names, with a seed that senders cannot know.
///
/// A multiply-and-fold hash over 16 bytes a step: quick on short names and evenly spread, not
/// cryptographic. The seed keeps an attacker from aiming collisions at the index.
public struct IdentityHasher: Sendable {
    /// The two secret words; stored with the journal, since its index is useless without them.
    public let seed: (UInt64, UInt64)

    /// A hasher with this seed.
    public init(seed: (UInt64, UInt64)) { self.seed = seed }

    /// A hasher with a fresh random seed.
    public static func random() -> IdentityHasher {
        var generator = SystemRandomNumberGenerator()
        return IdentityHasher(seed: (generator.next(), generator.next()))
    }

    /// The key of a name given as bytes; a salt keeps names of one sort apart from all others.
    public func key(_ name: Span<UInt8>, salt: UInt64 = 0) -> IdentityKey {
        IdentityKey(value: key(name, from: 0, count: name.count, salt: salt))
    }

    /// The key of `count` bytes from `offset`; bytes past the end of `bytes` are not read.
    public func key(_ bytes: Span<UInt8>, offset: Int, count: Int) -> IdentityKey {
        let from = min(max(offset, 0), bytes.count)
        return IdentityKey(
            value: key(bytes, from: from, count: min(max(count, 0), bytes.count - from), salt: 0))
    }

    /// The key of a name given as text, the same as that of its UTF-8 bytes.
    public func key(_ name: String, salt: UInt64 = 0) -> IdentityKey {
        let bytes = Array(name.utf8)
        return key(bytes.span, salt: salt)
    }

    /// The key that a call is found by under its own name.
    public func key(_ id: CallIdentifier) -> IdentityKey {
        IdentityKey(value: Self.fold(id.high ^ seed.0, id.low ^ seed.1 ^ 0xd6e8_feb8_6659_fd93))
    }

    /// The key of an address and port, in tables that are not stored.
    func key(_ endpoint: Endpoint) -> IdentityKey {
        let port = UInt64(endpoint.port) << 8 | UInt64(endpoint.family.rawValue)
        let host = Self.fold(endpoint.high ^ seed.0, endpoint.low ^ seed.1)
        return IdentityKey(value: Self.fold(host ^ seed.1, port ^ 0x9e37_79b9_7f4a_7c15 ^ seed.0))
    }

    /// The key of two streams, whichever comes first, in tables that are not stored.
    func key(pair a: UInt32, _ b: UInt32) -> IdentityKey {
        let both = UInt64(min(a, b)) << 32 | UInt64(max(a, b))
        return IdentityKey(value: Self.fold(both ^ seed.0, seed.1 ^ 0xbf58_476d_1ce4_e5b9))
    }

    private func key(_ bytes: Span<UInt8>, from: Int, count: Int, salt: UInt64) -> UInt64 {
        var a = seed.0 ^ 0x9e37_79b9_7f4a_7c15 ^ salt
        var b = seed.1 ^ UInt64(truncatingIfNeeded: count)
        var at = from
        let end = from + count
        while end - at >= 16 {
            a = Self.fold(a ^ Self.word(bytes, at, 8), b ^ Self.word(bytes, at + 8, 8))
            b = b &+ 0xbf58_476d_1ce4_e5b9
            at += 16
        }
        let rest = end - at
        let first = Self.word(bytes, at, min(rest, 8))
        let second = rest > 8 ? Self.word(bytes, at + 8, rest - 8) : 0
        a = Self.fold(a ^ first, b ^ 0x94d0_49bb_1331_11eb)
        b = Self.fold(b ^ second, a ^ seed.1 ^ 0xd6e8_feb8_6659_fd93)
        return Self.fold(a ^ seed.0, b ^ 0xff51_afd7_ed55_8ccd)
    }

    /// Up to eight bytes, little-endian, missing ones as 0.
    @inline(__always)
    private static func word(_ bytes: Span<UInt8>, _ at: Int, _ count: Int) -> UInt64 {
        if count == 8 {
            // Every pattern of eight bytes is a UInt64, and the load checks its bounds itself.
            return UInt64(
                littleEndian: unsafe bytes.bytes.unsafeLoadUnaligned(
                    fromByteOffset: at, as: UInt64.self))
        }
        if count > 0, at + count >= 8 {
            // The eight bytes that end with the last one, without those before the first.
            let whole = UInt64(
                littleEndian: unsafe bytes.bytes.unsafeLoadUnaligned(
                    fromByteOffset: at + count - 8, as: UInt64.self))
            return whole >> UInt64(8 * (8 - count))
        }
        var value: UInt64 = 0
        var index = 0
        while index < count {
            value |= UInt64(bytes[at + index]) << UInt64(index * 8)
            index += 1
        }
        return value
    }

    @inline(__always)
    private static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = a.multipliedFullWidth(by: b)
        return product.high ^ product.low
    }
}
