// Parameters one after the other: ;name=value;name="value";name

/// One parameter.
struct Parameter {
    var nameLower = 0
    var nameUpper = 0

    /// The last eight bytes of the name in lowercase, or all when it has fewer.
    var key: UInt64 = 0

    /// The value, without the quotes around it.
    var valueLower = 0
    var valueUpper = 0

    /// True when the value begins with a quote that is never closed.
    var isUnterminated = false

    /// True for the parameter of this name of at most eight bytes, spelled as a number.
    @inline(__always)
    func isNamed(_ key: UInt64, _ length: Int) -> Bool {
        self.key == key && nameUpper - nameLower == length
    }

    /// The value as a range.
    @inline(__always)
    var value: ByteRange { ByteRange(valueLower, valueUpper) }
}

/// Walks over parameters separated by semicolons, inside quotes excepted.
///
/// Source: RFC 3261 §25.1, generic-param. Empty parameters are passed over.
struct ParameterScanner {
    /// Where the next parameter or the semicolon before it stands.
    var position: Int

    /// Where the value ends.
    let end: Int

    init(_ position: Int, _ end: Int) {
        self.position = position
        self.end = end
    }

    /// The next parameter, nil at the end.
    @inline(__always)
    mutating func next(_ bytes: Span<UInt8>) -> Parameter? {
        while position < end,
            bytes[position] == ASCII.semicolon || ASCII.isWhitespace(bytes[position])
        {
            position += 1
        }
        guard position < end else { return nil }
        var parameter = Parameter()
        parameter.nameLower = position
        var isName = true
        while position < end {
            let byte = bytes[position]
            if byte == ASCII.semicolon || byte == ASCII.equals { break }
            if ASCII.isWhitespace(byte) {
                isName = false
            } else if isName {
                parameter.key = parameter.key << 8 | UInt64(ASCII.lowercase(byte))
            }
            position += 1
        }
        parameter.nameUpper = bytes.trimEnd(parameter.nameLower, position)
        guard position < end, bytes[position] == ASCII.equals else {
            parameter.valueLower = position
            parameter.valueUpper = position
            return parameter
        }
        takeValue(bytes, &parameter)
        return parameter
    }

    /// Takes what stands behind the equals sign.
    @inline(__always)
    private mutating func takeValue(_ bytes: Span<UInt8>, _ parameter: inout Parameter) {
        position = bytes.skipWhitespace(position + 1, end)
        parameter.valueLower = position
        if position < end, bytes[position] == ASCII.quote {
            if let closing = bytes.closingQuote(position, end) {
                parameter.valueLower = position + 1
                parameter.valueUpper = closing
                position = bytes.firstOffset(of: ASCII.semicolon, closing, end) ?? end
                return
            }
            parameter.isUnterminated = true
        }
        while position < end, bytes[position] != ASCII.semicolon { position += 1 }
        parameter.valueUpper = bytes.trimEnd(parameter.valueLower, position)
    }
}
