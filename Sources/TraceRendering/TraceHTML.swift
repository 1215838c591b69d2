// A trace as a page that needs nothing else.

package import CallGraph

/// Writes a trace as one HTML file: what happened in words, findings, the drawing, the legs with the evidence
/// of each link, every message, event and log line.
///
/// The page loads nothing and runs nothing: its content security policy allows its own style sheet, by its
/// digest, and nothing else. Every text of the network is escaped.
package struct TraceHTML {
    /// What the page allows itself; to be sent as a header as well.
    package static let policy =
        "default-src 'none'; style-src '\(DrawingStyle.wholeDigest)'; base-uri 'none'; "
        + "form-action 'none'"

    private let trace: Trace
    private let legs: LadderLegs
    private var html = ""

    /// The page, UTF-8.
    package static func render(_ trace: Trace) -> [UInt8] {
        var page = TraceHTML(trace)
        page.writeHead()
        page.writeFindings()
        page.html += "<h2>Ladder</h2><div class=\"wide\">"
        page.html += TraceSVG.drawing(of: trace, style: "", hasAnchors: true)
        page.html += "</div>\n"
        page.writeLegs()
        page.writeCompany()
        page.writeMessages()
        page.html += "</body></html>\n"
        return Array(page.html.utf8)
    }

    private init(_ trace: Trace) {
        self.trace = trace
        legs = LadderLegs(trace)
    }

    private mutating func writeHead() {
        let lines = CallSentence(trace) { Self.show($0) }.lines()
        html += """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="\(Self.policy)">
            <meta name="viewport" content="width=device-width">
            <meta name="referrer" content="no-referrer">
            <title>\(lines.first ?? "a call")</title>
            <style>\(DrawingStyle.whole)</style></head><body>
            <h1>\(lines.first ?? "")</h1>\n
            """
        for line in lines.dropFirst() { html += "<p>\(line)</p>\n" }
        let tenant = trace.call.tenant.map { ", tenant \(Self.show($0))" } ?? ""
        html += "<p class=\"dim\">call \(Self.show(trace.call.id))\(tenant)"
        if let cause = trace.call.causeText { html += ", \(Self.show(cause))" }
        html += "</p>\n"
        if !trace.isComplete {
            html += "<p class=\"bad\">Incomplete: parts of this call may be missing.</p>\n"
        }
        for warning in trace.warnings.prefix(Limits.findingsMax) {
            html += "<p class=\"bad\">\(Self.show(warning, Limits.sentenceColumnsMax))</p>\n"
        }
    }

    private mutating func writeFindings() {
        guard !trace.findings.isEmpty else { return }
        html += "<h2>Findings</h2><ul>\n"
        for finding in trace.findings {
            let look = finding.severity == .info ? "" : " class=\"bad\""
            let at = finding.at.map { " <span class=\"dim\">\(offset($0))</span>" } ?? ""
            html += "<li><b\(look)>\(finding.severity.rawValue)</b> \(Self.show(finding.code)): "
            html += "\(Self.show(finding.text, Limits.sentenceColumnsMax))\(at)</li>\n"
        }
        html += "</ul>\n"
    }

    private mutating func writeLegs() {
        guard !legs.all.isEmpty else { return }
        html +=
            "<h2>Legs</h2><table><tr><th>leg<th>from<th>to<th>Call-ID and channels<th>outcome</tr>\n"
        for leg in legs.all {
            let dialog = leg.dialog
            let ids =
                [dialog.map { Self.show($0.callID, Limits.identityColumnsMax) }].compactMap(\.self)
                + leg.channels.map { channel in
                    "channel \(Self.show(channel.uuid, Limits.identityColumnsMax)) on "
                        + Self.show(channel.node)
                        + (channel.hangupCause.map { ", \(Self.show($0))" } ?? "")
                }
            let status = dialog?.status.map { "\($0) " } ?? ""
            html += "<tr><td>\(leg.number)<td>\(Self.show(dialog?.from ?? ""))"
            html += "<td>\(Self.show(dialog.map { "\($0.to) \($0.domain)" } ?? ""))"
            html += "<td>\(ids.joined(separator: "<br>"))"
            html +=
                "<td>\(status)\(Self.show(dialog?.reason ?? dialog?.outcome.rawValue ?? ""))</tr>\n"
        }
        html += "</table>\n"
        guard !trace.links.isEmpty else { return }
        html +=
            "<h2>Links and what showed them</h2><table><tr><th>of<th>and<th>kind<th>strength<th>evidence</tr>\n"
        for link in trace.links {
            let evidence = link.evidence.map { one in
                let event = one.event.map { " in \(Self.show($0))" } ?? ""
                return "\(Self.show(one.name))\(event) of \(Self.show(one.node)) "
                    + "<span class=\"dim\">\(offset(one.time))</span>"
            }
            html += "<tr><td>\(name(link.a))<td>\(name(link.b))<td>\(link.kind.rawValue)"
            html += "<td>\(link.strength.rawValue)<td>\(evidence.joined(separator: "<br>"))</tr>\n"
        }
        html += "</table>\n"
    }

    private mutating func writeCompany() {
        for hub in trace.hubs {
            html += "<h2>\(Self.show(hub.kind)) \(Self.show(hub.name))</h2><ul>\n"
            for member in hub.members {
                let until = member.until.map { " to \(offset($0))" } ?? ""
                html += "<li>\(name(member.identity)) <span class=\"dim\">"
                html += "\(offset(member.from))\(until)</span></li>\n"
            }
            html += "</ul>\n"
        }
        guard !trace.related.isEmpty else { return }
        html += "<h2>Related, and not part of the call</h2><ul>\n"
        for related in trace.related {
            html += "<li>\(name(related.identity)): "
            html += "\(Self.show(related.why, Limits.sentenceColumnsMax))</li>\n"
        }
        html += "</ul>\n"
    }

    private mutating func writeMessages() {
        html += "<h2>Messages, events and log lines</h2>\n"
        let methods = Dictionary(
            trace.dialogs.map { ($0.callID, $0.method) }, uniquingKeysWith: { first, _ in first })
        for (index, message) in trace.messages.enumerated() {
            html += "<details id=\"m\(index)\"><summary>\(offset(message.time)) "
            switch message {
            case .sip(let row):
                let label = SIPLabel(
                    row, legMethod: methods[row.callID], options: LadderOptions(), glyphs: .unicode)
                let nodes = row.seenBy.map { Self.show($0.node) }.joined(separator: ", ")
                html += "\(leg(legs.number(of: Identity(.dialog, row.callID))))"
                html += "<b>\(MarkupText.escape(label.long))</b> \(row.source.text) → "
                html += "\(row.destination.text) \(Self.show(row.transport)) "
                html += "<span class=\"dim\">\(nodes)</span></summary>"
                html += "<pre>\(MarkupText.escapeLines(row.text))</pre>"
            case .event(let row):
                html += "\(leg(legs.number(ofSwitchName: row.uuid)))\(Self.show(row.node)): "
                html += "\(Self.show(row.name))</summary>"
                html += "<pre>\(MarkupText.escapeLines(row.detail ?? ""))</pre>"
            case .log(let row):
                html += "\(leg(legs.number(ofSwitchName: row.uuid)))\(Self.show(row.node)): log "
                html += "\(Self.show(row.level)) "
                html += "\(Self.show(String(LogLine(row.text).text), 120))</summary>"
                html += "<pre>\(MarkupText.escapeLines(row.text))</pre>"
            case .quality(let row):
                html += "\(leg(legs.number(of: Identity(.dialog, row.callID))))"
                html += "\(Self.show(row.node)): quality</summary><pre>\(row.words)</pre>"
            }
            html += "</details>\n"
        }
    }

    private func leg(_ number: Int?) -> String { number.map { "leg \($0) " } ?? "" }

    private func offset(_ time: Timestamp) -> String {
        LadderGutter.offset(time, since: trace.call.start)
    }

    /// A leg by its number, anything else by its name.
    private func name(_ identity: Identity) -> String {
        let name = Self.show(identity.id, Limits.identityColumnsMax)
        return legs.number(of: identity).map { "\(identity.kind.rawValue) of leg \($0)" }
            ?? "\(identity.kind.rawValue) \(name)"
    }

    private static func show(_ text: String, _ columns: Int = Limits.nameColumnsMax) -> String {
        MarkupText.escape(TerminalText.fit(text, columns: columns, unicode: true))
    }
}
