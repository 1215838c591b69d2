// From frames to what programs said to each other.

/// What a program sent to another one: a datagram, or the next bytes of a stream.
public struct PacketContent: Sendable, Equatable {
    /// How it travelled.
    public enum Carrier: Sendable, Equatable {
        /// A datagram, whole unless the capture cut it.
        case datagram(isCut: Bool)
        /// The next bytes of one direction of a TCP connection; perhaps none, at its end.
        ///
        /// `number` is that of the direction. `isAfterGap` says that something before them is missing.
        case stream(number: Int, isAfterGap: Bool, isEnd: Bool)
    }

    /// How it travelled.
    public var carrier: Carrier
    /// Who sent it.
    public var source: PacketEndpoint
    /// Whom it was sent to.
    public var destination: PacketEndpoint
    /// When it was captured, in microseconds since 1970.
    public var time: Int64
}

/// What became of a frame.
public enum Dissection: Sendable, Equatable {
    /// It was UDP or TCP, and all that could be told of it was told.
    case taken
    /// It is a part of an IP packet that is not whole yet.
    case fragment
    /// Nothing can be made of it.
    case skipped(SkipReason)

    /// Why nothing can be made of a frame.
    public enum SkipReason: String, Sendable, CaseIterable {
        /// Its link type is not known here.
        case linkType = "link type"
        /// It carries no IP: ARP, spanning tree.
        case notIP = "not IP"
        /// Neither UDP nor TCP: ICMP, ESP.
        case otherProtocol = "not UDP or TCP"
        /// A header in it is broken, or was cut by the capture.
        case malformed = "malformed"
    }
}

/// Takes frames in the order of a capture and says what was in them.
///
/// Fragments of IP are put together, and segments of TCP put in order, all within the bounds of ``Limits``.
/// Check sums are not looked at: captures made where packets are sent have none yet.
public struct PacketDissector: Sendable {
    private var fragments = FragmentTable()
    private var streams = StreamTable()
    /// The last time of capture, for frames that have none.
    private var lastTime: Int64 = 0

    /// A dissector that has seen nothing.
    public init() {}

    /// Packets of which not all fragments came.
    public var fragmentedGivenUp: Int { fragments.givenUp }

    /// Packets of which fragments are still waited for.
    public var fragmentedWaiting: Int { fragments.count }

    /// Places where bytes of streams are missing, the beginnings of connections among them.
    public var streamGaps: Int { streams.gaps }

    /// Takes the bytes of a frame and shows what was in it to `body`.
    public mutating func take(
        _ frame: Span<UInt8>, linkType: LinkType, time: Int64?,
        _ body: (PacketContent, Span<UInt8>) -> Void
    ) -> Dissection {
        let time = time ?? lastTime
        lastTime = time
        guard linkType.isKnown else { return .skipped(.linkType) }
        switch linkType.content(of: frame) {
        case .other: return .skipped(.notIP)
        case .cut: return .skipped(.malformed)
        case .ip(let start):
            guard let packet = IPPacket(frame, at: start) else { return .skipped(.malformed) }
            guard let fragment = packet.fragment else {
                return take(
                    packet, frame, packet.payload, packet.protocolNumber, isCut: packet.isCut,
                    time: time, body)
            }
            guard let whole = fragments.take(packet, fragment, of: frame, time: time) else {
                return .fragment
            }
            return take(
                packet, whole.payload.span, 0..<whole.payload.count, whole.protocolNumber,
                isCut: false, time: time, body)
        }
    }

    /// Shows what was waiting for something that did not come, and the ends of all streams.
    public mutating func finish(_ body: (PacketContent, Span<UInt8>) -> Void) {
        for (key, piece) in streams.finish() { show(piece, key, body) }
    }

    private mutating func take(
        _ packet: IPPacket, _ bytes: Span<UInt8>, _ payload: Range<Int>, _ protocolNumber: UInt8,
        isCut: Bool, time: Int64, _ body: (PacketContent, Span<UInt8>) -> Void
    ) -> Dissection {
        switch protocolNumber {
        case 17:
            guard let datagram = UDPDatagram(bytes, payload) else { return .skipped(.malformed) }
            let content = PacketContent(
                carrier: .datagram(isCut: isCut || datagram.isCut),
                source: PacketEndpoint(packet.source, port: datagram.sourcePort),
                destination: PacketEndpoint(packet.destination, port: datagram.destinationPort),
                time: time)
            body(content, bytes.extracting(datagram.payload))
        case 6:
            guard let segment = TCPSegment(bytes, payload) else { return .skipped(.malformed) }
            let key = StreamTable.Key(
                source: PacketEndpoint(packet.source, port: segment.sourcePort),
                destination: PacketEndpoint(packet.destination, port: segment.destinationPort))
            for piece in streams.take(segment, of: bytes, key: key, time: time, isCut: isCut) {
                show(piece, key, body)
            }
        default: return .skipped(.otherProtocol)
        }
        return .taken
    }

    private func show(
        _ piece: StreamPiece, _ key: StreamTable.Key, _ body: (PacketContent, Span<UInt8>) -> Void
    ) {
        let content = PacketContent(
            carrier: .stream(
                number: piece.stream, isAfterGap: piece.isAfterGap, isEnd: piece.isEnd),
            source: key.source, destination: key.destination, time: piece.time)
        body(content, piece.bytes.span)
    }
}
