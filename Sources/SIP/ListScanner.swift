// Values one after the other in a header that holds a list.

/// Walks over values separated by commas, inside quotes and angle brackets excepted.
///
/// A quote or bracket that is never closed counts as an ordinary byte, and is looked for once only,
/// so that a value of nothing but quotes takes linear time.
struct ListScanner {
    /// Where the next value begins.
    private(set) var position: Int

    /// Where the header's value ends.
    let end: Int

    /// True when a quote or bracket was not closed.
    private(set) var isUnterminated = false

    private var isAtEnd: Bool
    private var hasClosingQuotes = true
    private var hasClosingBrackets = true

    init(_ position: Int, _ end: Int) {
        self.position = position
        self.end = end
        isAtEnd = position >= end
    }

    /// The next value without whitespace around it, which may be empty; nil at the end.
    mutating func next(_ bytes: Span<UInt8>) -> (lower: Int, upper: Int)? {
        guard !isAtEnd else { return nil }
        let start = position
        while position < end {
            switch bytes[position] {
            case ASCII.comma:
                let value = bytes.trimmed(start, position)
                position += 1
                return value
            case ASCII.quote where hasClosingQuotes:
                if let closing = bytes.closingQuote(position, end) {
                    position = closing
                } else {
                    hasClosingQuotes = false
                    isUnterminated = true
                }
            case ASCII.less where hasClosingBrackets:
                if let closing = bytes.firstOffset(of: ASCII.greater, position, end) {
                    position = closing
                } else {
                    hasClosingBrackets = false
                    isUnterminated = true
                }
            default: break
            }
            position += 1
        }
        isAtEnd = true
        return bytes.trimmed(start, end)
    }
}
