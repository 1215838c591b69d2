// A trace as a drawing.

package import CallGraph

/// Draws the ladder of a trace as SVG 1.1: a column a host, an arrow a message, a colour a leg.
///
/// Light and dark follow the reader's system. The drawing loads nothing, holds no script, and every text of
/// the network is escaped.
package enum TraceSVG {
    private static let rowHeight = 24
    private static let headHeight = 58
    private static let gutter = 108
    private static let distance = 190
    /// How wide a sign is at most, of the size that the style sheet sets.
    private static let signWidth = 8

    /// A file of its own.
    package static func render(_ trace: Trace) -> [UInt8] {
        let drawing = drawing(of: trace, style: "<style>\(DrawingStyle.drawing)</style>")
        return Array(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\(drawing)\n".utf8)
    }

    /// The element; `style` is put into it, and rows lead to `#mN` when `hasAnchors`.
    static func drawing(of trace: Trace, style: String, hasAnchors: Bool = false) -> String {
        let hosts = DrawnHosts(trace)
        let legs = LadderLegs(trace)
        let all = DrawnRow.rows(of: trace, hosts, legs)
        let rows = all.prefix(Limits.drawnRowsMax)
        let width = gutter + max(hosts.all.count, 3) * distance
        let height = headHeight + (rows.count + 2) * rowHeight
        let sentence = CallSentence(trace) { MarkupText.escape(fit($0)) }.lines()
        var parts = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"ladder\" role=\"img\" "
                + "width=\"\(width)\" height=\"\(height)\" viewBox=\"0 0 \(width) \(height)\">",
            "<title>\(sentence.joined(separator: "; "))</title>", style,
            "<rect class=\"back\" width=\"\(width)\" height=\"\(height)\"/>",
        ]
        for (place, host) in hosts.all.enumerated() {
            parts.append(head(host, at: x(place), bottom: height - rowHeight))
        }
        for (number, row) in rows.enumerated() {
            let line = draw(
                row, y: headHeight + (number + 1) * rowHeight, trace, width: width)
            parts.append(hasAnchors ? "<a href=\"#m\(row.index)\">\(line)</a>" : line)
        }
        if all.count > rows.count {
            parts.append(
                text(
                    "and \(all.count - rows.count) more", x: gutter, y: height - 6,
                    class: "dim"))
        }
        parts.append("</svg>")
        return parts.joined(separator: "\n")
    }

    private static func x(_ place: Int) -> Int { gutter + place * distance + distance / 2 }

    private static func head(_ host: DrawnHosts.Host, at x: Int, bottom: Int) -> String {
        let name = host.name.map {
            text(MarkupText.escape(fit($0, 24)), x: x, y: 20, class: "name", anchor: "middle")
        }
        let address = text(
            MarkupText.escape(fit(host.address, 40)), x: x, y: 38, class: "dim", anchor: "middle")
        return (name ?? "") + address
            + "<line class=\"life\" x1=\"\(x)\" y1=\"\(headHeight - 10)\" x2=\"\(x)\" y2=\"\(bottom)\"/>"
    }

    private static func draw(
        _ row: DrawnRow, y: Int, _ trace: Trace, width: Int
    ) -> String {
        let leg = row.leg.map { " \($0)" } ?? ""
        let time = text(
            LadderGutter.offset(row.time, since: trace.call.start) + leg, x: gutter - 12, y: y,
            class: "dim", anchor: "end")
        let look = row.style == .failure ? "bad" : row.style == .dim ? "dim" : ""
        switch row.shape {
        case .note(let place):
            // On the side of its lifeline that has more room.
            let at = place.map { x($0) } ?? gutter
            let isLeft = at - gutter > width - at
            let room = max(at - gutter, width - at) / signWidth - 2
            return time
                + text(
                    MarkupText.escape("· " + fit(row.label, room)), x: at + (isLeft ? -6 : 6), y: y,
                    class: look, anchor: isLeft ? "end" : "start")
        case .arrow(let from, let to):
            let color = "g\((row.leg ?? 0) % 6)"
            let again = isAgain(row, trace) ? " again" : ""
            let (start, end) = (x(from), x(to))
            // No wider than its arrow; a message to itself has the way to the next lifeline.
            let room = max(abs(end - start), distance) / signWidth - (from == to ? 5 : 1)
            let line: String
            let middle: Int
            if from == to {
                line = "M\(start) \(y - 8)h26v10h-26m6 -4l-6 4l6 4"
                middle = start + 32
            } else {
                let back = start < end ? -7 : 7
                line = "M\(start) \(y + 2)H\(end)m\(back) -4L\(end) \(y + 2)l\(back) 4"
                middle = (start + end) / 2
            }
            return time + "<path class=\"arrow \(color)\(again)\" d=\"\(line)\"/>"
                + text(
                    MarkupText.escape(fit(row.label, room)), x: middle,
                    y: from == to ? y + 2 : y - 3, class: look,
                    anchor: from == to ? "start" : "middle")
        }
    }

    private static func isAgain(_ row: DrawnRow, _ trace: Trace) -> Bool {
        guard case .sip(let message) = trace.messages[row.index] else { return false }
        return message.isRetransmission
    }

    /// A text that is escaped already.
    private static func text(
        _ escaped: String, x: Int, y: Int, class look: String, anchor: String = "start"
    ) -> String {
        "<text x=\"\(x)\" y=\"\(y)\" text-anchor=\"\(anchor)\" class=\"\(look)\">\(escaped)</text>"
    }

    private static func fit(_ text: String, _ columns: Int = Limits.nameColumnsMax) -> String {
        TerminalText.fit(text, columns: columns, unicode: true)
    }
}
