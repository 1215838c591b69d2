// A call as the spans of one trace.

package import CallGraph

/// The spans of a call: the call as a whole, its legs, and the phases of each leg.
///
/// The trace has the call's own name, and each span's name follows from that and from what the span stands
/// for. So a call that is sent again, having grown meanwhile, has the same names for what was there.
package struct CallSpans {
    /// The call; nil when its name is none, and then there are no spans.
    package let call: CallIdentifier?
    /// The root first, then the legs in order of time, each before its phases.
    let spans: [TraceSpan]

    /// The spans of a trace.
    ///
    /// - Parameter known: the call that a leg was sent in before, if that is remembered. A leg of another
    ///   call that turned out to be part of this one is not sent a second time: a link of the root leads to
    ///   the spans that are there already.
    package init(_ trace: Trace, known: (Identity) -> CallIdentifier? = { _ in nil }) {
        guard let call = CallIdentifier(text: trace.call.id) else {
            (self.call, spans) = (nil, [])
            return
        }
        self.call = call
        var own: [Leg] = []
        var elsewhere: [(leg: Leg, call: CallIdentifier)] = []
        for leg in Leg.legs(of: trace) {
            if let other = known(leg.identity), other != call {
                elsewhere.append((leg, other))
            } else {
                own.append(leg)
            }
        }
        let isCut = own.count > Limits.legsPerTraceMax
        own = Array(own.prefix(Limits.legsPerTraceMax))
        let root = SpanIdentifier.root(of: call)
        let rows = LegRows(trace.messages, of: own)
        let legSpans = own.enumerated().flatMap { index, leg in
            LegSpans(
                leg, of: own.count, rows: rows.of(index), call: call, root: root, trace
            )
            .spans
        }
        var first = TraceSpan(
            trace: call, id: root, name: "call", kind: .inside, start: trace.call.start,
            end: trace.call.end ?? trace.messages.last?.time ?? trace.call.start)
        first.attributes = Self.attributes(of: trace, legs: own.count, isCut: isCut)
        first.problem = Self.problem(trace.call.outcome, cause: trace.call.causeText)
        SpanEvents(rows.others, legs: own.count).put(into: &first)
        SpanLinks(trace, elsewhere: elsewhere, known: known).put(into: &first)
        // A trace's view is as long as its root.
        for span in legSpans {
            first.start = min(first.start, span.start)
            first.end = max(first.end, span.end)
        }
        spans = [first] + legSpans
    }

    /// Each span as the JSON of one span.
    package func encoded() -> [[UInt8]] { spans.map { SpanWriter.json($0) } }

    /// Outcomes that are failures of the network, and not what people do: nobody answers, the line is
    /// busy, the number does not exist.
    static func isFailure(_ outcome: Outcome) -> Bool {
        switch outcome {
        case .timeout, .serverError, .clientError: true
        case .answered, .busy, .noAnswer, .abandoned, .rejected, .notFound, .redirect, .auth,
            .inProgress:
            false
        }
    }

    private static func problem(_ outcome: Outcome, cause: String?) -> String? {
        isFailure(outcome) ? cause ?? outcome.rawValue : nil
    }

    private static func attributes(
        of trace: Trace, legs: Int, isCut: Bool
    ) -> [SpanAttribute] {
        let caller = Dialog.caller(among: trace.dialogs, channels: trace.channels)
        var found: [SpanAttribute] = []
        found.add("calltrace.outcome", trace.call.outcome.rawValue)
        found.add("calltrace.tenant", trace.call.tenant)
        found.add("sip.call_id", caller?.callID)
        found.add("sip.method", caller?.method)
        found.add("sip.from.user", caller?.from)
        found.add("sip.to.user", caller?.to)
        found.add("sip.to.host", caller?.domain)
        found.add("sip.code", caller?.status)
        found.add("calltrace.setup_seconds", seconds: trace.call.setupSeconds)
        found.add("calltrace.talk_seconds", seconds: trace.call.durationSeconds)
        found.add("calltrace.hung_up_by", trace.call.hungUpBy)
        found.add("calltrace.cause", trace.call.cause)
        found.add("calltrace.cause_text", trace.call.causeText)
        if isFailure(trace.call.outcome) {
            found.add("error.type", caller?.status.map(String.init) ?? trace.call.outcome.rawValue)
        }
        found.add("calltrace.legs", legs)
        found.add("calltrace.complete", flag: trace.isComplete && !isCut)
        return found
    }
}
