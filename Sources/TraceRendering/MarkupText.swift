// Text of the network, made safe to stand in markup.

/// Writes XML and HTML. Whatever is not ours goes through ``escape(_:)``.
enum MarkupText {
    /// The text as it may stand between tags and in a quoted attribute, of XML and of HTML.
    ///
    /// What could steer a reader (controls, reordering, invisible signs) is spelt out first: XML 1.0 cannot say
    /// controls at all.
    static func escape(_ text: String) -> String { entities(TerminalText.escape(text)) }

    /// The same for a text of many lines, whose line ends stay.
    static func escapeLines(_ text: String) -> String {
        // By scalars: CR LF is one character.
        text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let line = line.last == "\r" ? line.dropLast() : line
            return escape(String(String.UnicodeScalarView(line)))
        }.joined(separator: "\n")
    }

    private static func entities(_ text: String) -> String {
        var escaped = ""
        escaped.reserveCapacity(text.utf8.count + 16)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            case "`": escaped += "&#96;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
