// Why a leg is part of the call: the chain of links that brought it in.

internal import CallGraph

extension Ladder {
    /// Writes the links from what was asked for to this leg, one a line with what was seen.
    mutating func renderChain(to leg: LadderLeg) {
        let ends =
            (leg.dialog.map { [Identity(.dialog, $0.callID)] } ?? [])
            + leg.channels.map { Identity(.channel, $0.uuid) }
        guard let end = ends.first(where: { trace.reasons[$0] != nil }) else {
            return emit("\(indent)this is what was asked for", style: .dim)
        }
        let chain = steps(to: ends.first { trace.reasons[$0] == nil } ?? end)
        if chain.isEmpty { return emit("\(indent)this is what was asked for", style: .dim) }
        emit("\(indent)because, from what was asked for:", style: .dim)
        for step in chain.prefix(Limits.chainMax) {
            emit("\(indent)  \(describe(step.from)) \(glyphs.to) \(describe(step.to))", style: .dim)
            let link = step.link
            let sure =
                switch link.strength {
                case .exact: "names it exactly"
                case .token: "shares a token with it"
                case .guess: "is only a guess"
                }
            emit(
                "\(indent)    \(link.kind.rawValue), strength \(link.strength.rawValue): \(sure)",
                style: .dim)
            for evidence in link.evidence.prefix(Limits.evidenceMax) {
                emit("\(indent)    \(describe(evidence))", style: .dim)
            }
            if link.evidence.count > Limits.evidenceMax {
                emit(
                    "\(indent)    and \(link.evidence.count - Limits.evidenceMax) more", style: .dim
                )
            }
        }
        if chain.count > Limits.chainMax {
            emit("\(indent)  and \(chain.count - Limits.chainMax) steps before", style: .dim)
        }
    }

    /// The steps to an identity, the first one from what was asked for.
    private func steps(to end: Identity) -> [(from: Identity, to: Identity, link: Link)] {
        var found: [(from: Identity, to: Identity, link: Link)] = []
        var here = end
        var passed: Set<Identity> = [end]
        while let reason = trace.reasons[here], found.count < Limits.chainStepsMax {
            found.append((reason.from, here, reason.link))
            here = reason.from
            // The walk makes a tree; an answer of somebody else's may not.
            guard passed.insert(here).inserted else { break }
        }
        return found.reversed()
    }

    /// `Unique-ID of CHANNEL_CREATE of fs1 at +0.013`.
    private func describe(_ evidence: Evidence) -> String {
        var text = fit(evidence.name)
        switch evidence.source {
        case .event: text += " in \(fit(evidence.event ?? "an event"))"
        case .log: text += " in a log line"
        case .sip: text += " in \(fit(evidence.event ?? "a message"))"
        case .hep: text += " in a HEP packet"
        }
        text += " of \(fit(evidence.node)), \(evidence.time.rfc3339)"
        return text + " (\(LadderGutter.offset(evidence.time, since: gutter.start)))"
    }

    private func describe(_ identity: Identity) -> String {
        let name = fit(identity.id, Limits.identityColumnsMax)
        let leg = legs.number(of: identity).map { " (leg \($0))" } ?? ""
        return switch identity.kind {
        case .dialog: "Call-ID \(name)\(leg)"
        case .token: "value \(name)"
        default: "\(identity.kind.rawValue) \(name)\(leg)"
        }
    }
}
