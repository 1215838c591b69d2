// Big-endian numbers and addresses out of bytes.

extension Span where Element == UInt8 {
    /// The two bytes at `offset` as a big-endian number. The caller has checked the bounds.
    @inline(__always)
    func uint16(at offset: Int) -> UInt16 {
        UInt16(self[offset]) << 8 | UInt16(self[offset + 1])
    }

    /// The four bytes at `offset` as a big-endian number. The caller has checked the bounds.
    @inline(__always)
    func uint32(at offset: Int) -> UInt32 {
        UInt32(uint16(at: offset)) << 16 | UInt32(uint16(at: offset + 2))
    }

    /// The eight bytes at `offset` as a big-endian number. The caller has checked the bounds.
    @inline(__always)
    func uint64(at offset: Int) -> UInt64 {
        UInt64(uint32(at: offset)) << 32 | UInt64(uint32(at: offset + 4))
    }

    /// The number in a body of 1, 2, 4, 6 or 8 bytes; nil for any other width.
    ///
    /// Agents send numbers wider or narrower than specified, and MAC addresses with six bytes.
    @inline(__always)
    func integer(in body: Range<Int>) -> UInt64? {
        let start = body.lowerBound
        switch body.count {
        case 1: return UInt64(self[start])
        case 2: return UInt64(uint16(at: start))
        case 4: return UInt64(uint32(at: start))
        case 6: return UInt64(uint16(at: start)) << 32 | UInt64(uint32(at: start + 2))
        case 8: return uint64(at: start)
        default: return nil
        }
    }

    /// Reads a number into `number`; false, without a change, when its width or value does not fit.
    @inline(__always)
    func read<Number: FixedWidthInteger>(_ body: Range<Int>, into number: inout Number) -> Bool {
        guard let wide = integer(in: body), let exact = Number(exactly: wide) else { return false }
        number = exact
        return true
    }

    /// Reads a number that may be absent; false, without a change, when it does not fit.
    @inline(__always)
    func read<Number: FixedWidthInteger>(_ body: Range<Int>, into number: inout Number?) -> Bool {
        guard let wide = integer(in: body), let exact = Number(exactly: wide) else { return false }
        number = exact
        return true
    }

    /// Reads an address, told by its width; false, without a change, when it has another.
    ///
    /// Sixteen bytes were seen in IPv4 chunks, holding a mapped address.
    @inline(__always)
    func read(_ body: Range<Int>, into address: inout HEPAddress) -> Bool {
        let start = body.lowerBound
        switch body.count {
        case 4: address = HEPAddress(v4: uint32(at: start))
        case 16: address = HEPAddress(v6High: uint64(at: start), low: uint64(at: start + 8))
        default: return false
        }
        return true
    }
}
