// Text of the network, made safe to show in a terminal.

/// Makes text safe for a terminal and counts the columns it takes.
package enum TerminalText {
    /// The text with everything that could steer a terminal, or hide from the reader, spelt out.
    ///
    /// Controls (C0, DEL, C1), line and paragraph separators, bidirectional and other format characters,
    /// variation selectors, private and unassigned characters, and combining marks that have nothing
    /// to stand on become `\x1b` or `\u{202e}`. Escaping twice changes nothing more.
    package static func escape(_ text: String) -> String { escape(text, unicode: true) }

    /// The same; without `unicode`, everything beyond ASCII is spelt out too.
    static func escape(_ text: String, unicode: Bool) -> String {
        var escaped = ""
        var writer = Writer(unicode: unicode)
        for scalar in text.unicodeScalars { _ = writer.write(scalar, to: &escaped) }
        return escaped
    }

    /// The escaped text, cut to so many columns; a cut one ends with an ellipsis.
    ///
    /// Reads no more of `text` than can be shown.
    static func fit(_ text: String, columns: Int, unicode: Bool) -> String {
        let ellipsis = unicode ? "…" : "..."
        let ellipsisColumns = unicode ? 1 : 3
        guard columns >= ellipsisColumns else {
            return columns > 0 ? String(repeating: ".", count: columns) : ""
        }
        var shown = ""
        var used = 0
        /// Where to cut if the rest turns out not to fit.
        var cut = shown.endIndex
        var writer = Writer(unicode: unicode)
        for scalar in text.unicodeScalars {
            used += writer.write(scalar, to: &shown)
            if used > columns { return String(shown[..<cut]) + ellipsis }
            if used <= columns - ellipsisColumns { cut = shown.endIndex }
        }
        return shown
    }

    /// The columns that escaped text takes.
    static func columns(of text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + columns(of: $1) }
    }

    /// True for what a terminal acts on instead of showing it, or what reorders the text around it;
    /// all of it below U+10000.
    static func steersTerminal(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1f, 0x7f...0x9f, 0x061c, 0x200e...0x200f, 0x2028...0x202e, 0x2066...0x2069:
            true
        default: false
        }
    }

    /// True for what is spelt out.
    fileprivate static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        if steersTerminal(scalar) { return true }
        switch scalar.value {
        case 0x20...0x7e, 0xa0...0xac, 0xae...0x2ff: return false
        // They change how wide the character before them is, differently in each terminal.
        case 0xfe00...0xfe0f, 0xe0100...0xe01ef, 0x180b...0x180d: return true
        default: break
        }
        return switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate,
            .unassigned:
            true
        default: false
        }
    }

    /// Writes scalars one by one, knowing how many marks the last character bears.
    private struct Writer {
        let unicode: Bool
        /// Marks that may still follow; none at the start of a text.
        private var marksLeft = 0

        init(unicode: Bool) { self.unicode = unicode }

        /// Appends a scalar, spelt out if it must be; gives the columns it takes.
        mutating func write(_ scalar: Unicode.Scalar, to text: inout String) -> Int {
            let isASCII = scalar.value < 0x7f
            let columns = TerminalText.columns(of: scalar)
            if isHidden(scalar) || (!unicode && !isASCII) || (columns == 0 && marksLeft == 0) {
                marksLeft = 0
                let digits = String(scalar.value, radix: 16)
                let escape =
                    scalar.value < 0x100
                    ? "\\x" + (digits.utf8.count < 2 ? "0" : "") + digits : "\\u{\(digits)}"
                text += escape
                return escape.utf8.count
            }
            marksLeft = columns == 0 ? marksLeft - 1 : Limits.marksPerCharacterMax
            text.unicodeScalars.append(scalar)
            return columns
        }
    }
}
