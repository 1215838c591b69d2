// SIP messages as arrows between lifelines.

internal import CallGraph

extension Ladder {
    /// Writes the arrow of a message.
    mutating func emitArrow(_ message: SIPRow) {
        let leg = legs.number(of: Identity(.dialog, message.callID))
        let row = row(at: message.time, leg: leg)
        guard let source = columns.index(of: message.source),
            let destination = columns.index(of: message.destination)
        else { return emit(row) }
        let label = SIPLabel(
            message, legMethod: methods[message.callID], options: options, glyphs: glyphs)
        let style = LadderStyle(status: message.status)
        if source == destination {
            emitLoop(message, label: label, at: source, style: style, on: row)
        } else {
            emitArrow(
                message, label: label, from: source, to: destination, style: style, on: row)
        }
    }

    /// A message from a host to itself, or between two hosts that share a column.
    private mutating func emitLoop(
        _ message: SIPRow, label: SIPLabel, at column: Int, style: LadderStyle, on row: LadderRow
    ) {
        var row = row
        var place = "to itself"
        if columns.isShared(message.source) {
            place = "\(message.source.text) \(glyphs.to) \(message.destination.text)"
        } else if message.source.port != message.destination.port {
            place = ":\(message.source.port) \(glyphs.to) :\(message.destination.port)"
        }
        let position = columns.position(column)
        row.put(glyphs.leavesRight + glyphs.headLeft, at: position, style: style)
        // The last blank keeps words and lifelines apart; past the last lifeline it is trimmed.
        row.put(" \(label.long), \(place) ", at: position + 2, style: style)
        emit(row)
    }

    private mutating func emitArrow(
        _ message: SIPRow, label: SIPLabel, from source: Int, to destination: Int,
        style: LadderStyle, on row: LadderRow
    ) {
        let isRight = source < destination
        let left = columns.position(min(source, destination))
        let right = columns.position(max(source, destination))
        var arrow = row
        arrow.put(
            String(repeating: glyphs.dash, count: right - left - 1), at: left + 1, style: style)
        for index in (min(source, destination) + 1)..<max(source, destination) {
            arrow.put(glyphs.crossing, at: columns.position(index), style: style)
        }
        arrow.put(
            isRight ? glyphs.leavesRight : glyphs.leavesLeft, at: isRight ? left : right,
            style: style)
        arrow.put(
            isRight ? glyphs.headRight : glyphs.headLeft, at: isRight ? right - 1 : left + 1,
            style: style)

        // Beside the host that sent it, or over the whole arrow where that is too narrow.
        let step = columns.position(1) - columns.position(0)
        let first = isRight ? left..<(left + step) : (right - step)..<right
        let whole = left..<right
        let label = located(label, message, isRight: isRight)
        // Room for the arrowhead and a dash on either side.
        let words = label.fitting(first.count - 4) ?? label.fitting(whole.count - 4)
        guard let words else {
            // Too narrow for any of it: the words stand over the arrow.
            var above = columns.row(glyphs)
            above.put(label.long + " ", at: left + 1, style: style)
            emit(above)
            return emit(arrow)
        }
        let wordColumns = TerminalText.columns(of: words)
        let span = wordColumns <= first.count - 4 ? first : whole
        let padded = wordColumns + 2 <= span.count - 4 ? " \(words) " : words
        let free = span.count - 4 - TerminalText.columns(of: padded)
        arrow.put(padded, at: span.lowerBound + (isRight ? 2 : 3) + free / 2, style: style)
        emit(arrow)
    }

    /// The label with what the columns' heads do not say: ports, and hosts that share a column.
    private func located(_ label: SIPLabel, _ message: SIPRow, isRight: Bool) -> SIPLabel {
        func side(_ endpoint: Endpoint) -> String {
            columns.isShared(endpoint) ? endpoint.text : columns.portLabel(of: endpoint) ?? ""
        }
        let (source, destination) = (side(message.source), side(message.destination))
        var label = label
        label.left = isRight ? source : destination
        label.right = isRight ? destination : source
        return label
    }
}
