// A diagnosis for a terminal.

internal import CallGraph
internal import TraceRendering

/// Renders a diagnosis as lines of text. Nothing in it can steer a terminal.
package enum DiagnosisText {
    /// The whole text, with a line feed at the end.
    package static func render(_ diagnosis: Diagnosis, color: Bool = false) -> String {
        let snapshot = diagnosis.snapshot
        var lines = [headline(diagnosis), ""]
        for remark in diagnosis.remarks {
            lines.append(mark(remark.severity, color: color) + TerminalText.escape(remark.text))
            if !remark.advice.isEmpty { lines.append(indent + TerminalText.escape(remark.advice)) }
        }
        if !diagnosis.remarks.isEmpty { lines.append("") }
        lines.append(snapshot.nodes.isEmpty ? "Heard: nobody yet" : "Heard")
        for node in snapshot.nodes.prefix(Limits.namedMax) {
            let age = Words.duration(snapshot.now.seconds(since: node.lastSeen))
            lines.append(
                "  " + TerminalText.escape(node.name)
                    + "  \(age) ago, \(Words.count(node.activeCalls, "call")) up"
                    + (node.agent.map(words) ?? ""))
        }
        addRest(snapshot.nodes.count, to: &lines)
        if !snapshot.switches.isEmpty { lines += ["", "Switches"] }
        for one in snapshot.switches.prefix(Limits.namedMax) {
            let problem = one.problem.map { ": \(Words.quoted($0))" } ?? ""
            lines.append(
                "  "
                    + TerminalText.escape(
                        "\(one.name)  \(one.address)  \(one.state.rawValue)\(problem)"))
        }
        addRest(snapshot.switches.count, to: &lines)
        return lines.joined(separator: "\n") + "\n"
    }

    /// What an agent has sent: `, HEP 3, 100 packets (1.2 a second), clock right`.
    private static func words(_ agent: CollectorSnapshot.Agent) -> String {
        var parts: [String] = []
        if let version = agent.version { parts.append("HEP \(version)") }
        let rate = agent.packetsPerSecond.map { " (\(Words.rate($0)))" } ?? ""
        parts.append(Words.count(agent.packets, "packet") + rate)
        if let skew = agent.skewSeconds {
            parts.append("clock " + (abs(skew) < 0.1 ? "right" : Words.skew(skew)))
        }
        let faults = agent.faults.map { "\($0.count) \($0.reason)" }
        if !faults.isEmpty { parts.append("errors: " + Words.list(faults)) }
        return TerminalText.escape(parts.map { ", \($0)" }.joined())
    }

    private static let indent = "         "

    private static func headline(_ diagnosis: Diagnosis) -> String {
        let snapshot = diagnosis.snapshot
        let age = Words.duration(snapshot.now.seconds(since: snapshot.started))
        let errors = diagnosis.count(.error)
        let warnings = diagnosis.count(.warning)
        let verdict =
            errors + warnings == 0
            ? "nothing is wrong"
            : "\(Words.count(errors, "error")), \(Words.count(warnings, "warning"))"
        let version = TerminalText.escape(snapshot.version)
        return "calltrace \(version), up for \(age), "
            + "\(Words.count(snapshot.packets, "HEP packet")): \(verdict)"
    }

    private static func mark(_ severity: Finding.Severity, color: Bool) -> String {
        let (word, code) =
            switch severity {
            case .error: ("error    ", "31")
            case .warning: ("warning  ", "33")
            case .info: ("info     ", "36")
            }
        return color ? "\u{1b}[\(code)m\(word)\u{1b}[0m" : word
    }

    private static func addRest(_ count: Int, to lines: inout [String]) {
        if count > Limits.namedMax { lines.append("  and \(count - Limits.namedMax) more") }
    }
}
