// The first bytes of a packet in a stream.

/// What may stand at a place of a stream where a packet could begin.
enum StreamHeader {
    /// Too few bytes to tell.
    case incomplete
    /// A packet of so many bytes.
    case packet(length: Int)
    /// A gzip member.
    case gzip
    /// Nothing that a packet begins with.
    case junk

    /// Bytes that tell a packet from junk: its header and that of its first chunk.
    static let bytesMax = Limits.headerBytes + Limits.chunkHeaderBytes

    /// Looks at `offset`, where the packet before has ended.
    ///
    /// A first chunk that cannot be makes it junk even here: else the word "HEP3" in junk, read
    /// with whatever follows as a length, would swallow good packets.
    static func read(_ bytes: Span<UInt8>, at offset: Int) -> StreamHeader {
        let count = bytes.count - offset
        guard count >= 4 else { return .incomplete }
        if bytes[offset] == 0x1F, bytes[offset + 1] == 0x8B {
            // Method deflate and no reserved flag (RFC 1952 §2.3.1).
            return bytes[offset + 2] == 8 && bytes[offset + 3] & 0xE0 == 0 ? .gzip : .junk
        }
        guard magicMatches(bytes, at: offset) else { return .junk }
        return chunked(bytes, at: offset, upTo: bytes.count, vendorMax: .max)
    }

    /// The first place in `range` where a packet plausibly begins, and the packet's length.
    ///
    /// Without one the length is nil, and the offset is the first that later bytes could still
    /// make the beginning of a packet.
    static func find(
        _ bytes: Span<UInt8>, in range: Range<Int>
    ) -> (offset: Int, length: Int?) {
        var offset = range.lowerBound
        while offset < range.upperBound {
            guard magicMayBegin(bytes, at: offset, upTo: range.upperBound) else {
                offset += 1
                continue
            }
            guard range.upperBound - offset >= 4 else { return (offset, nil) }
            switch chunked(
                bytes, at: offset, upTo: range.upperBound, vendorMax: Limits.vendorMax)
            {
            case .packet(let length): return (offset, length)
            case .incomplete: return (offset, nil)
            case .gzip, .junk: offset += 1
            }
        }
        return (range.upperBound, nil)
    }

    /// Judges the length and the first chunk of a packet whose magic has been seen.
    private static func chunked(
        _ bytes: Span<UInt8>, at offset: Int, upTo end: Int, vendorMax: UInt16
    ) -> StreamHeader {
        guard end - offset >= Limits.headerBytes else { return .incomplete }
        let length = Int(bytes.uint16(at: offset + 4))
        if length == Limits.headerBytes { return .packet(length: length) }
        guard length >= bytesMax else { return .junk }
        guard end - offset >= bytesMax else { return .incomplete }
        let chunk = offset + Limits.headerBytes
        let chunkLength = Int(bytes.uint16(at: chunk + 4))
        guard bytes.uint16(at: chunk) <= vendorMax,
            chunkLength >= Limits.chunkHeaderBytes,
            chunkLength <= length - Limits.headerBytes
        else { return .junk }
        return .packet(length: length)
    }

    private static func magicMatches(_ bytes: Span<UInt8>, at offset: Int) -> Bool {
        magicMayBegin(bytes, at: offset, upTo: bytes.count)
    }

    /// Whether the bytes from `offset` are those of a magic, as far as there are any.
    private static func magicMayBegin(_ bytes: Span<UInt8>, at offset: Int, upTo end: Int) -> Bool {
        let first = bytes[offset]
        guard first == UInt8(ascii: "H") || first == UInt8(ascii: "E") else { return false }
        if offset + 1 < end, bytes[offset + 1] != UInt8(ascii: "E") { return false }
        if offset + 2 < end, bytes[offset + 2] != UInt8(ascii: "P") { return false }
        guard offset + 3 < end else { return true }
        let last = bytes[offset + 3]
        return last == UInt8(ascii: "3")
            || (last == UInt8(ascii: "1") && first != UInt8(ascii: "H"))
    }
}
