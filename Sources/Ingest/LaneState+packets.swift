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
                return refuse(.inflate)
            }
            let span = inflated.span
            // A packet within a packet within a packet is no agent's.
            guard HEPFormat.detect(span) != .gzip else { return refuse(.inflate) }
            return take(span, from: sender, over: transport, received: received, into: &block)
        }
        let packet: HEPPacket
        do {
            packet = try HEPDecoder.decode(bytes, now: received.microseconds)
        } catch {
            return refuse(RefusalReason(error.reason))
        }
        // Whoever imports has shown a token, and the keys in a capture may be those of another time.
        guard
            transport == .http
                || admission.admits(bytes, key: packet.authenticationKey, sender: sender)
        else { return refuse(.auth) }
        if packet.compressedPayload.isEmpty {
            keep(
                packet, bytes, payload: bytes.extracting(packet.payload), from: sender,
                over: transport, received: received, into: &block)
        } else {
            let result = Inflater.inflate(bytes, packet.compressedPayload)
            guard case .whole(let inflated, _) = result else { return refuse(.inflate) }
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
            keepPlain(header, packet, bytes, correlation, payload, over: transport, into: &block)
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
        default: refuse(.type)
        }
    }

    private mutating func keepSIP(
        _ header: RecordHeader, _ packet: HEPPacket, _ bytes: Span<UInt8>,
        _ correlation: Span<UInt8>, payload: Span<UInt8>, over transport: HEPTransport,
        into block: inout RecordBlock
    ) {
        switch SIPSniff.classify(payload) {
        case .sip: break
        case .empty: return refuse(.empty)
        case .keepAlive: return refuse(.keepalive)
        case .stun: return refuse(.stun)
        case .tlsRecord: return refuse(.tls)
        case .other:
            // A stream's read may begin in the middle of a message: kept, and visibly broken. Or
            // end within the first line.
            guard header.ipProtocol != 17 else { return refuse(.notSIP) }
        }
        tally.packet(transport, version: packet.version)
        let node = number(packet, bytes, sender: header.sender)
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
        if !message.callID.isEmpty {
            let (change, attempt) = count(message, key: keys[0], header: header, node: node)
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
        guard payload.count > 0 else { return refuse(.empty) }
        tally.packet(transport, version: packet.version)
        if header.kind == .log { tally.line(.hep) }
        let isCorrelate = header.flags.contains(.correlates)
        // Only these two ever name two dialogs; all else need not be read as JSON.
        let statement =
            isCorrelate || packet.protocolType == ProtocolType.horaclifix
            ? AgentStatement(payload: payload.array, isCorrelate: isCorrelate) : .none
        let keys = IdentityKeys(statement, correlation: correlation, hasher: hasher)
        let node = number(packet, bytes, sender: header.sender)
        write(
            header, node: node, correlation: correlation, payload: payload, keys: keys, into: &block
        )
    }

    /// Counts a message and what it did to its call, which it tells with the call's number.
    private mutating func count(
        _ message: SIPMessage, key: IdentityKey, header: RecordHeader, node: NodeNumber
    ) -> (DialogChange, attempt: UInt64) {
        switch message.kind {
        case .request: tally.request(message.method, node: node)
        case .response:
            tally.response(message.cseqMethod, statusCode: message.statusCode, node: node)
        case .unrecognised: return (.none, 0)
        }
        let (change, home, attempt) = dialogs.observe(
            message, key: key, hop: (header.source, header.destination), node: node,
            time: header.time)
        switch change {
        case .none, .began, .challenged: break
        case .answered(let seconds):
            metrics.attempt(.answered, node: home)
            metrics.setup(seconds: seconds)
        case .failed(let outcome): metrics.attempt(outcome, node: home)
        case .ended(let seconds): metrics.talk(seconds: seconds)
        }
        return (change, attempt)
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

extension RefusalReason {
    /// The reason that the decoder gave, in the fixed words of metrics.
    init(_ reason: HEPError.Reason) {
        self =
            switch reason {
            case .magic: .magic
            case .length: .length
            case .chunk: .chunk
            case .family: .family
            case .empty: .empty
            case .compressed: .compressed
            case .protobuf: .protobuf
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
