// The figures as a table of text.

/// Writes figures in columns, those with bounds first.
enum FigureTable {
    /// The table, in Markdown, so that it can stand in a document as it is.
    static func text(_ figures: [Figure]) -> String {
        let bounded = figures.filter { $0.must != nil }
        let told = figures.filter { $0.must == nil }
        var text = table(
            ["what", "must", "aim", "measured", "ok"],
            bounded.map { figure in
                [
                    figure.name, bound(figure.must, figure), bound(figure.aim, figure),
                    "\(Figure.text(figure.value)) \(figure.unit)", figure.verdict,
                ]
            })
        if !told.isEmpty {
            text += "\n\n"
            text += table(
                ["also", "measured"],
                told.map { [$0.name, "\(Figure.text($0.value)) \($0.unit)"] })
        }
        return text
    }

    private static func bound(_ value: Double?, _ figure: Figure) -> String {
        guard let value else { return "–" }
        return (figure.sense == .lower ? "≤ " : "≥ ") + Figure.text(value)
    }

    private static func table(_ head: [String], _ rows: [[String]]) -> String {
        let widths = head.indices.map { column in
            ([head] + rows).map { $0[column].count }.max() ?? 0
        }
        func line(_ cells: [String]) -> String {
            let padded = cells.enumerated().map { column, cell in
                cell + String(repeating: " ", count: widths[column] - cell.count)
            }
            return "| " + padded.joined(separator: " | ") + " |"
        }
        let rule = "|" + widths.map { String(repeating: "-", count: $0 + 2) + "|" }.joined()
        return ([line(head), rule] + rows.map(line)).joined(separator: "\n")
    }
}
