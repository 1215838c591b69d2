// A list of calls as a table for the terminal.

/// Renders calls one a line, under a line of headings, in aligned columns.
package enum CallTable {
    /// A call in the words of the table; empty where nothing is known.
    package struct Row: Sendable {
        /// When it began, RFC 3339 in UTC.
        package var start: String
        /// Who called.
        package var from: String
        /// Who was called.
        package var to: String
        /// Where the callee is at home.
        package var domain: String
        /// How it ended.
        package var outcome: String
        /// With which status.
        package var status: String
        /// How long it was talked.
        package var duration: Double?
        /// Who saw it.
        package var node: String
        /// Its name.
        package var callID: String

        /// A row of these words.
        package init(
            start: String, from: String, to: String, domain: String, outcome: String,
            status: String, duration: Double?, node: String, callID: String
        ) {
            self.start = start
            self.from = from
            self.to = to
            self.domain = domain
            self.outcome = outcome
            self.status = status
            self.duration = duration
            self.node = node
            self.callID = callID
        }
    }

    /// The table. All words come from the network: what could steer the terminal is spelt out, and what
    /// is too long for its column is cut. The Call-ID stands last and whole.
    package static func render(_ rows: [Row]) -> String {
        let headings = [
            "START (UTC)", "FROM", "TO", "DOMAIN", "OUTCOME", "STATUS", "TALKED", "NODE", "CALL-ID",
        ]
        let lines = [headings] + rows.map(cells)
        var widths = [Int](repeating: 0, count: headings.count)
        for line in lines {
            for (index, cell) in line.enumerated() {
                widths[index] = max(widths[index], TerminalText.columns(of: cell))
            }
        }
        var text = ""
        for line in lines {
            for (index, cell) in line.enumerated() {
                text += cell
                guard index < line.count - 1 else { continue }
                let gap = widths[index] - TerminalText.columns(of: cell) + 2
                text += String(repeating: " ", count: gap)
            }
            text += "\n"
        }
        return text
    }

    /// Rows of columns that are as wide in every answer, for calls that come one by one.
    package static func lines(_ rows: [Row], withHeadings: Bool) -> String {
        let widths = [12, 16, 16, 16, 12, 6, 8, 12]
        let headings = [
            "START (UTC)", "FROM", "TO", "DOMAIN", "OUTCOME", "STATUS", "TALKED", "NODE", "CALL-ID",
        ]
        var text = ""
        for cells in (withHeadings ? [headings] : []) + rows.map(cells) {
            for (index, cell) in cells.enumerated() {
                guard index < widths.count else {
                    text += cell + "\n"
                    continue
                }
                // Of the start only the time of the day.
                let short = index == 0 && cell.utf8.count == 23 ? String(cell.dropFirst(11)) : cell
                let cut = TerminalText.fit(short, columns: widths[index], unicode: true)
                let gap = widths[index] - TerminalText.columns(of: cut) + 1
                text += cut + String(repeating: " ", count: max(gap, 1))
            }
        }
        return text
    }

    private static func cells(_ row: Row) -> [String] {
        let short = Limits.tableCellColumnsMax
        return [
            moment(row.start), fit(row.from, short), fit(row.to, short), fit(row.domain, short),
            fit(row.outcome, short), fit(row.status, short),
            row.duration.map { Decimal.text($0, decimals: 1...1) + " s" } ?? "-",
            fit(row.node, short), fit(row.callID, Limits.identityColumnsMax),
        ]
    }

    private static func fit(_ text: String, _ columns: Int) -> String {
        text.isEmpty ? "-" : TerminalText.fit(text, columns: columns, unicode: true)
    }

    /// `2026-11-22T23:26:31.046767Z` as `2026-11-22 23:26:31.046`; anything else as it is.
    private static func moment(_ text: String) -> String {
        guard text.utf8.count == 27, text.utf8.allSatisfy({ (0x20...0x7e).contains($0) }) else {
            return fit(text, 27)
        }
        return String(text.dropLast(4)).replacing("T", with: " ")
    }
}
