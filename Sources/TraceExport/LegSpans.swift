// A leg as a span, and its phases as spans below it.

internal import CallGraph

/// The spans of one leg.
struct LegSpans {
    /// The leg's own, then its phases.
    private(set) var spans: [TraceSpan] = []

    private let leg: Leg
    private let call: CallIdentifier
    private let end: Timestamp

    init(
        _ leg: Leg, of legs: Int, rows: [TraceMessage], call: CallIdentifier,
        root: SpanIdentifier, _ trace: Trace
    ) {
        self.leg = leg
        self.call = call
        // Of a leg whose end nobody saw, the last sign of life; messages such as the answer to a BYE come
        // after the end and lengthen nothing.
        end = max(leg.end ?? rows.last?.time ?? leg.start, leg.start)
        let isCaller =
            leg.dialog?.callID
            == Dialog.caller(among: trace.dialogs, channels: trace.channels)?.callID
        let kind: TraceSpan.Kind =
            switch leg.direction {
            case .inbound: .server
            case .outbound: .client
            // Without a switch's word: the caller's leg comes in, the others were made for it.
            case nil: isCaller ? .server : .client
            }
        var span = TraceSpan(
            trace: call, id: .leg(leg.identity, of: call), parent: root,
            name: Self.name(leg, kind), kind: kind, start: leg.start, end: end)
        span.attributes = attributes(kind, rows)
        span.problem = Self.problem(leg)
        SpanEvents(rows, legs: legs).put(into: &span)
        spans = [span]
        if leg.dialog.map({ $0.method == "INVITE" }) ?? true { addPhases(rows, trace.hubs) }
    }

    /// One of a few words.
    private static func name(_ leg: Leg, _ kind: TraceSpan.Kind) -> String {
        if let method = leg.dialog?.method, method != "INVITE" {
            return method.isEmpty ? "leg" : method
        }
        return kind == .server ? "leg inbound" : "leg outbound"
    }

    private static func problem(_ leg: Leg) -> String? {
        if let lost = leg.channels.lazy.compactMap(\.lost).first, !lost.hasPrefix("recovered") {
            return lost
        }
        guard let dialog = leg.dialog, CallSpans.isFailure(dialog.outcome) else { return nil }
        let status = dialog.status.map { "\($0) \(dialog.reason ?? "")" }
        return status ?? dialog.releaseCause ?? dialog.outcome.rawValue
    }

    private func attributes(_ kind: TraceSpan.Kind, _ rows: [TraceMessage]) -> [SpanAttribute] {
        var found: [SpanAttribute] = []
        if let dialog = leg.dialog {
            found.add("sip.call_id", dialog.callID)
            found.add("sip.method", dialog.method)
            found.add("sip.from.user", dialog.from)
            found.add("sip.to.user", dialog.to)
            found.add("sip.to.host", dialog.domain)
            found.add("sip.code", dialog.status)
            found.add("sip.status", dialog.reason)
            found.add("calltrace.outcome", dialog.outcome.rawValue)
            found.add("calltrace.hung_up_by", dialog.endedBy)
            found.add("calltrace.cause_text", dialog.releaseCause)
        } else {
            found.add("sip.call_id", leg.channels.lazy.compactMap(\.callID).first)
        }
        found.add("calltrace.direction", leg.direction?.rawValue)
        for case .sip(let row) in rows where row.status == nil {
            addAddresses(of: row, kind, to: &found)
            break
        }
        func texts(_ part: (Channel) -> String?) -> [String] {
            Array(leg.channels.compactMap(part).prefix(Limits.attributeTextsMax))
        }
        found.add("freeswitch.channel.uuid", texts { $0.uuid })
        found.add("freeswitch.channel.name", texts { $0.name })
        found.add("freeswitch.switch", texts { $0.node })
        found.add("freeswitch.core_uuid", texts { $0.coreUUID })
        found.add("freeswitch.hangup_cause", texts { $0.hangupCause })
        found.add("freeswitch.hangup_disposition", texts { $0.hangupDisposition })
        if Self.problem(leg) != nil {
            let outcome = leg.dialog.flatMap { CallSpans.isFailure($0.outcome) ? $0 : nil }
            let status = outcome?.status.map(String.init) ?? outcome?.outcome.rawValue
            found.add("error.type", status ?? "lost")
        }
        return found
    }

    /// Who is spoken to: the peer of an inbound leg is the client, that of an outbound one the server.
    private func addAddresses(
        of row: SIPRow, _ kind: TraceSpan.Kind, to found: inout [SpanAttribute]
    ) {
        found.add("network.protocol.name", "sip")
        found.add("network.transport", row.transport == "udp" ? "udp" : "tcp")
        found.add("sip.transport", row.transport)
        found.add("client.address", row.source.addressText)
        found.add("client.port", Int(row.source.port))
        found.add("server.address", row.destination.addressText)
        found.add("server.port", Int(row.destination.port))
        let peer = kind == .server ? row.source : row.destination
        found.add("network.peer.address", peer.addressText)
        found.add("network.peer.port", Int(peer.port))
    }

    private mutating func addPhases(_ rows: [TraceMessage], _ hubs: [Hub]) {
        let answered = leg.answered
        add("set-up", 0, from: leg.start, until: answered ?? end)
        if let ringing = leg.dialog?.ringing {
            add("ringing", 0, from: ringing, until: answered ?? end)
        }
        if let answered { add("talk", 0, from: answered, until: end) }
        var held: Timestamp?
        var holds = 0
        for case .event(let row) in rows {
            if row.name == "CHANNEL_HOLD", held == nil { held = row.time }
            if row.name == "CHANNEL_UNHOLD", let since = held {
                add("hold", holds, from: since, until: row.time)
                holds += 1
                held = nil
            }
        }
        if let held { add("hold", holds, from: held, until: end) }
        var stays = 0
        let names = Set(leg.names)
        for hub in hubs where ["queue", "fifo", "parking"].contains(hub.kind) {
            for member in hub.members where names.contains(member.identity) {
                add(
                    "queue", stays, from: member.from, until: member.until ?? end,
                    [SpanAttribute(name: "calltrace.queue", value: .text(hub.name))])
                stays += 1
            }
        }
    }

    private mutating func add(
        _ name: String, _ number: Int, from: Timestamp, until: Timestamp,
        _ attributes: [SpanAttribute] = []
    ) {
        guard spans.count <= Limits.phasesPerLegMax, let own = spans.first else { return }
        let start = min(max(from, own.start), own.end)
        spans.append(
            TraceSpan(
                trace: call, id: .phase(name, number, of: leg.identity, in: call), parent: own.id,
                name: name, kind: .inside, start: start, end: max(start, min(until, own.end)),
                attributes: attributes))
    }
}
