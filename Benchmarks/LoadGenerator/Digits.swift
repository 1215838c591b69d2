// Numbers as text of a fixed width, written in place.

/// Writes numbers into a span. Without strings: this runs a dozen times a packet.
enum Digits {
    /// 16 hexadecimal digits.
    static func hex(_ value: UInt64, into bytes: inout MutableSpan<UInt8>, at start: Int) {
        store(ascii(UInt32(truncatingIfNeeded: value >> 32)), 8, into: &bytes, at: start)
        store(ascii(UInt32(truncatingIfNeeded: value)), 8, into: &bytes, at: start + 8)
    }

    /// A UUID of version 4 (RFC 9562 §5.4) from two words.
    static func uuid(
        _ a: UInt64, _ b: UInt64, into bytes: inout MutableSpan<UInt8>, at start: Int
    ) {
        let middle = UInt32(truncatingIfNeeded: a) & 0xffff_0fff | 0x4000
        let variant = UInt32(truncatingIfNeeded: b >> 32) & 0x3fff_ffff | 0x8000_0000
        store(ascii(UInt32(truncatingIfNeeded: a >> 32)), 8, into: &bytes, at: start)
        bytes[start + 8] = UInt8(ascii: "-")
        store(ascii(middle), 4, into: &bytes, at: start + 9)
        bytes[start + 13] = UInt8(ascii: "-")
        store(ascii(middle) >> 32, 4, into: &bytes, at: start + 14)
        bytes[start + 18] = UInt8(ascii: "-")
        store(ascii(variant), 4, into: &bytes, at: start + 19)
        bytes[start + 23] = UInt8(ascii: "-")
        store(ascii(variant) >> 32, 4, into: &bytes, at: start + 24)
        store(ascii(UInt32(truncatingIfNeeded: b)), 8, into: &bytes, at: start + 28)
    }

    /// `count` decimal digits, with zeros in front.
    static func decimal(
        _ value: UInt64, _ count: Int, into bytes: inout MutableSpan<UInt8>, at start: Int
    ) {
        var rest = UInt32(truncatingIfNeeded: value)
        for index in stride(from: start + count - 1, through: start, by: -1) {
            bytes[index] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
    }

    /// Four bytes, the highest first.
    static func bigEndian(_ value: UInt32, into bytes: inout MutableSpan<UInt8>, at start: Int) {
        for index in 0..<4 {
            bytes[start + index] = UInt8(truncatingIfNeeded: value >> UInt32(24 - 8 * index))
        }
    }

    /// Eight digits in the bytes of a word, the first digit lowest.
    private static func ascii(_ value: UInt32) -> UInt64 {
        // Spreads the nibbles over the bytes, the highest nibble into the lowest byte.
        var spread = UInt64(value.byteSwapped)
        spread = (spread | spread << 16) & 0x0000_ffff_0000_ffff
        spread = (spread | spread << 8) & 0x00ff_00ff_00ff_00ff
        spread = (spread >> 4 | spread << 8) & 0x0f0f_0f0f_0f0f_0f0f
        // 1 in every byte that holds ten or more: those become letters.
        let letters = (spread &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
        return spread &+ 0x3030_3030_3030_3030 &+ letters &* 39
    }

    private static func store(
        _ digits: UInt64, _ count: Int, into bytes: inout MutableSpan<UInt8>, at start: Int
    ) {
        for index in 0..<count {
            bytes[start + index] = UInt8(truncatingIfNeeded: digits >> UInt64(8 * index))
        }
    }
}
