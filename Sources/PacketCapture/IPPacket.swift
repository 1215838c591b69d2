// One IP packet: who, to whom, what.

/// The header of an IPv4 or IPv6 packet, and where its payload lies.
struct IPPacket {
    /// Which part of a larger packet this is.
    struct Fragment {
        /// The number that all parts share.
        var identification: UInt32
        /// Where the payload begins in the whole.
        var offset: Int
        /// True when more follow.
        var hasMore: Bool
    }

    var source: IPAddress
    var destination: IPAddress
    /// What the payload is: 6 TCP, 17 UDP.
    var protocolNumber: UInt8
    var payload: Range<Int>
    /// nil when it is whole.
    var fragment: Fragment?
    /// True when the capture has less of it than it says.
    var isCut: Bool

    /// The packet at `start`; nil when its header is broken or cut.
    init?(_ bytes: Span<UInt8>, at start: Int) {
        guard start < bytes.count else { return nil }
        switch bytes[start] >> 4 {
        case 4:
            guard let packet = Self.version4(bytes, at: start) else { return nil }
            self = packet
        case 6:
            guard let packet = Self.version6(bytes, at: start) else { return nil }
            self = packet
        default: return nil
        }
    }

    private init(
        source: IPAddress, destination: IPAddress, protocolNumber: UInt8, payload: Range<Int>,
        isCut: Bool
    ) {
        self.source = source
        self.destination = destination
        self.protocolNumber = protocolNumber
        self.payload = payload
        self.isCut = isCut
    }

    /// RFC 791 §3.1.
    private static func version4(_ bytes: Span<UInt8>, at start: Int) -> IPPacket? {
        let available = bytes.count - start
        guard available >= 20 else { return nil }
        let headerBytes = Int(bytes[start] & 15) * 4
        // A length of 0: segments that the network card cuts (TSO) are captured before it does.
        let said = Int(bytes.uint16(at: start + 2))
        let total = said == 0 ? available : said
        guard headerBytes >= 20, headerBytes <= total, headerBytes <= available else { return nil }
        let flags = bytes.uint16(at: start + 6)
        var packet = IPPacket(
            source: bytes.v4Address(at: start + 12), destination: bytes.v4Address(at: start + 16),
            protocolNumber: bytes[start + 9],
            payload: (start + headerBytes)..<(start + min(total, available)),
            isCut: total > available)
        let offset = Int(flags & 0x1FFF) * 8
        let hasMore = flags & 0x2000 != 0
        if offset > 0 || hasMore {
            packet.fragment = Fragment(
                identification: UInt32(bytes.uint16(at: start + 4)), offset: offset,
                hasMore: hasMore)
        }
        return packet
    }

    /// RFC 8200 §3 and §4.
    private static func version6(_ bytes: Span<UInt8>, at start: Int) -> IPPacket? {
        let available = bytes.count - start
        guard available >= 40 else { return nil }
        let said = Int(bytes.uint16(at: start + 4))
        let total = said == 0 ? available : said + 40
        let end = start + min(total, available)
        var packet = IPPacket(
            source: bytes.v6Address(at: start + 8), destination: bytes.v6Address(at: start + 24),
            protocolNumber: bytes[start + 6], payload: (start + 40)..<end, isCut: total > available)
        for _ in 0..<Limits.extensionHeadersMax {
            let at = packet.payload.lowerBound
            let length: Int
            switch packet.protocolNumber {
            case 0, 43, 60, 135, 139, 140:
                guard end - at >= 2 else { return nil }
                length = (Int(bytes[at + 1]) + 1) * 8
            case 51:
                // The authentication header counts in fours, two of them less (RFC 4302 §2.2).
                guard end - at >= 2 else { return nil }
                length = (Int(bytes[at + 1]) + 2) * 4
            case 44:
                guard end - at >= 8 else { return nil }
                let field = bytes.uint16(at: at + 2)
                packet.fragment = Fragment(
                    identification: bytes.uint32(at: at + 4), offset: Int(field >> 3) * 8,
                    hasMore: field & 1 != 0)
                packet.protocolNumber = bytes[at]
                packet.payload = (at + 8)..<end
                // What follows the header of a later fragment is no header.
                return packet.settled()
            default: return packet
            }
            guard length <= end - at else { return nil }
            packet.protocolNumber = bytes[at]
            packet.payload = (at + length)..<end
        }
        return nil
    }

    /// A fragment that is the only one is a whole packet (RFC 6946).
    private func settled() -> IPPacket {
        guard let fragment, fragment.offset == 0, !fragment.hasMore else { return self }
        var whole = self
        whole.fragment = nil
        return whole
    }
}
