// Numbers and words in the bytes of a report.

extension Span<UInt8> {
    /// The decimal number that begins at `range` and how far it goes: digits, a sign and a fraction; nil
    /// when there is none. What follows it is of no matter: devices write numbers into each other.
    func number(in range: Range<Int>) -> (value: Double, end: Int)? {
        var at = range.lowerBound
        let end = Swift.min(range.upperBound, count, range.lowerBound + Limits.numberBytesMax)
        var isNegative = false
        if at < end, self[at] == 0x2d || self[at] == 0x2b {
            isNegative = self[at] == 0x2d
            at += 1
        }
        var value = 0.0
        var scale = 1.0
        var hasDigits = false
        var hasPoint = false
        while at < end {
            let byte = self[at]
            if byte == 0x2e, !hasPoint {
                hasPoint = true
            } else if byte >= 0x30, byte <= 0x39 {
                value = value * 10 + Double(byte - 0x30)
                if hasPoint { scale *= 10 }
                hasDigits = true
            } else {
                break
            }
            at += 1
        }
        guard hasDigits else { return nil }
        value /= scale
        return (isNegative ? -value : value, at)
    }

    /// The number that `range` is, with nothing behind it.
    func wholeNumber(in range: Range<Int>) -> Double? {
        guard let (value, end) = number(in: range), end == range.upperBound else { return nil }
        return value
    }

    /// A count: a number that is whole and not negative.
    func counter(in range: Range<Int>) -> UInt64? {
        guard let value = wholeNumber(in: range) else { return nil }
        return UInt64(exactly: value)
    }

    /// An SSRC: hexadecimal with `0x`, or with a letter in it; else decimal. 0 is none.
    func ssrc(in range: Range<Int>) -> UInt32? {
        var digits = range
        let isMarked =
            range.count > 2 && self[range.lowerBound] == 0x30
            && self[range.lowerBound + 1] | 0x20 == 0x78
        if isMarked { digits = (range.lowerBound + 2)..<range.upperBound }
        var isHexadecimal = isMarked
        for index in digits where !isHexadecimal {
            isHexadecimal = self[index] > 0x39
        }
        let radix: UInt64 = isHexadecimal ? 16 : 10
        guard !digits.isEmpty, digits.count <= 10 else { return nil }
        var value: UInt64 = 0
        for index in digits {
            let digit: UInt8
            switch self[index] {
            case 0x30...0x39: digit = self[index] - 0x30
            case 0x41...0x46 where isHexadecimal: digit = self[index] - 0x37
            case 0x61...0x66 where isHexadecimal: digit = self[index] - 0x57
            default: return nil
            }
            value = value * radix + UInt64(digit)
        }
        return value == 0 ? nil : UInt32(exactly: value)
    }

    /// True when `range` holds this text; without regard to case, where the text is in lower case.
    func holds(_ text: StaticString, at range: Range<Int>, ignoringCase: Bool = false) -> Bool {
        guard range.count == text.utf8CodeUnitCount, range.upperBound <= count else { return false }
        // The loop stays below the length of the literal, which is ASCII of two bytes and more.
        let literal = unsafe text.utf8Start
        for index in 0..<range.count {
            var byte = self[range.lowerBound + index]
            if ignoringCase, byte >= 0x41, byte <= 0x5a { byte |= 0x20 }
            let expected = unsafe literal[index]
            if byte != expected { return false }
        }
        return true
    }

    /// The visible characters of `range` as text, no more than a name has; nil when there are none.
    func name(in range: Range<Int>) -> String? {
        var bytes: [UInt8] = []
        for index in range.prefix(Limits.nameBytesMax)
        where self[index] > 0x20 && self[index] < 0x7f {
            bytes.append(self[index])
        }
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }

    /// The range without blanks at its ends.
    func trimmed(_ range: Range<Int>) -> Range<Int> {
        var (lower, upper) = (range.lowerBound, range.upperBound)
        while lower < upper, self[lower] <= 0x20 { lower += 1 }
        while upper > lower, self[upper - 1] <= 0x20 { upper -= 1 }
        return lower..<upper
    }
}
