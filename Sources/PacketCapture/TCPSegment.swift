// One segment of TCP, and one datagram of UDP.

/// The header of a TCP segment (RFC 9293 §3.1), and where its bytes lie.
struct TCPSegment {
    var sourcePort: UInt16
    var destinationPort: UInt16
    var sequence: UInt32
    var isSYN: Bool
    var isFIN: Bool
    var isRST: Bool
    var payload: Range<Int>

    /// The segment in `range`; nil when its header is broken or cut.
    init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        let start = range.lowerBound
        guard range.count >= 20 else { return nil }
        let headerBytes = Int(bytes[start + 12] >> 4) * 4
        guard headerBytes >= 20, headerBytes <= range.count else { return nil }
        sourcePort = bytes.uint16(at: start)
        destinationPort = bytes.uint16(at: start + 2)
        sequence = bytes.uint32(at: start + 4)
        let flags = bytes[start + 13]
        isFIN = flags & 1 != 0
        isSYN = flags & 2 != 0
        isRST = flags & 4 != 0
        payload = (start + headerBytes)..<range.upperBound
    }
}

/// The header of a UDP datagram (RFC 768), and where its bytes lie.
struct UDPDatagram {
    var sourcePort: UInt16
    var destinationPort: UInt16
    var payload: Range<Int>
    /// True when the capture has less of it than it says.
    var isCut: Bool

    /// The datagram in `range`; nil when its header is broken or cut.
    init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        let start = range.lowerBound
        guard range.count >= 8 else { return nil }
        // 0: a jumbogram, or captured before the network card cut it.
        let said = Int(bytes.uint16(at: start + 4))
        let length = said == 0 ? range.count : said
        guard length >= 8 else { return nil }
        sourcePort = bytes.uint16(at: start)
        destinationPort = bytes.uint16(at: start + 2)
        payload = (start + 8)..<(start + min(length, range.count))
        isCut = length > range.count
    }
}
