// Lines with the ends that they came with.

/// Walks over lines.
enum MessageLines {
    /// The text with each line replaced; line ends stay as they are.
    static func map(_ text: String, _ change: (String) -> String) -> String {
        // By scalars: CR LF is one character.
        text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { part in
            let hasReturn = part.last == "\r"
            let line = String(String.UnicodeScalarView(hasReturn ? part.dropLast() : part))
            return change(line) + (hasReturn ? "\r" : "")
        }.joined(separator: "\n")
    }

    /// The lines of a header block, continuations joined to what they continue (RFC 3261 §7.3.1), each with
    /// its end.
    static func unfolded(_ text: String) -> [(line: String, end: String)] {
        var found: [(line: String, end: String)] = []
        let parts = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            let hasReturn = part.last == "\r"
            let line = String(String.UnicodeScalarView(hasReturn ? part.dropLast() : part))
            let end = (hasReturn ? "\r" : "") + (index < parts.count - 1 ? "\n" : "")
            if let first = line.first, first == " " || first == "\t", found.count > 1 {
                found[found.count - 1].line += " " + line.drop { $0 == " " || $0 == "\t" }
                found[found.count - 1].end = end
            } else {
                found.append((line, end))
            }
        }
        return found
    }
}
