// What is counted of agents: packets that are accepted, and who is refused.

internal import CallGraph
internal import HEP
internal import SIP

extension LaneState {
    /// Gives nodes of the configuration their numbers, so that strangers cannot take their labels.
    mutating func reserve(_ names: [UInt32: String], _ others: [String]) {
        for (captureID, _) in names.sorted(by: { $0.key < $1.key }) {
            _ = announce(nodes.number(captureID: captureID))
        }
        for name in others { _ = node(named: Array(name.utf8)) }
    }

    /// Counts a packet that is accepted; returns its node.
    mutating func accept(
        _ packet: HEPPacket, _ bytes: Span<UInt8>, _ header: RecordHeader,
        over transport: HEPTransport
    ) -> NodeNumber {
        let node = number(packet, bytes, sender: header.sender)
        count(packet, bytes, header, over: transport, of: node)
        return node
    }

    /// Counts a packet that is accepted, of a node that is known.
    mutating func count(
        _ packet: HEPPacket, _ bytes: Span<UInt8>, _ header: RecordHeader,
        over transport: HEPTransport, of node: NodeNumber
    ) {
        tally.packet(transport, version: packet.version)
        agents.count(
            packet, bytes: bytes.count, from: header.sender, received: header.received, of: node)
    }

    /// Refuses a packet of an agent that was let in: a sign of life of it all the same.
    mutating func refuse(
        _ reason: RefusalReason, of packet: HEPPacket, _ bytes: Span<UInt8>,
        from sender: Endpoint, received: Timestamp
    ) {
        refuse(reason)
        let node = number(packet, bytes, sender: sender)
        nodes.touch(node, received)
        if let fault = AgentFault(reason) { agents.count(fault, of: node) }
    }

    /// Refuses something of which nothing is known but the address that it came from.
    mutating func refuse(
        _ reason: RefusalReason, from sender: Endpoint, received: Timestamp,
        look: () -> Appearance? = { nil }
    ) {
        refuse(reason)
        refusedSenders.note(.hep(reason), from: sender, at: received, look: look)
    }

    /// Refuses what cannot be decoded.
    mutating func refuse(
        _ error: HEPError, of bytes: Span<UInt8>, from sender: Endpoint, received: Timestamp
    ) {
        refuse(RefusalReason(error.reason), from: sender, received: received) {
            error.reason == .magic ? Appearance(bytes) : nil
        }
    }

    /// Refuses a packet that has no key, or a wrong one.
    mutating func refuse(keyOf packet: HEPPacket, from sender: Endpoint, received: Timestamp) {
        refuse(.auth, from: sender, received: received) {
            switch packet.version {
            case 1: .version1
            case 2: .version2
            default: packet.authenticationKey.isEmpty ? .withoutKey : .wrongKey
            }
        }
    }

    /// Refuses something of syslog.
    mutating func refuse(log reason: LogRefusal, from sender: Endpoint, received: Timestamp) {
        refuse(log: reason)
        refusedSenders.note(.log(reason), from: sender, at: received)
    }

    /// What the nodes that were heard have sent.
    func agentReports(now: Timestamp) -> [AgentReport] {
        nodes.nodes.indices.compactMap { index in
            let node = nodes.nodes[index]
            guard node.lastSeen != .distantPast else { return nil }
            let number = NodeNumber(index)
            return AgentReport(node.name, number, agents.counts(of: number), now: now)
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

    /// Why a payload that was announced as SIP is refused; nil when it is not.
    init?(_ sniff: SIPSniff, over ipProtocol: UInt8) {
        switch sniff {
        case .sip: return nil
        case .empty: self = .empty
        case .keepAlive: self = .keepalive
        case .stun: self = .stun
        case .tlsRecord: self = .tls
        case .other:
            // A stream's read may begin in the middle of a message: kept, and visibly broken. Or
            // end within the first line.
            guard ipProtocol == IPProtocol.udp else { return nil }
            self = .notSIP
        }
    }
}
