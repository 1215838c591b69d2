// Eight bytes looked at together.

/// Eight bytes of a message, the first in the lowest place.
struct ByteWord {
    private let word: UInt64

    /// The bytes from `offset`; there must be eight.
    @inline(__always)
    init(_ bytes: Span<UInt8>, _ offset: Int) {
        // Every pattern of eight bytes is a UInt64, and the load checks its bounds itself.
        word = UInt64(
            littleEndian: unsafe bytes.bytes.unsafeLoadUnaligned(
                fromByteOffset: offset, as: UInt64.self))
    }

    /// The place of the first colon.
    @inline(__always)
    var firstColon: Int? { Self.firstZero(word ^ (UInt64(ASCII.colon) &* Self.ones)) }

    /// The place of the first byte that is a space or smaller.
    @inline(__always)
    var firstBlank: Int? {
        Self.place((word &- (UInt64(ASCII.space) + 1) &* Self.ones) & ~word & Self.highBits)
    }

    /// The first `count` bytes, 1 to 8, with letters in lowercase, the last of them in the lowest place.
    @inline(__always)
    func lowercase(_ count: Int) -> UInt64 {
        // In each byte the highest bit says whether it is at least "A", and whether it is beyond "Z".
        let low = word & ~Self.highBits
        let isLetterOrBeyond = low &+ (0x80 - 0x41) &* Self.ones
        let isBeyond = low &+ (0x80 - 0x5b) &* Self.ones
        let isCapital = (isLetterOrBeyond ^ isBeyond) & ~word & Self.highBits
        return (word | isCapital >> 2).byteSwapped >> UInt64(64 - 8 * count)
    }

    private static var ones: UInt64 { 0x0101_0101_0101_0101 }
    private static var highBits: UInt64 { 0x8080_8080_8080_8080 }

    /// The place of the first byte that is 0. A borrow can only spoil the bytes behind it.
    @inline(__always)
    private static func firstZero(_ word: UInt64) -> Int? {
        place((word &- ones) & ~word & highBits)
    }

    @inline(__always)
    private static func place(_ marks: UInt64) -> Int? {
        marks == 0 ? nil : marks.trailingZeroBitCount / 8
    }
}
