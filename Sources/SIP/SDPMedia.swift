// One stream of a session description.

/// A media section: an `m=` line and what belongs to it.
///
/// Source: RFC 8866 §5.14, RFC 3605 (rtcp), RFC 5761 (rtcp-mux).
public struct SDPMedia: Sendable {
    /// What is sent, such as `audio`, `video`, `image` or `application`.
    public var type = ByteRange.empty

    /// The port; nil when it is no number of 16 bits. 0 means that the stream is refused or gone.
    public var port: UInt16?

    /// The transport, such as `RTP/AVP`.
    public var transport = ByteRange.empty

    /// The payload types or formats.
    public var formats = ByteRange.empty

    /// The address that media is wanted at: of this section's `c=`, else of the session's.
    public var address = ByteRange.empty

    /// Which way media flows: stated here, else for the session, else both ways.
    public var direction = SDPDirection.sendReceive

    /// The port for RTCP where it is not the next one; nil when nothing is said.
    public var rtcpPort: UInt16?

    /// True when RTCP comes to the port of RTP.
    public var hasRTCPMux = false

    /// True once this section's own `c=` was taken.
    private var hasOwnAddress = false

    /// True for a stream that is refused or has ended.
    public var isRejected: Bool { port == 0 }

    /// True when the sender of the description hears nothing: `sendonly`, `inactive`, or the
    /// address of all zeros that RFC 2543 put a call on hold with.
    public func isHeld(in bytes: Span<UInt8>) -> Bool {
        direction == .sendOnly || direction == .inactive || address.equals("0.0.0.0", in: bytes)
    }

    /// A section that begins with this `m=` line: `audio 49170/2 RTP/AVP 0 8`.
    init(_ bytes: Span<UInt8>, _ line: SDPLine, session: SDPSession) {
        address = session.address
        direction = session.direction ?? .sendReceive
        let typeEnd = bytes.tokenEnd(line.lower, line.upper)
        type = ByteRange(line.lower, typeEnd)
        let (number, portEnd) = Self.portField(bytes, typeEnd, line.upper)
        port = number
        let transportStart = bytes.skipWhitespace(portEnd, line.upper)
        let transportEnd = bytes.tokenEnd(transportStart, line.upper)
        transport = ByteRange(transportStart, transportEnd)
        formats = ByteRange(bytes.skipWhitespace(transportEnd, line.upper), line.upper)
    }

    /// The port of an `m=` line.
    static func port(of bytes: Span<UInt8>, _ line: SDPLine) -> UInt16? {
        portField(bytes, bytes.tokenEnd(line.lower, line.upper), line.upper).port
    }

    /// The port behind the media type that ends at `typeEnd`, and where the field ends.
    private static func portField(
        _ bytes: Span<UInt8>, _ typeEnd: Int, _ upper: Int
    ) -> (port: UInt16?, end: Int) {
        let start = bytes.skipWhitespace(typeEnd, upper)
        let end = bytes.tokenEnd(start, upper)
        let slash = bytes.firstOffset(of: ASCII.slash, start, end) ?? end
        return (port(bytes, start, slash), end)
    }

    /// Takes a line of this section.
    mutating func take(_ bytes: Span<UInt8>, _ line: SDPLine) {
        if line.type == 0x63, !hasOwnAddress {
            address = Self.connectionAddress(bytes, line.lower, line.upper)
            hasOwnAddress = true
        } else if line.type == 0x61 {
            takeAttribute(bytes, line.lower, line.upper)
        }
    }

    private mutating func takeAttribute(_ bytes: Span<UInt8>, _ lower: Int, _ upper: Int) {
        if let stated = SDPDirection.parse(bytes, lower, upper) {
            direction = stated
        } else if bytes.equals("rtcp-mux", lower, upper, ignoringCase: true) {
            hasRTCPMux = true
        } else if bytes.hasPrefix("rtcp:", lower, upper, ignoringCase: true) {
            let start = bytes.skipWhitespace(lower + 5, upper)
            rtcpPort = Self.port(bytes, start, bytes.tokenEnd(start, upper))
        }
    }

    private static func port(_ bytes: Span<UInt8>, _ lower: Int, _ upper: Int) -> UInt16? {
        bytes.decimal(lower, upper, maximum: Int(UInt16.max)).map { UInt16(truncatingIfNeeded: $0) }
    }

    /// The address in the value of a `c=` line, `IN IP4 192.0.2.1/127`, without what follows the
    /// slash.
    static func connectionAddress(
        _ bytes: Span<UInt8>, _ lower: Int, _ upper: Int
    ) -> ByteRange {
        let family = bytes.skipWhitespace(bytes.tokenEnd(lower, upper), upper)
        let start = bytes.skipWhitespace(bytes.tokenEnd(family, upper), upper)
        let end = bytes.tokenEnd(start, upper)
        return ByteRange(start, bytes.firstOffset(of: ASCII.slash, start, end) ?? end)
    }
}
