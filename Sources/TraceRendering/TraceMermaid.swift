// A trace as a sequence diagram in Mermaid's language.

package import CallGraph

/// Writes a trace as a Mermaid `sequenceDiagram`, for tickets and wikis.
package enum TraceMermaid {
    /// The diagram as text.
    package static func render(_ trace: Trace) -> String {
        let hosts = DrawnHosts(trace)
        let legs = LadderLegs(trace)
        let all = DrawnRow.rows(of: trace, hosts, legs)
        var lines = ["sequenceDiagram"]
        for line in CallSentence(trace, show: { escape(fit($0)) }).lines() {
            lines.append("    %% \(line.replacing("; ", with: ", "))")
        }
        for (place, host) in hosts.all.enumerated() {
            let name = host.name.map { escape(fit($0)) + "<br/>" } ?? ""
            lines.append("    participant h\(place) as \(name)\(escape(fit(host.address)))")
        }
        for row in all.prefix(Limits.mermaidRowsMax) {
            let offset = LadderGutter.offset(row.time, since: trace.call.start)
            let label = "\(escape(row.label)) (\(offset))"
            switch row.shape {
            case .arrow(let from, let to):
                let arrow = isResponse(row, trace) ? "-->>" : "->>"
                lines.append("    h\(from)\(arrow)h\(to): \(label)")
            case .note(let place):
                guard !hosts.all.isEmpty else { continue }
                lines.append("    Note over h\(place ?? 0): \(label)")
            }
        }
        if all.count > Limits.mermaidRowsMax {
            lines.append("    %% and \(all.count - Limits.mermaidRowsMax) more")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func isResponse(_ row: DrawnRow, _ trace: Trace) -> Bool {
        guard case .sip(let message) = trace.messages[row.index] else { return false }
        return message.status != nil
    }

    /// Everything but letters, digits, blanks and a few signs as an entity (`#35;`), so that nothing of the
    /// network is part of the language: `;` ends a line there, `end` ends a block, `<` begins markup.
    static func escape(_ text: String) -> String {
        var escaped = ""
        for scalar in TerminalText.escape(text).unicodeScalars {
            switch scalar.value {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x20, 0x2D, 0x2E, 0x2F, 0x5F, 0x28, 0x29,
                0x2C, 0xA0...:
                escaped.unicodeScalars.append(scalar)
            default: escaped += "#\(scalar.value);"
            }
        }
        return escaped.split(separator: " ", omittingEmptySubsequences: false)
            .map {
                $0.lowercased() == "end"
                    ? "#\($0.unicodeScalars.first?.value ?? 0x65);\($0.dropFirst())" : String($0)
            }
            .joined(separator: " ")
    }

    private static func fit(_ text: String) -> String {
        TerminalText.fit(text, columns: Limits.nameColumnsMax, unicode: true)
    }
}
