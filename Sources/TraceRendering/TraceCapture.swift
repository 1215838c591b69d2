// A trace as a pcapng file: what Wireshark opens.

package import CallGraph
internal import PacketCapture

/// Writes the messages of a trace as packets.
///
/// Each SIP message is a packet or more, by its own transport; what travelled over TLS, WebSocket or SCTP is
/// written as TCP, since nobody could read it otherwise, and its comment names the true transport. Reports of
/// quality are RTCP receiver reports of what is known of them. Events and log lines are no packets and are
/// left out. Each packet has a comment with the names that it is found by: see ``PacketComment``.
package enum TraceCapture {
    /// The file.
    package static func render(_ trace: Trace) -> [UInt8] {
        var writer = CaptureWriter(application: "calltrace")
        let legs = LadderLegs(trace)
        for message in trace.messages {
            switch message {
            case .sip(let row): write(row, legs, trace, to: &writer)
            case .quality(let row): write(row, legs, trace, to: &writer)
            case .event, .log: break
            }
        }
        return writer.bytes
    }

    private static func write(
        _ row: SIPRow, _ legs: LadderLegs, _ trace: Trace, to writer: inout CaptureWriter
    ) {
        var fields = names(row.callID, legs, trace)
        fields.append(.init("node", row.seenBy.map(\.node).joined(separator: ",")))
        fields.append(.init("transport", row.transport))
        if row.isRetransmission { fields.append(.init("retransmission", "yes")) }
        let bytes = row.original ?? Array(row.text.utf8)
        writer.append(
            bytes.span, over: row.transport == "udp" ? .udp : .tcp,
            from: PacketEndpoint(row.source), to: PacketEndpoint(row.destination),
            time: row.time.microseconds, comment: PacketComment(fields).text)
    }

    private static func write(
        _ row: QualityRow, _ legs: LadderLegs, _ trace: Trace, to writer: inout CaptureWriter
    ) {
        guard row.loss != nil || row.jitterSeconds != nil else { return }
        var fields = names(row.callID, legs, trace)
        fields.append(.init("node", row.node))
        fields.append(.init("made-of", "loss and jitter of a report"))
        var (source, destination) = (row.sender, row.receiver)
        if source.port == 0 { source.port = Limits.reportPort }
        if destination.port == 0 { destination.port = Limits.reportPort }
        writer.append(
            report(row).span, over: .udp, from: PacketEndpoint(source),
            to: PacketEndpoint(destination), time: row.time.microseconds,
            comment: PacketComment(fields).text)
    }

    /// What every packet is found by.
    private static func names(
        _ callID: String, _ legs: LadderLegs, _ trace: Trace
    ) -> [PacketComment.Field] {
        var fields: [PacketComment.Field] = [.init("call", trace.call.id)]
        if let leg = legs.number(of: Identity(.dialog, callID)) {
            fields.append(.init("leg", "\(leg)"))
        }
        return fields + [.init("call-id", callID)]
    }

    /// A receiver report with one block (RFC 3550 §6.4.2); sources have made-up names.
    ///
    ///     V=2 RC=1 | 201 | length 7 | sender 1 | source 2 | fraction, lost | highest | jitter | LSR | DLSR
    private static func report(_ row: QualityRow) -> [UInt8] {
        let loss = min(max(row.loss ?? 0, 0), 1)
        let jitter = min(max((row.jitterSeconds ?? 0) * 8000, 0), 80_000)
        var bytes: [UInt8] = [0x81, 201, 0, 7, 0, 0, 0, 1, 0, 0, 0, 2]
        bytes += [loss.isNaN ? 0 : UInt8(min(loss * 256, 255)), 0, 0, 0, 0, 0, 0, 0]
        let units = jitter.isNaN ? 0 : UInt32(jitter)
        for shift in [24, 16, 8, 0] as [UInt32] {
            bytes.append(UInt8(truncatingIfNeeded: units >> shift))
        }
        return bytes + [UInt8](repeating: 0, count: 8)
    }
}

extension PacketEndpoint {
    /// The endpoint as packets have it; an unknown address is 0.0.0.0.
    fileprivate init(_ endpoint: Endpoint) {
        let address =
            switch endpoint.family {
            case .unknown: IPAddress(v4: 0)
            case .v4: IPAddress(v4: UInt32(truncatingIfNeeded: endpoint.low))
            case .v6: IPAddress(v6High: endpoint.high, low: endpoint.low)
            }
        self.init(address, port: endpoint.port)
    }
}
