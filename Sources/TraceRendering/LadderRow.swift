// One line of the output, built up out of pieces at columns.

/// A line of terminal cells.
///
/// Every text that is put here is escaped here, so that nothing from the network can reach a terminal
/// past it, whatever the caller forgot.
struct LadderRow {
    private struct Cell {
        /// One character with its marks; empty in the right half of a wide one.
        var text: String
        var style: LadderStyle
    }

    private static let blank = Cell(text: " ", style: .plain)
    private var cells: [Cell] = []

    /// An empty line.
    init() {}

    /// A line that begins with this text.
    init(_ text: String, style: LadderStyle = .plain) { put(text, at: 0, style: style) }

    /// The columns in use.
    var columns: Int { cells.count }

    /// Puts a text over whatever is there; gives the column after it.
    @discardableResult
    mutating func put(_ text: String, at column: Int, style: LadderStyle = .plain) -> Int {
        var at = max(column, 0)
        var last: Int?
        for scalar in TerminalText.escape(text).unicodeScalars {
            switch TerminalText.columns(of: scalar) {
            case 0:
                if let last { cells[last].text.unicodeScalars.append(scalar) }
            case 1:
                set(at, Cell(text: String(scalar), style: style))
                last = at
                at += 1
            default:
                set(at, Cell(text: String(scalar), style: style))
                set(at + 1, Cell(text: " ", style: style))
                cells[at + 1].text = ""
                last = at
                at += 2
            }
        }
        return at
    }

    /// Puts a text after everything that is there.
    mutating func append(_ text: String, style: LadderStyle = .plain) {
        put(text, at: columns, style: style)
    }

    /// The line without trailing blanks and without a line end; ESC only with `color`.
    func text(color: Bool) -> String {
        var end = cells.endIndex
        while end > 0, cells[end - 1].text == " " { end -= 1 }
        var line = ""
        var style = LadderStyle.plain
        for cell in cells[..<end] {
            if color, cell.style != style {
                if style.parameters != nil { line += "\u{1b}[0m" }
                if let parameters = cell.style.parameters { line += "\u{1b}[\(parameters)m" }
                style = cell.style
            }
            line += cell.text
        }
        if color, style.parameters != nil { line += "\u{1b}[0m" }
        return line
    }

    /// Sets a cell; a wide character that loses one half loses the other.
    private mutating func set(_ at: Int, _ cell: Cell) {
        while cells.count <= at { cells.append(Self.blank) }
        if cells[at].text.isEmpty, at > 0 { cells[at - 1].text = " " }
        if at + 1 < cells.count, cells[at + 1].text.isEmpty { cells[at + 1].text = " " }
        cells[at] = cell
    }
}
