// The head of a ladder: what happened, in words.

internal import CallGraph

extension Ladder {
    /// Writes the sentences, what is missing, and the findings.
    mutating func renderHead() {
        let show = { [self] (text: String) in fit(text) }
        for (index, line) in CallSentence(trace, show: show).lines().enumerated() {
            emit(line, style: index == 0 ? .bold : .plain)
        }
        emit(size(), style: .dim)
        if !trace.isComplete {
            emit("INCOMPLETE  parts of this call may be missing", style: .warning)
        }
        for warning in trace.warnings.prefix(Limits.findingsMax) {
            emit("WARNING  \(fit(warning, Limits.sentenceColumnsMax))", style: .warning)
        }
        emitRest(trace.warnings.count, "warnings")
        for finding in trace.findings.prefix(Limits.findingsMax) {
            let word =
                switch finding.severity {
                case .info: "NOTE"
                case .warning: "WARNING"
                case .error: "ERROR"
                }
            var row = LadderRow("\(word)  ", style: LadderStyle(finding.severity))
            row.append(fit(finding.code), style: .bold)
            row.append(": \(fit(finding.text, Limits.sentenceColumnsMax))")
            if let at = finding.at {
                row.append("  \(LadderGutter.offset(at, since: gutter.start))", style: .dim)
            }
            emit(row)
        }
        emitRest(trace.findings.count, "findings")
    }

    private mutating func emitRest(_ count: Int, _ what: String) {
        guard count > Limits.findingsMax else { return }
        emit("and \(count - Limits.findingsMax) more \(what)", style: .dim)
    }

    /// `call 5f…, tenant acme: 2 legs, 27 SIP messages, 41 events (not shown)`.
    private func size() -> String {
        var counts = (sip: 0, events: 0, logs: 0, reports: 0)
        for message in trace.messages {
            switch message {
            case .sip: counts.sip += 1
            case .event: counts.events += 1
            case .log: counts.logs += 1
            case .quality: counts.reports += 1
            }
        }
        var parts = [Self.count(legs.all.count, "leg"), Self.count(counts.sip, "SIP message")]
        for (count, word, isShown) in [
            (counts.events, "event", options.showEvents),
            (counts.logs, "log line", options.showLogs),
            (counts.reports, "quality report", true),
        ] where count > 0 {
            parts.append(Self.count(count, word) + (isShown ? "" : " (not shown)"))
        }
        if !legs.loopbacks.isEmpty {
            parts.append("\(Self.count(legs.loopbacks.count, "loopback")) (not shown)")
        }
        let tenant = trace.call.tenant.map { ", tenant \(fit($0))" } ?? ""
        return "call \(fit(trace.call.id))\(tenant): \(parts.joined(separator: ", "))"
    }

    private static func count(_ count: Int, _ word: String) -> String {
        "\(count) \(word)\(count == 1 ? "" : "s")"
    }
}
