// Packet to bytes: the way out.

/// Encodes packets of version 1, 2 or 3 around given payloads.
///
/// Set what the packets have in common once, change what differs, and encode any number of them.
/// Chunks are sent in the order of the specification, except that the payload is last.
public struct HEPEncoder: Sendable {
    /// The version to encode.
    public enum Version: UInt8, Sendable {
        /// Addresses and ports only.
        case version1 = 1
        /// With time and a capture id of 16 bits.
        case version2 = 2
        /// Chunks.
        case version3 = 3
    }

    /// The version to encode.
    public var version: Version = .version3

    /// How the captured message travelled; see ``IPProtocol``.
    public var ipProtocol: UInt8 = IPProtocol.udp

    /// Where the captured message came from.
    public var source: HEPAddress

    /// The port it came from.
    public var sourcePort: UInt16

    /// Where the captured message went.
    public var destination: HEPAddress

    /// The port it went to.
    public var destinationPort: UInt16

    /// The time of capture in microseconds since 1970; times outside 1970 to 2106 are sent as the
    /// nearest that 32 bits of seconds can hold. Version 1 has none.
    public var time: Int64 = 0

    /// What the payload is; see ``ProtocolType``. Versions 1 and 2 only know SIP.
    public var protocolType: UInt8 = ProtocolType.sip

    /// The number of the capture agent; version 2 sends its low 16 bits, version 1 none.
    public var captureID: UInt32 = 0

    /// The key to show, as plain text; an empty one is not sent. Version 3 only.
    public var authenticationKey: [UInt8] = []

    /// Text that ties packets together; an empty one is not sent. Version 3 only.
    public var correlationID: [UInt8] = []

    /// The name of the capture agent; an empty one is not sent. Version 3 only.
    public var nodeName: [UInt8] = []

    /// Whether the payloads given are compressed already and go into chunk 0x0010.
    public var isPayloadCompressed = false

    /// Any other chunks, sent before the payload in the order given. Version 3 only.
    public var additionalChunks: [HEPChunk] = []

    /// An encoder for messages between two sockets.
    public init(
        source: HEPAddress, sourcePort: UInt16, destination: HEPAddress, destinationPort: UInt16
    ) {
        self.source = source
        self.sourcePort = sourcePort
        self.destination = destination
        self.destinationPort = destinationPort
    }

    /// The packet around `payload`.
    ///
    /// - Throws: As `encode(_:into:)`.
    public func encode(_ payload: Span<UInt8>) throws(HEPError) -> [UInt8] {
        var packet: [UInt8] = []
        packet.reserveCapacity(128 + payload.count)
        try encode(payload, into: &packet)
        return packet
    }

    /// Appends the packet around `payload` to `packet`, which is left as it was on an error.
    ///
    /// - Throws: ``HEPError/Reason/length`` for more than 65,535 bytes,
    ///   ``HEPError/Reason/family`` for addresses in version 1 or 2 that are not of one family.
    public func encode(
        _ payload: Span<UInt8>, into packet: inout [UInt8]
    ) throws(HEPError) {
        let start = packet.count
        do {
            switch version {
            case .version1, .version2:
                try appendFixedHeader(to: &packet)
                packet.append(copying: payload)
                try checkLength(packet.count - start)
            case .version3:
                try appendChunks(around: payload, to: &packet)
            }
        } catch {
            packet.removeSubrange(start...)
            throw error
        }
    }

    /// Refuses packets longer than any receiver reads.
    func checkLength(_ count: Int) throws(HEPError) {
        guard count <= Limits.packetBytesMax else {
            throw HEPError(.length, offset: Limits.packetBytesMax, field: "packet")
        }
    }

    /// The time as seconds and microseconds of 32 bits each.
    var timeParts: (seconds: UInt32, microseconds: UInt32) {
        let held = min(max(time, 0), Int64(UInt32.max) * 1_000_000 + 999_999)
        return (UInt32(held / 1_000_000), UInt32(held % 1_000_000))
    }
}
