// What programs said to each other, as HEP.

internal import HEP
internal import PacketCapture
internal import SIP

/// Makes HEP packets of the contents of packets.
struct CaptureContents: Sendable {
    /// What a direction of a connection carries.
    private enum Stream {
        case sip(SIPStreamFramer, since: Int64?)
        case hep(HEPStreamFramer)
        /// Nothing that is wanted, for this reason.
        case ignored(ImportTally.Skip)

        /// Bytes that are held.
        var heldBytes: Int {
            switch self {
            case .sip(let framer, _): framer.bytes.count
            case .hep(let framer): framer.bytes.count
            case .ignored: 0
            }
        }
    }

    /// What is counted here.
    var tally = ImportTally()
    /// The comment on the packet that is being looked at, if it is one of calltrace's own.
    var comment: PacketComment?

    private let node: [UInt8]
    private var streams: [Int: Stream] = [:]
    private var heldBytes = 0

    init(node: String) { self.node = Array(node.utf8.prefix(Limits.nodeBytesMax)) }

    /// Takes a datagram or the next bytes of a stream.
    mutating func take(_ content: PacketContent, _ bytes: Span<UInt8>, into batch: inout HEPBatch) {
        switch content.carrier {
        case .datagram(let isCut): takeDatagram(content, bytes, isCut: isCut, into: &batch)
        case .stream(let number, let isAfterGap, let isEnd):
            var stream = streams.removeValue(forKey: number)
            heldBytes -= stream?.heldBytes ?? 0
            if !bytes.isEmpty {
                stream = next(
                    isAfterGap ? begun(bytes, in: stream) : stream ?? Self.beginning(bytes),
                    content, bytes, into: &batch)
            }
            guard let stream, !isEnd else {
                if let held = stream?.heldBytes, held > 0 { tally.junkBytes += held }
                return
            }
            heldBytes += stream.heldBytes
            if heldBytes > Limits.streamBytesMax {
                heldBytes -= stream.heldBytes
                tally.junkBytes += stream.heldBytes
                streams[number] = .ignored(.tooLong)
            } else {
                streams[number] = stream
            }
        }
    }

    // Datagrams

    private mutating func takeDatagram(
        _ content: PacketContent, _ bytes: Span<UInt8>, isCut: Bool, into batch: inout HEPBatch
    ) {
        if let packet = HEPForwarding.packet(bytes, time: content.time, node: node) {
            tally.hepPackets += 1
            return batch.append(packet)
        }
        switch SIPSniff.classify(bytes) {
        case .sip: break
        case .keepAlive: return tally.skip(.keepAlive)
        case .stun: return tally.skip(.stun)
        case .tlsRecord: return tally.skip(.tls)
        case .empty: return tally.skip(.empty)
        case .other:
            // The version of RTP and RTCP (RFC 3550 §5.1): the highest bits are 10.
            return tally.skip(bytes.count >= 8 && bytes[0] >> 6 == 2 ? .media : .other)
        }
        if isCut { tally.cutMessages += 1 }
        send(bytes, content, IPProtocol.udp, time: content.time, into: &batch)
    }

    // Streams

    /// What a stream seems to carry by its first bytes.
    private static func beginning(_ bytes: Span<UInt8>) -> Stream {
        if HEPFormat.detect(bytes) == .version3 { return .hep(HEPStreamFramer()) }
        if SIPSniff.classify(bytes) == .tlsRecord { return .ignored(.tls) }
        return .sip(SIPStreamFramer(), since: nil)
    }

    /// A stream that goes on behind a gap: what it carried it carries still, and begins in the middle.
    private mutating func begun(_ bytes: Span<UInt8>, in stream: Stream?) -> Stream {
        tally.junkBytes += stream?.heldBytes ?? 0
        switch stream {
        case .hep: return .hep(HEPStreamFramer())
        case .sip: return .sip(SIPStreamFramer(), since: nil)
        case .ignored(let reason): return .ignored(reason)
        case nil: return Self.beginning(bytes)
        }
    }

