// SIP over streams: pieces become messages before they become records.

internal import CallGraph
internal import HEP
internal import SIP

extension LaneState {
    /// Takes the packet of a connection that has begun a message; false when there is no such one.
    ///
    /// Comes before anything else looks at the payload: the rest of a message may look like anything.
    mutating func continueStream(
        _ header: RecordHeader, _ packet: HEPPacket, _ bytes: Span<UInt8>,
        _ correlation: Span<UInt8>, _ payload: Span<UInt8>, over transport: HEPTransport,
        into block: inout RecordBlock
    ) -> Bool {
        guard !streams.isEmpty, header.ipProtocol != IPProtocol.udp,
            packet.protocolType == ProtocolType.sip, payload.count > 0
        else { return false }
        let node = number(packet, bytes, sender: header.sender)
        guard let key = StreamKey(header, node: node), streams.isHolding(key) else { return false }
        count(packet, bytes, header, over: transport, of: node)
        take(payload, of: key, header, correlation, into: &block)
        return true
    }

    /// Takes a payload that is no whole message; false when it belongs to no connection.
    mutating func beginStream(
        _ header: RecordHeader, _ node: NodeNumber, _ correlation: Span<UInt8>,
        _ payload: Span<UInt8>, into block: inout RecordBlock
    ) -> Bool {
        guard let key = StreamKey(header, node: node) else { return false }
        take(payload, of: key, header, correlation, into: &block)
        return true
    }

    /// Writes a message that was held, as whole as it has become.
    mutating func write(_ held: HeldMessage, into block: inout RecordBlock) {
        let payload = held.bytes.span
        writeSIP(
            held.header, SIPMessage.parse(payload), held.key.node, held.correlation.span,
            payload: payload, into: &block)
    }

    private mutating func take(
        _ payload: Span<UInt8>, of key: StreamKey, _ header: RecordHeader,
        _ correlation: Span<UInt8>, into block: inout RecordBlock
    ) {
        var cursor = StreamAssembly.Cursor()
        while let step = streams.next(payload, &cursor, of: key, header, correlation: correlation) {
            switch step {
            case .part(let range):
                let part = payload.extracting(range)
                writeSIP(
                    header, SIPMessage.parse(part), key.node, correlation, payload: part,
                    into: &block)
            case .held(let message): write(message, into: &block)
            }
        }
    }
}
