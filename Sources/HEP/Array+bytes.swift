// Numbers, addresses and chunk headers onto the end of bytes.

extension [UInt8] {
    /// Appends a number, most significant byte first.
    mutating func appendBigEndian<Number: FixedWidthInteger>(_ number: Number) {
        for shift in stride(from: Number.bitWidth - 8, through: 0, by: -8) {
            append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }

    /// Appends a number, least significant byte first.
    mutating func appendLittleEndian<Number: FixedWidthInteger>(_ number: Number) {
        appendBigEndian(number.byteSwapped)
    }

    /// Appends an address in network order: four bytes or sixteen, none for no address.
    mutating func append(_ address: HEPAddress) {
        switch address.family {
        case .none:
            break
        case .v4:
            appendBigEndian(UInt32(truncatingIfNeeded: address.low))
        case .v6:
            appendBigEndian(address.high)
            appendBigEndian(address.low)
        }
    }

    /// Appends the header of a chunk whose length is known to fit into 16 bits.
    mutating func appendChunkHeader(vendor: UInt16, type: UInt16, bodyCount: Int) {
        appendBigEndian(vendor)
        appendBigEndian(type)
        appendBigEndian(UInt16(truncatingIfNeeded: bodyCount + Limits.chunkHeaderBytes))
    }

    /// Appends the bytes of a span.
    mutating func append(copying bytes: Span<UInt8>) {
        // The pointer is read within the closure only, and an array never shares the memory of a
        // span that is borrowed beside it.
        unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}
