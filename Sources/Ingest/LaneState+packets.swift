// HEP packets: decoded, admitted, and written as records of their kind.

internal import CallGraph
internal import EventSocket
internal import HEP
internal import SIP

extension LaneState {
    /// Takes one HEP packet.
    mutating func take(
        _ bytes: Span<UInt8>, from sender: Endpoint, over transport: HEPTransport,
        received: Timestamp, into block: inout RecordBlock
    ) {
        if HEPFormat.detect(bytes) == .gzip {
            guard case .whole(let inflated, _) = Inflater.inflate(bytes, 0..<bytes.count) else {
                return refuse(.inflate, from: sender, received: received)
            }
            let span = inflated.span
            // A packet within a packet within a packet is no agent's.
            guard HEPFormat.detect(span) != .gzip else {
                return refuse(.inflate, from: sender, received: received)
            }
            return take(span, from: sender, over: transport, received: received, into: &block)
        }
        let packet: HEPPacket
        do {
            packet = try HEPDecoder.decode(bytes, now: received.microseconds)
        } catch {
            return refuse(error, of: bytes, from: sender, received: received)
        }
        // Whoever imports has shown a token, and the keys in a capture may be those of another time.
        guard
            transport == .http
                || admission.admits(bytes, key: packet.authenticationKey, sender: sender)
        else { return refuse(keyOf: packet, from: sender, received: received) }
        if packet.compressedPayload.isEmpty {
            keep(
                packet, bytes, payload: bytes.extracting(packet.payload), from: sender,
                over: transport, received: received, into: &block)
        } else {
            let result = Inflater.inflate(bytes, packet.compressedPayload)
            guard case .whole(let inflated, _) = result else {
                return refuse(.inflate, of: packet, bytes, from: sender, received: received)
            }
            let payload = inflated.span
            keep(
                packet, bytes, payload: payload, from: sender, over: transport, received: received,
                into: &block)
        }
    }

    /// Writes the record of an admitted packet.
    private mutating func keep(
        _ packet: HEPPacket, _ bytes: Span<UInt8>, payload: Span<UInt8>, from sender: Endpoint,
        over transport: HEPTransport, received: Timestamp, into block: inout RecordBlock
    ) {
        var flags: RecordFlags = packet.time == nil ? .timeOfReceipt : []
        if packet.flags.contains(.truncated) { flags.insert(.truncated) }
        var header = RecordHeader(
            kind: .sip, flags: flags, ipProtocol: packet.ipProtocol,
            time: packet.time.map { Timestamp(microseconds: $0) } ?? received, received: received,
            source: Endpoint(packet.source, port: packet.sourcePort),
            destination: Endpoint(packet.destination, port: packet.destinationPort),
            sender: sender.host)
        let correlation = bytes.extracting(packet.correlationID)

        switch packet.protocolType {
        case 1, 99:
            if continueStream(
                header, packet, bytes, correlation, payload, over: transport, into: &block)
            {
                return
            }
            if payload.count > 0, payload[0] == 0x7b, let message = Self.unwrapped(payload) {
                let span = message.span
                return keepSIP(
                    header, packet, bytes, correlation, payload: span, over: transport, into: &block
                )
            }
            keepSIP(
                header, packet, bytes, correlation, payload: payload, over: transport, into: &block)
        case 5, 34, 35, 38, 58:
            header.kind = .quality
            keepQuality(header, packet, bytes, correlation, payload, over: transport, into: &block)
        case 86, 100:
            header.kind = .log
            header.ipProtocol = 6
            keepLine(header, packet, bytes, correlation, payload, over: transport, into: &block)
        case ProtocolType.openSIPSCorrelation
        where payload.count > 0 || !packet.extraCorrelation.isEmpty:
            header.kind = .log
            header.flags.insert(.correlates)
            header.ipProtocol = 6
            let statement =
                payload.count > 0 ? payload : bytes.extracting(packet.extraCorrelation)
            keepPlain(header, packet, bytes, correlation, statement, over: transport, into: &block)
        default: refuse(.type, of: packet, bytes, from: sender, received: received)
        }
    }