    private mutating func next(
        _ stream: Stream, _ content: PacketContent, _ bytes: Span<UInt8>,
        into batch: inout HEPBatch
    ) -> Stream {
        switch stream {
        case .ignored(let reason):
            tally.skip(reason)
            return stream
        case .hep(var framer):
            framer.append(bytes)
            let skipped = framer.skippedBytes
            defer { tally.junkBytes += framer.skippedBytes - skipped }
            while true {
                switch framer.next() {
                case .packet(let range):
                    let held = framer.bytes
                    guard
                        let packet = HEPForwarding.packet(
                            held.span.extracting(range), time: content.time, node: node)
                    else { continue }
                    tally.hepPackets += 1
                    batch.append(packet)
                case .gzip: framer.resynchronise()
                case .needMore: return .hep(framer)
                case .broken: return .ignored(.other)
                }
            }
        case .sip(var framer, var since):
            // A message has the time at which its first bytes were captured.
            if framer.bytes.isEmpty { since = nil }
            framer.append(bytes)
            let skipped = framer.skippedBytes
            defer { tally.junkBytes += framer.skippedBytes - skipped }
            while true {
                switch framer.next() {
                case .message(let range):
                    let held = framer.bytes
                    send(
                        held.span.extracting(range), content, IPProtocol.tcp,
                        time: since ?? content.time, into: &batch)
                    since = content.time
                case .needMore: return .sip(framer, since: since ?? content.time)
                case .broken: return .ignored(.other)
                }
            }
        }
    }

    // HEP

    /// Sends a SIP message, in pieces where it is too long for one packet.
    private mutating func send(
        _ message: Span<UInt8>, _ content: PacketContent, _ carrier: UInt8, time: Int64,
        into batch: inout HEPBatch
    ) {
        let isLong = message.count > Limits.payloadBytesMax
        guard message.count <= Limits.messageBytesMax, !isLong || carrier == IPProtocol.tcp else {
            return tally.skip(.tooLong)
        }
        var encoder = HEPEncoder(
            source: HEPAddress(content.source.address), sourcePort: content.source.port,
            destination: HEPAddress(content.destination.address),
            destinationPort: content.destination.port)
        // Only pieces of a stream are put together.
        encoder.ipProtocol = isLong ? carrier : Self.transport(comment?["transport"]) ?? carrier
        encoder.time = time
        encoder.nodeName = comment?["node"].map { Self.firstNode($0) } ?? node
        let step = isLong ? Limits.pieceBytesMax : max(message.count, 1)
        for start in stride(from: 0, to: message.count, by: step) {
            let piece = message.extracting(start..<min(start + step, message.count))
            guard let packet = try? encoder.encode(piece) else { return tally.skip(.tooLong) }
            batch.append(packet)
        }
        tally.messages += 1
    }

    /// The number of a transport that our own captures name because they cannot show it.
    private static func transport(_ word: String?) -> UInt8? {
        switch word {
        case "udp": IPProtocol.udp
        case "tcp": IPProtocol.tcp
        case "tls": IPProtocol.tls
        case "ws": IPProtocol.webSocket
        case "sctp": IPProtocol.sctp
        default: nil
        }
    }

    /// Of several who saw a message, the first.
    private static func firstNode(_ names: String) -> [UInt8] {
        let first = names.split(separator: ",").first ?? ""
        return Array(first.utf8.prefix(Limits.nodeBytesMax))
    }
}

extension HEPAddress {
    /// The address as HEP has it; a mapped IPv4 address is IPv4.
    init(_ address: IPAddress) {
        self =
            address.isV6
            ? HEPAddress(v6High: address.high, low: address.low)
            : HEPAddress(v4: UInt32(truncatingIfNeeded: address.low))
    }
}
