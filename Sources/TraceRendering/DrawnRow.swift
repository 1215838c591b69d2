// The rows of a drawing: what stands on each arrow and in each note.

internal import CallGraph

/// A row of a drawing.
struct DrawnRow {
    /// What is drawn.
    enum Shape {
        /// A message between two places.
        case arrow(from: Int, to: Int)
        /// Words at a place, or at the left.
        case note(Int?)
    }

    /// Its place among the messages of the trace.
    var index: Int
    var time: Timestamp
    /// The number of the leg; nil where it belongs to none.
    var leg: Int?
    var shape: Shape
    /// What stands there: words of the network, controls spelt out, not escaped for any language yet.
    var label: String
    /// What kind of thing it is, for its looks.
    var style: LadderStyle

    /// The rows of a trace in order of time: messages, and those events that are not noise; log lines are
    /// too many for a drawing.
    static func rows(
        of trace: Trace, _ hosts: DrawnHosts, _ legs: LadderLegs
    ) -> [DrawnRow] {
        let methods = Dictionary(
            trace.dialogs.map { ($0.callID, $0.method) }, uniquingKeysWith: { first, _ in first })
        let options = LadderOptions()
        return trace.messages.enumerated().compactMap { index, message in
            switch message {
            case .sip(let row):
                guard let from = hosts.place(of: row.source),
                    let to = hosts.place(of: row.destination)
                else { return nil }
                let label = SIPLabel(
                    row, legMethod: methods[row.callID], options: options, glyphs: .unicode)
                return DrawnRow(
                    index: index, time: row.time,
                    leg: legs.number(of: Identity(.dialog, row.callID)),
                    shape: .arrow(from: from, to: to),
                    label: fit(label.long, Limits.drawnLabelCharactersMax),
                    style: LadderStyle(status: row.status))
            case .event(let row):
                guard !NoisyRun.isNoisy(row), !legs.loopbacks.contains(row.uuid) else {
                    return nil
                }
                let detail = row.detail.map { " \($0)" } ?? ""
                return DrawnRow(
                    index: index, time: row.time, leg: legs.number(ofSwitchName: row.uuid),
                    shape: .note(hosts.place(ofNode: row.node)),
                    label: fit("\(row.node): \(row.name)\(detail)", Limits.drawnNoteCharactersMax),
                    style: .dim)
            case .quality(let row):
                return DrawnRow(
                    index: index, time: row.time,
                    leg: legs.number(of: Identity(.dialog, row.callID)),
                    shape: .note(hosts.place(ofNode: row.node)),
                    label: fit("quality: \(row.words)", Limits.drawnNoteCharactersMax),
                    style: .dim)
            case .log: return nil
            }
        }
    }

    private static func fit(_ text: String, _ columns: Int) -> String {
        TerminalText.fit(text, columns: columns, unicode: true)
    }
}

extension QualityRow {
    /// `loss 1.2 %, jitter 3.0 ms`.
    var words: String {
        var parts: [String] = []
        func add(_ name: String, _ value: Double?, scale: Double, decimals: Int, unit: String) {
            guard let value, value.isFinite else { return }
            parts.append("\(name) \(Decimal.text(value * scale, decimals: decimals))\(unit)")
        }
        add("loss", loss, scale: 100, decimals: 1, unit: " %")
        add("jitter", jitterSeconds, scale: 1000, decimals: 1, unit: " ms")
        add("round trip", roundTripSeconds, scale: 1000, decimals: 1, unit: " ms")
        add("MOS", mos, scale: 1, decimals: 2, unit: "")
        return parts.isEmpty ? "nothing measured" : parts.joined(separator: ", ")
    }
}