    private mutating func keepSIP(
        _ header: RecordHeader, _ packet: HEPPacket, _ bytes: Span<UInt8>,
        _ correlation: Span<UInt8>, payload: Span<UInt8>, over transport: HEPTransport,
        into block: inout RecordBlock
    ) {
        if let reason = RefusalReason(SIPSniff.classify(payload), over: header.ipProtocol) {
            return refuse(
                reason, of: packet, bytes, from: header.sender, received: header.received)
        }
        let node = accept(packet, bytes, header, over: transport)
        let message = SIPMessage.parse(payload)
        if header.ipProtocol != IPProtocol.udp, packet.protocolType == ProtocolType.sip,
            !StreamCut.isWhole(message),
            beginStream(header, node, correlation, payload, into: &block)
        {
            return
        }
        writeSIP(header, message, node, correlation, payload: payload, into: &block)
    }

    /// Writes the record of a SIP message and counts what it does.
    mutating func writeSIP(
        _ packetHeader: RecordHeader, _ message: SIPMessage, _ node: NodeNumber,
        _ correlation: Span<UInt8>, payload: Span<UInt8>, into block: inout RecordBlock
    ) {
        var header = packetHeader
        if !message.anomalies.isEmpty { header.flags.insert(.malformed) }
        // Nearly always empty, and then nothing is allocated.
        var mentions: [(SIPMention, IdentityKey)] = []
        let keys = IdentityKeys(
            message, payload, correlation: correlation, scanner: &scanner, hasher: hasher,
            withoutCallID: withoutCallID
        ) { mention, key in mentions.append((mention, key)) }
        for (mention, key) in mentions {
            for edge in scanner.edges(mention, keys[0], key, at: header.time) where edge.a != edge.b
            {
                if graph.observe(edge) { metrics.link(edge.kind) }
            }
        }
        noteQuality(message, payload, key: keys[0], node: node)
        if !message.callID.isEmpty {
            let (change, attempt) = count(
                message, payload, key: keys[0], header: header, node: node)
            note(
                change, ofAttempt: attempt, message, payload, header, node: node, into: &block)
        }
        let outline =
            keepsOutlines
            ? MessageOutline(
                message, mayLink: scanner.mayLink(message, correlation: correlation)) : nil
        write(
            header, node: node, correlation: correlation, payload: payload, keys: keys,
            into: &block,
            outline: outline)
    }

    mutating func keepPlain(
        _ header: RecordHeader, _ packet: HEPPacket, _ bytes: Span<UInt8>,
        _ correlation: Span<UInt8>, _ payload: Span<UInt8>, over transport: HEPTransport,
        into block: inout RecordBlock
    ) {
        guard payload.count > 0 else {
            return refuse(
                .empty, of: packet, bytes, from: header.sender, received: header.received)
        }
        let node = accept(packet, bytes, header, over: transport)
        if header.kind == .log { tally.line(.hep) }
        // Only these ever name two dialogs; all else need not be read as JSON.
        let statement =
            header.flags.contains(.correlates)
            ? AgentStatement(payload: payload.array, isCorrelate: true) : .none
        let keys = IdentityKeys(statement, correlation: correlation, hasher: hasher)
        write(
            header, node: node, correlation: correlation, payload: payload, keys: keys, into: &block
        )
    }

    /// The node of a packet: its name if it says one, else its capture id, else its address.
    mutating func number(
        _ packet: HEPPacket, _ bytes: Span<UInt8>, sender: Endpoint
    ) -> NodeNumber {
        if !packet.nodeName.isEmpty {
            var name: [UInt8] = []
            for index in packet.nodeName.prefix(CallGraph.Limits.nodeNameBytesMax) {
                name.append(bytes[index])
            }
            return node(named: name)
        }
        if let captureID = packet.captureID { return announce(nodes.number(captureID: captureID)) }
        return node(named: Array(sender.addressText.utf8))
    }

    /// The message in OpenSIPS's JSON form of a SIP payload, `{"payload": "INVITE …"}`.
    private static func unwrapped(_ payload: Span<UInt8>) -> [UInt8]? {
        guard let object = try? SwitchEvent(json: payload.array), let message = object["payload"]
        else {
            return nil
        }
        return Array(message.utf8)
    }
}

extension Endpoint {
    /// The endpoint of a HEP address; an unknown one stays unknown.
    init(_ address: HEPAddress, port: UInt16) {
        if address.isUnknown {
            self.init(family: .unknown, high: 0, low: 0, port: port)
        } else {
            self.init(
                family: address.family == .v4 ? .v4 : .v6, high: address.high, low: address.low,
                port: port)
        }
    }
}

extension Span<UInt8> {
    /// A copy of the bytes.
    var array: [UInt8] {
        var copy: [UInt8] = []
        copy.reserveCapacity(count)
        for index in 0..<count { copy.append(self[index]) }
        return copy
    }
}
