// A piece of a message by its place.

/// Where something stands in the bytes of a message: an offset and a count of bytes.
///
/// Trivially copyable, half as large as a `Range<Int>`, and never an index that traps by itself.
/// Ranges handed to this library are cut to the bytes they are used with.
public struct ByteRange: Hashable, Sendable {
    /// The first byte.
    public var offset: UInt32

    /// How many bytes.
    public var count: UInt32

    /// A range of `count` bytes from `offset`.
    public init(offset: UInt32, count: UInt32) {
        self.offset = offset
        self.count = count
    }

    /// The range of nothing.
    public static var empty: ByteRange { ByteRange(offset: 0, count: 0) }

    /// The range of all bytes, or of as many as the library looks at (``Limits/messageBytesMax``).
    public static func all(of bytes: Span<UInt8>) -> ByteRange {
        ByteRange(0, min(bytes.count, Limits.messageBytesMax))
    }

    /// True when there is nothing.
    @inline(__always)
    public var isEmpty: Bool { count == 0 }

    /// The same as indices.
    @inline(__always)
    public var range: Range<Int> {
        // 64-bit arithmetic: the sum of two 32-bit numbers cannot overflow.
        Int(offset)..<Int(offset) + Int(count)
    }

    /// From `lower` up to but without `upper`; nothing when they are the wrong way round.
    ///
    /// Inside the library both are offsets below ``Limits/messageBytesMax``.
    @inline(__always)
    init(_ lower: Int, _ upper: Int) {
        offset = UInt32(truncatingIfNeeded: lower)
        count = upper > lower ? UInt32(truncatingIfNeeded: upper &- lower) : 0
    }

    /// The part of the range that lies within `bytes`.
    @inline(__always)
    func clamped(to bytes: Span<UInt8>) -> (lower: Int, upper: Int) {
        let lower = min(Int(offset), bytes.count)
        return (lower, min(lower + Int(count), bytes.count))
    }
}
