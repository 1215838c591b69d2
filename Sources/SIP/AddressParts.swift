// name-addr or addr-spec: where one part ends and the next begins.

/// The parts of a From, To or Contact value, as offsets.
///
/// Source: RFC 3261 §20.10: without angle brackets, everything behind the first semicolon belongs
/// to the header and not to the URI.
struct AddressParts {
    var nameLower = 0
    var nameUpper = 0
    var uriLower = 0
    var uriUpper = 0
    var parametersLower = 0
    var parametersUpper = 0

    /// True when a quote or an angle bracket is not closed.
    var isUnterminated = false

    /// True when the URI stands in angle brackets.
    var hasBrackets = false

    /// Takes the value from `lower` up to `upper` apart; it has no whitespace around it.
    @inline(__always)
    init(_ bytes: Span<UInt8>, _ lower: Int, _ upper: Int) {
        var index = lower
        nameLower = lower
        nameUpper = lower
        parametersUpper = upper
        var hasName = false
        if lower < upper, bytes[lower] == ASCII.quote {
            if let closing = bytes.closingQuote(lower, upper) {
                nameLower = lower + 1
                nameUpper = closing
                hasName = true
                index = closing + 1
            } else {
                // The opening quote is taken for a slip of the pen: the URI is still there.
                isUnterminated = true
                nameLower = lower + 1
                index = lower + 1
            }
        }
        while index < upper, bytes[index] != ASCII.less, bytes[index] != ASCII.semicolon {
            index += 1
        }
        if index < upper, bytes[index] == ASCII.less {
            if !hasName { nameUpper = bytes.trimEnd(nameLower, index) }
            takeBrackets(bytes, index, upper)
        } else {
            let start = hasName ? nameUpper + 1 : nameLower
            if !hasName { nameUpper = nameLower }
            (uriLower, uriUpper) = bytes.trimmed(start, index)
            parametersLower = index
        }
    }

    /// Takes the URI between angle brackets, and the parameters behind them.
    @inline(__always)
    private mutating func takeBrackets(_ bytes: Span<UInt8>, _ opening: Int, _ upper: Int) {
        hasBrackets = true
        guard let closing = bytes.firstOffset(of: ASCII.greater, opening, upper) else {
            // Parameters of the URI and of the header cannot be told apart any more; a tag is worth
            // more than purity.
            isUnterminated = true
            let semicolon = bytes.firstOffset(of: ASCII.semicolon, opening, upper) ?? upper
            (uriLower, uriUpper) = bytes.trimmed(opening + 1, semicolon)
            parametersLower = semicolon
            return
        }
        (uriLower, uriUpper) = bytes.trimmed(opening + 1, closing)
        var index = closing + 1
        while index < upper, bytes[index] != ASCII.semicolon { index += 1 }
        parametersLower = index
    }

    /// The value of `tag`, empty when there is none.
    @inline(__always)
    func tag(_ bytes: Span<UInt8>) -> ByteRange {
        var scanner = ParameterScanner(parametersLower, parametersUpper)
        while let parameter = scanner.next(bytes) {
            if parameter.isNamed(0x746167, 3) { return parameter.value }
        }
        return .empty
    }
}
