// Log lines of agents and of syslog, written as records.

internal import CallGraph
internal import HEP

extension LaneState {
    /// Writes a line that came by syslog.
    mutating func take(_ line: SyslogLine, into block: inout RecordBlock) {
        tally.line(line.source)
        let correlation = Array(line.mention.correlation.utf8)
        write(
            line.header, node: node(named: line.node), correlation: correlation.span,
            payload: line.text.span, keys: IdentityKeys(line.mention, hasher: hasher),
            into: &block)
    }

    /// Writes a line that came in HEP. Its correlation is the Call-ID (Kamailio's `hlog()` sets it); without
    /// one, the line itself may name its call.
    mutating func keepLine(
        _ packetHeader: RecordHeader, _ packet: HEPPacket, _ bytes: Span<UInt8>,
        _ correlation: Span<UInt8>, _ payload: Span<UInt8>, over transport: HEPTransport,
        into block: inout RecordBlock
    ) {
        var header = packetHeader
        guard correlation.count == 0, payload.count > 0 else {
            header.flags.insert(.namesDialog)
            return keepPlain(
                header, packet, bytes, correlation, payload, over: transport, into: &block)
        }
        let node = accept(packet, bytes, header, over: transport)
        tally.line(.hep)
        let mention = scanner.logMentions.find(in: payload)
        header.flags.formUnion(mention.flags)
        let name = Array(mention.correlation.utf8)
        write(
            header, node: node, correlation: name.span, payload: payload,
            keys: IdentityKeys(mention, hasher: hasher), into: &block)
    }
}
