// What the frames of an interface begin with.

/// The type of a link layer, as files number it (tcpdump.org, LINKTYPE_).
public struct LinkType: RawRepresentable, Hashable, Sendable {
    /// The number in the file.
    public let rawValue: UInt16

    /// The link type of this number.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// BSD's loopback: the family in the order of the machine that captured.
    public static let null = LinkType(rawValue: 0)
    /// Ethernet.
    public static let ethernet = LinkType(rawValue: 1)
    /// IP without anything before it.
    public static let raw = LinkType(rawValue: 101)
    /// OpenBSD's loopback: the family in network order.
    public static let loop = LinkType(rawValue: 108)
    /// Linux "cooked", as of `tcpdump -i any`.
    public static let linuxCooked = LinkType(rawValue: 113)
    /// IPv4 without anything before it.
    public static let ipv4 = LinkType(rawValue: 228)
    /// IPv6 without anything before it.
    public static let ipv6 = LinkType(rawValue: 229)
    /// Linux "cooked", version 2.
    public static let linuxCooked2 = LinkType(rawValue: 276)
}

/// What a frame carries.
enum LinkContent: Equatable {
    /// An IP packet from this byte on.
    case ip(Int)
    /// Something else: ARP, spanning tree, a link type that is not known.
    case other
    /// The frame ends within its own header.
    case cut
}

extension LinkType {
    /// True when frames of this type can be read.
    public var isKnown: Bool {
        switch self {
        case .null, .ethernet, .raw, .loop, .linuxCooked, .ipv4, .ipv6, .linuxCooked2,
            Self.rawOfBSD, Self.rawOfOpenBSD:
            true
        default: false
        }
    }

    /// Numbers that raw IP has in files of some systems, which wrote their own instead of 101.
    private static let rawOfBSD = LinkType(rawValue: 12)
    private static let rawOfOpenBSD = LinkType(rawValue: 14)

    /// What a frame of this type carries.
    func content(of frame: Span<UInt8>) -> LinkContent {
        switch self {
        case .ethernet: Self.tagged(frame, typeAt: 12, contentAt: 14)
        case .linuxCooked: Self.tagged(frame, typeAt: 14, contentAt: 16)
        case .linuxCooked2: Self.tagged(frame, typeAt: 0, contentAt: 20)
        case .null, .loop: Self.loopback(frame)
        case .raw, .ipv4, .ipv6, Self.rawOfBSD, Self.rawOfOpenBSD:
            frame.isEmpty ? .cut : Self.ip(frame, at: 0)
        default: .other
        }
    }

    /// A frame with an EtherType, behind which tags of VLANs may stand (IEEE 802.1Q, 802.1ad).
    ///
    ///     … | type 8100, 2 | tag, 2 | type, 2 | content
    private static func tagged(
        _ frame: Span<UInt8>, typeAt: Int, contentAt: Int
    ) -> LinkContent {
        guard frame.count >= contentAt else { return .cut }
        var type = frame.uint16(at: typeAt)
        var start = contentAt
        var tags = 0
        while isVLAN(type) {
            guard frame.count >= start + 4 else { return .cut }
            guard tags < Limits.vlanTagsMax else { return .other }
            tags += 1
            type = frame.uint16(at: start + 2)
            start += 4
        }
        guard type == 0x0800 || type == 0x86DD else { return .other }
        return start < frame.count ? ip(frame, at: start) : .cut
    }

    private static func isVLAN(_ type: UInt16) -> Bool {
        switch type {
        case 0x8100, 0x88A8, 0x9100, 0x9200: true
        default: false
        }
    }

    /// A family of four bytes: 2 is IPv4 everywhere, IPv6 has a number of each system's own.
    private static func loopback(_ frame: Span<UInt8>) -> LinkContent {
        guard frame.count > 4 else { return .cut }
        let family = frame.uint32(at: 0)
        switch min(family, family.byteSwapped) {
        case 2, 10, 24, 28, 30: return ip(frame, at: 4)
        default: return .other
        }
    }

    /// What says that it is IP must begin as it does.
    private static func ip(_ frame: Span<UInt8>, at start: Int) -> LinkContent {
        let version = frame[start] >> 4
        return version == 4 || version == 6 ? .ip(start) : .other
    }
}
