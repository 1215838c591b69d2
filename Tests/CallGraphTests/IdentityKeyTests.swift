// Keys of identities: the same for the same bytes, different for different ones.

import CallGraph
import Testing

struct IdentityKeyTests {
    private let hasher = IdentityHasher(seed: (11, 22))

    @Test func `bytes, a part of bytes and text give one key`() {
        for count in 0..<70 {
            let name = String(repeating: "ab@9", count: 20).prefix(count)
            let bytes = Array(name.utf8)
            let padded = [1, 2, 3] + bytes + [4]
            #expect(hasher.key(String(name)) == hasher.key(bytes.span))
            #expect(hasher.key(padded.span, offset: 3, count: count) == hasher.key(bytes.span))
        }
    }

    @Test func `a part outside the bytes is cut and does not trap`() {
        let bytes: [UInt8] = [1, 2, 3]
        #expect(
            hasher.key(bytes.span, offset: 2, count: 100) == hasher.key([3] as [UInt8] as [UInt8]))
        #expect(hasher.key(bytes.span, offset: 9, count: 1) == hasher.key(""))
        #expect(hasher.key(bytes.span, offset: -4, count: -1) == hasher.key(""))
    }

    @Test func `two hundred thousand like names have no key in common`() {
        var keys: Set<IdentityKey> = []
        for number in 0..<100_000 {
            keys.insert(hasher.key("\(number)-15052@127.0.0.20"))
            keys.insert(hasher.key("ed5c9500-616e-1240-\(number)-f5b1f054830a"))
        }
        #expect(keys.count == 200_000)
    }

    @Test func `another seed gives other keys`() {
        #expect(hasher.key("a") != IdentityHasher(seed: (11, 23)).key("a"))
        #expect(hasher.key("a") != IdentityHasher(seed: (12, 22)).key("a"))
    }

    @Test func `a trailing zero byte makes another key`() {
        #expect(hasher.key("a") != hasher.key("a\0"))
    }

    @Test func `names that differ in a single bit have different keys, wherever it is`() {
        for length in [1, 8, 9, 15, 16, 17, 24, 31, 32, 33, 36, 64] {
            let name = [UInt8](repeating: 0x61, count: length)
            var keys: Set<IdentityKey> = [hasher.key(name.span)]
            for index in 0..<length {
                for bit in 0..<8 {
                    var other = name
                    other[index] ^= 1 << UInt8(bit)
                    keys.insert(hasher.key(other.span))
                }
            }
            #expect(keys.count == length * 8 + 1, "\(length) bytes")
        }
    }
}

extension IdentityHasher {
    fileprivate func key(_ bytes: [UInt8]) -> IdentityKey { key(bytes.span) }
}
