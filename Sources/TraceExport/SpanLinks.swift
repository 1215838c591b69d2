// Other traces that a call has to do with.

internal import CallGraph

/// The links of a call's root: legs that were sent in another trace before they turned out to be part of
/// this call, those who were in the same conference or queue, listeners and guesses.
///
/// Which call a stranger is of is remembered only for what was sent lately. Otherwise it is taken to be the
/// first leg of its call, as whoever dials into a conference is; such a link may lead nowhere.
struct SpanLinks {
    private var links: [TraceSpan.Link] = []
    private let call: CallIdentifier?

    init(
        _ trace: Trace, elsewhere: [(leg: Leg, call: CallIdentifier)],
        known: (Identity) -> CallIdentifier?
    ) {
        call = CallIdentifier(text: trace.call.id)
        for (leg, other) in elsewhere { add("merged", leg.identity, in: other, nil) }
        let members = Set(Leg.legs(of: trace).flatMap(\.names))
        for hub in trace.hubs {
            for member in hub.members where !members.contains(member.identity) {
                let leg = member.callID.map { Identity(.dialog, $0) } ?? member.identity
                guard leg.kind.isLeg, !members.contains(leg) else { continue }
                add(hub.kind, leg, in: known(leg) ?? CallIdentifier(leg), hub.name)
            }
        }
        var guesses = 0
        for related in trace.related where related.identity.kind.isLeg {
            let leg = related.identity
            if related.kind == .guess { guesses += 1 }
            guard related.kind != .guess || guesses <= Limits.guessLinksMax else { continue }
            add(
                related.kind.rawValue, leg, in: known(leg) ?? CallIdentifier(leg), related.why)
        }
    }

    /// Adds the links to a span, and counts those without room.
    func put(into span: inout TraceSpan) {
        span.links += links.prefix(Limits.linksPerSpanMax)
        span.droppedLinks += max(0, links.count - Limits.linksPerSpanMax)
    }

    private mutating func add(
        _ kind: String, _ leg: Identity, in other: CallIdentifier, _ why: String?
    ) {
        guard other != call else { return }
        var attributes: [SpanAttribute] = []
        attributes.add("calltrace.link", kind)
        attributes.add("calltrace.\(leg.kind.rawValue)", leg.id)
        attributes.add("calltrace.why", why)
        links.append(
            TraceSpan.Link(trace: other, span: .leg(leg, of: other), attributes: attributes))
    }
}
