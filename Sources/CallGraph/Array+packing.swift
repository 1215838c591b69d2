// How numbers, addresses and texts are packed, for records and for facts.

extension [UInt8] {
    /// Packs a number, little-endian.
    @inline(__always)
    mutating func pack<Number: FixedWidthInteger>(_ number: Number) {
        let little = number.littleEndian
        unsafe Swift.withUnsafeBytes(of: little) { raw in
            // The bytes of a local integer, copied before it goes.
            unsafe append(contentsOf: raw)
        }
    }

    /// Packs the first `count` bytes, at most 32, of four little-endian words: many small fields at once.
    @inline(__always)
    mutating func pack(_ words: InlineArray<4, UInt64>, count: Int) {
        var little = words
        for index in 0..<4 { little[index] = words[index].littleEndian }
        unsafe Swift.withUnsafeBytes(of: little) { raw in
            // The bytes of local integers, copied before they go.
            unsafe append(contentsOf: UnsafeRawBufferPointer(rebasing: raw[0..<count]))
        }
    }

    /// Packs an address without its port: 0, 4 or 16 bytes, big-endian.
    mutating func pack(address: Endpoint) {
        switch address.family {
        case .unknown: break
        case .v4: pack(UInt32(truncatingIfNeeded: address.low).bigEndian)
        case .v6:
            pack(address.high.bigEndian)
            pack(address.low.bigEndian)
        }
    }

    /// Packs the first `count` bytes of a text that has as many.
    @inline(__always)
    mutating func pack(_ text: Span<UInt8>, count: Int) {
        guard count > 0 else { return }
        unsafe text.withUnsafeBufferPointer { buffer in
            // Slicing checks that the text has `count` bytes; they are copied before the buffer goes.
            unsafe append(contentsOf: UnsafeBufferPointer(rebasing: buffer[0..<count]))
        }
    }
}
