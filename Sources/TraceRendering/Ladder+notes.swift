// What switches say between the arrows.

internal import CallGraph

extension Ladder {
    /// Writes an event on a row of its own: `· fs1: CHANNEL_ANSWER`.
    ///
    /// `isComplete` says that the application that it began was over at once.
    mutating func emitEvent(_ event: EventRow, isComplete: Bool) {
        var text = fit(event.name)
        if let detail = event.detail, !detail.isEmpty { text += " \(naming(detail))" }
        emitNote(
            text, more: isComplete ? ", complete" : "", node: event.node, time: event.time,
            leg: legs.number(ofSwitchName: event.uuid), style: .plain)
    }

    /// Writes a log line: `· fs1: log info: EXECUTE … (+4 lines)`.
    mutating func emitLog(_ log: LogRow) {
        let line = LogLine(log.text)
        // The count of lines must outlive the cut.
        let more =
            line.moreLines > 0 ? " (+\(line.moreLines) line\(line.moreLines == 1 ? "" : "s"))" : ""
        emitNote(
            "log \(fit(log.level, 12)): \(line.text)", more: more, node: log.node, time: log.time,
            leg: legs.number(ofSwitchName: log.uuid)
                ?? log.callID.flatMap { legs.number(of: Identity(.dialog, $0)) },
            style: LadderStyle(level: log.level))
    }

    /// Writes a quality report: `· rtp1: quality: loss 0.4 %, jitter 2.0 ms`.
    mutating func emitQuality(_ report: QualityRow) {
        let isBad = report.loss.map { $0 > 0.05 } ?? false
        emitNote(
            "quality: \(report.words)", node: report.node, time: report.time,
            leg: legs.number(of: Identity(.dialog, report.callID)), style: isBad ? .warning : .plain
        )
    }

    /// Columns for the words of a switch at the left margin, its bullet and its name taken off.
    func noteRoom(_ node: String) -> Int {
        max(options.usableWidth - gutter.columns - 2 - TerminalText.columns(of: noteName(node)), 1)
    }

    /// Writes words on the lifeline of their switch, if they fit right of it; else from the left margin,
    /// with a bullet on that lifeline if it stays free. `more` is never cut off.
    mutating func emitNote(
        _ text: String, more: String = "", node: String, time: Timestamp, leg: Int?,
        style: LadderStyle
    ) {
        var row = row(at: time, leg: leg)
        let lifeline = columns.index(ofNode: node).map { columns.position($0) }
        let room = max(noteRoom(node) - TerminalText.columns(of: more), 1)
        let words = "\(glyphs.bullet) \(noteName(node))\(fit(text, room))\(more)"
        let wordColumns = TerminalText.columns(of: words)
        let start = lifeline.flatMap { $0 + wordColumns <= options.usableWidth ? $0 : nil }
        let end = row.put(words, at: start ?? gutter.columns, style: style)
        if let lifeline, lifeline > end { row.put(glyphs.bullet, at: lifeline, style: style) }
        emit(row)
    }

    private func noteName(_ node: String) -> String { node.isEmpty ? "" : "\(fit(node)): " }

    /// A detail with the name of a known channel replaced by its leg: `with leg 2`.
    private func naming(_ detail: String) -> String {
        let words = detail.split(separator: " ", maxSplits: 2)
        guard words.count == 2, let leg = legs.number(of: Identity(.channel, String(words[1])))
        else {
            return detail
        }
        return "\(words[0]) leg \(leg)"
    }
}
