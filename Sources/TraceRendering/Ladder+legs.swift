// The legs of a call and what joins them.

internal import CallGraph

extension Ladder {
    /// Writes a paragraph for each leg.
    mutating func renderLegs() {
        guard !legs.all.isEmpty else { return }
        emit("")
        emit("Legs", style: .bold)
        let joins = options.explainsLinks ? [:] : linksByLeg()
        let transports = transportsByCallID()
        for leg in legs.all {
            emit(title(leg, transports: transports))
            if let dialog = leg.dialog {
                emit("\(indent)Call-ID \(fit(dialog.callID, Limits.identityColumnsMax))")
            }
            for channel in leg.channels { emit("\(indent)\(describe(channel))") }
            if options.explainsLinks {
                renderChain(to: leg)
                continue
            }
            let links = joins[leg.number] ?? []
            for link in links.prefix(Limits.linksPerLegMax) {
                emit("\(indent)\(describe(link, on: leg.number))", style: .dim)
            }
            if links.count > Limits.linksPerLegMax {
                emit("\(indent)and \(links.count - Limits.linksPerLegMax) more links", style: .dim)
            }
        }
    }

    var indent: String { "       " }

    /// `1  1010 → 1001 (acme.test)  INVITE, udp: 200 OK`.
    private func title(_ leg: LadderLeg, transports: [String: [String]]) -> LadderRow {
        var row = LadderRow()
        let number = String(leg.number)
        row.put(number, at: max(5 - number.utf8.count, 0), style: .leg(leg.number))
        row.append("  ")
        guard let dialog = leg.dialog else {
            let name = leg.channels.lazy.compactMap(\.name).first ?? "a channel"
            row.append("\(fit(name, Limits.identityColumnsMax)), no SIP seen")
            return row
        }
        let (from, to) = (
            dialog.from.isEmpty ? "?" : dialog.from, dialog.to.isEmpty ? "?" : dialog.to
        )
        row.append("\(fit(from)) \(glyphs.to) \(fit(to))", style: .bold)
        if !dialog.domain.isEmpty { row.append(" (\(fit(dialog.domain)))") }
        let ways = (transports[dialog.callID] ?? []).map { fit($0, 8) }.joined(separator: "+")
        row.append("  \(fit(dialog.method))\(ways.isEmpty ? "" : " over \(ways)"): ")
        if let status = dialog.status {
            let reason = dialog.reason.map { " \(fit($0))" } ?? ""
            row.append("\(status)\(reason)", style: LadderStyle(status: status))
        } else {
            row.append(
                dialog.end == nil ? "no final answer yet" : "no final answer", style: .warning)
        }
        row.append("  \(LadderGutter.offset(dialog.start, since: gutter.start))", style: .dim)
        if let end = dialog.end {
            row.append(" to \(LadderGutter.offset(end, since: gutter.start))", style: .dim)
        }
        return row
    }

    /// `channel 575fe831-… on fs1, inbound, NORMAL_CLEARING, recv_bye`.
    private func describe(_ channel: Channel) -> String {
        var parts = [
            "channel \(fit(channel.uuid, Limits.identityColumnsMax)) on \(fit(channel.node))"
        ]
        if let direction = channel.direction { parts.append(direction.rawValue) }
        if let cause = channel.hangupCause { parts.append(fit(cause)) }
        if let disposition = channel.hangupDisposition { parts.append(fit(disposition)) }
        if let lost = channel.lost {
            parts.append("lost: \(fit(lost, Limits.sentenceColumnsMax))")
        } else if channel.end == nil {
            parts.append("no hang-up seen")
        }
        return parts.joined(separator: ", ")
    }

    /// `joined to leg 1: birth, variable_originating_leg_uuid in CHANNEL_CREATE of fs1 at +0.013`.
    private func describe(_ link: Link, on leg: Int) -> String {
        let (a, b) = (legs.number(of: link.a), legs.number(of: link.b))
        let other = a == leg ? b : a
        var text =
            switch other {
            case leg where link.kind == .same: "this channel speaks this dialog"
            case leg: "within this leg: \(link.kind.rawValue)"
            case .some(let number): "joined to leg \(number): \(link.kind.rawValue)"
            case nil:
                "joined to \(fit((a == nil ? link.a : link.b).id, Limits.identityColumnsMax)): "
                    + link.kind.rawValue
            }
        if link.strength < .exact { text += link.strength == .token ? " by token" : " by guess" }
        if let evidence = link.evidence.first {
            text += link.kind == .same && other == leg ? ": " : ", "
            text += fit(evidence.name)
            if let event = evidence.event { text += " in \(fit(event))" }
            if evidence.source == .log { text += " in a log line" }
            text += " of \(fit(evidence.node))"
            text += " at \(LadderGutter.offset(evidence.time, since: gutter.start))"
        }
        if link.evidence.count > 1 { text += " and \(link.evidence.count - 1) more" }
        if let until = link.until {
            text += ", until \(LadderGutter.offset(until, since: gutter.start))"
        }
        return text
    }

    /// Each link under the later of the legs that it joins.
    private func linksByLeg() -> [Int: [Link]] {
        var found: [Int: [Link]] = [:]
        for link in trace.links {
            guard !legs.loopbacks.contains(link.a.id), !legs.loopbacks.contains(link.b.id) else {
                continue
            }
            let numbers = [legs.number(of: link.a), legs.number(of: link.b)].compactMap(\.self)
            if let later = numbers.max() { found[later, default: []].append(link) }
        }
        return found
    }

    /// In what ways the messages of each dialog went, in order of first use.
    private func transportsByCallID() -> [String: [String]] {
        var found: [String: [String]] = [:]
        for case .sip(let row) in trace.messages {
            let known = found[row.callID] ?? []
            if known.count < 4, !known.contains(row.transport) {
                found[row.callID] = known + [row.transport]
            }
        }
        return found
    }
}
