// Numbers out of bytes and into bytes, in either order.

/// The order of a file's bytes.
enum ByteOrder: Sendable {
    /// Most significant first, as on the network.
    case big
    /// Least significant first.
    case little
}

extension Span<UInt8> {
    /// The two bytes at `offset`. The caller has checked the bounds.
    @inline(__always)
    func uint16(at offset: Int, _ order: ByteOrder = .big) -> UInt16 {
        let number = UInt16(self[offset]) << 8 | UInt16(self[offset + 1])
        return order == .big ? number : number.byteSwapped
    }

    /// The four bytes at `offset`. The caller has checked the bounds.
    @inline(__always)
    func uint32(at offset: Int, _ order: ByteOrder = .big) -> UInt32 {
        let number = UInt32(uint16(at: offset)) << 16 | UInt32(uint16(at: offset + 2))
        return order == .big ? number : number.byteSwapped
    }

    /// The eight bytes at `offset`, most significant first. The caller has checked the bounds.
    @inline(__always)
    func uint64(at offset: Int) -> UInt64 {
        UInt64(uint32(at: offset)) << 32 | UInt64(uint32(at: offset + 4))
    }
}

extension [UInt8] {
    /// Appends a number, most significant byte first.
    mutating func appendBig<Number: FixedWidthInteger>(_ number: Number) {
        for shift in stride(from: Number.bitWidth - 8, through: 0, by: -8) {
            append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }

    /// Appends a number, least significant byte first.
    mutating func appendLittle<Number: FixedWidthInteger>(_ number: Number) {
        appendBig(number.byteSwapped)
    }

    /// Appends the bytes of a span.
    mutating func append(copying bytes: Span<UInt8>) {
        // The pointer is read within the closure only, and an array never shares the memory of a
        // span that is borrowed beside it.
        unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}
