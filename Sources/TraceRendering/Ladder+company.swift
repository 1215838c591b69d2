// Who was near a call: conferences, queues, listeners, guesses.

internal import CallGraph

extension Ladder {
    /// Writes the hubs with their members, and what is related.
    mutating func renderCompany() {
        for hub in trace.hubs { render(hub) }
        guard !trace.related.isEmpty else { return }
        emit("")
        emit("Related, and not part of the call", style: .bold)
        for related in trace.related.prefix(Limits.findingsMax) {
            let kind = related.identity.kind == .dialog ? "Call-ID" : "channel"
            emit("\(indent)\(kind) \(fit(related.identity.id, Limits.identityColumnsMax))")
            emit("\(indent)  \(fit(related.why, Limits.sentenceColumnsMax))", style: .dim)
        }
        if trace.related.count > Limits.findingsMax {
            emit("\(indent)and \(trace.related.count - Limits.findingsMax) more", style: .dim)
        }
    }

    private mutating func render(_ hub: Hub) {
        emit("")
        var row = LadderRow("\(title(hub.kind)) ", style: .bold)
        row.append(fit(hub.name, Limits.identityColumnsMax), style: .bold)
        row.append("  \(hub.members.count)\(hub.isCut ? "+" : "") there at the same time")
        emit(row)
        for member in hub.members.prefix(Limits.hubMembersMax) {
            let leg = legs.number(of: member.identity).map { "leg \($0)" }
            var text = leg ?? fit(member.identity.id, Limits.identityColumnsMax)
            if leg == nil, let callID = member.callID, callID != member.identity.id {
                text += ", Call-ID \(fit(callID, Limits.identityColumnsMax))"
            }
            text += "  \(LadderGutter.offset(member.from, since: gutter.start))"
            if let until = member.until {
                text += " to \(LadderGutter.offset(until, since: gutter.start))"
            }
            emit("\(indent)\(text)", style: leg == nil ? .dim : .plain)
        }
        if hub.members.count > Limits.hubMembersMax {
            emit("\(indent)and \(hub.members.count - Limits.hubMembersMax) more", style: .dim)
        }
    }

    private func title(_ kind: String) -> String {
        switch kind {
        case "conference": "Conference"
        case "queue": "Queue"
        case "fifo": "FIFO"
        case "parking": "Parking lot"
        case "agent": "Channel with several callers"
        default: "Value shared by too many dialogs"
        }
    }
}
