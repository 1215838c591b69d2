// The few steps that all parsing is made of.

internal import Glibc

extension Span where Element == UInt8 {
    /// The offset of the first `byte` from `lower` up to `upper`, nil when there is none.
    @inline(__always)
    func firstOffset(of byte: UInt8, _ lower: Int, _ upper: Int) -> Int? {
        guard lower >= 0, lower < upper, upper <= count else { return nil }
        // memchr reads `upper - lower` bytes from `base + lower`, which the guard has shown to be
        // inside the buffer, and the pointer it gives is used for its distance only.
        return unsafe withUnsafeBufferPointer { buffer -> Int? in
            guard let base = buffer.baseAddress,
                let hit = unsafe memchr(base + lower, Int32(byte), upper - lower)
            else { return nil }
            return unsafe UnsafeRawPointer(hit) - UnsafeRawPointer(base)
        }
    }

    /// The first offset from `lower` that is not whitespace, or `upper`.
    @inline(__always)
    func skipWhitespace(_ lower: Int, _ upper: Int) -> Int {
        var index = lower
        while index < upper, ASCII.isWhitespace(self[index]) { index += 1 }
        return index
    }

    /// The end of what is left when whitespace before `upper` is taken off.
    @inline(__always)
    func trimEnd(_ lower: Int, _ upper: Int) -> Int {
        var end = upper
        while end > lower, ASCII.isWhitespace(self[end - 1]) { end -= 1 }
        return end
    }

    /// The range without whitespace at either end.
    @inline(__always)
    func trimmed(_ lower: Int, _ upper: Int) -> (lower: Int, upper: Int) {
        let start = skipWhitespace(lower, upper)
        return (start, trimEnd(start, upper))
    }

    /// The first offset from `lower` that is whitespace, or `upper`.
    @inline(__always)
    func tokenEnd(_ lower: Int, _ upper: Int) -> Int {
        var index = lower
        while index < upper, !ASCII.isWhitespace(self[index]) { index += 1 }
        return index
    }

    /// The offset of the quote that closes the one at `opening`, nil when the value ends before.
    ///
    /// A backslash takes the next byte along (RFC 3261 §25.1, quoted-pair).
    func closingQuote(_ opening: Int, _ upper: Int) -> Int? {
        var index = opening + 1
        while index < upper {
            switch self[index] {
            case ASCII.quote: return index
            case ASCII.backslash: index += 2
            default: index += 1
            }
        }
        return nil
    }

    /// The decimal number that these bytes are, nil for anything else and for more than `maximum`.
    ///
    /// Leading zeros are fine (RFC 4475 §3.1.1.1). `maximum` is at most `Int.max / 10 - 1`.
    @inline(__always)
    func decimal(_ lower: Int, _ upper: Int, maximum: Int) -> Int? {
        guard lower < upper else { return nil }
        var value = 0
        var index = lower
        while index < upper {
            let digit = self[index] &- ASCII.zero
            guard digit < 10 else { return nil }
            // No overflow: before this step the value is at most `maximum`.
            value = value &* 10 &+ Int(digit)
            guard value <= maximum else { return nil }
            index += 1
        }
        return value
    }

    /// True when the bytes are those of `text`; to ignore case, `text` is in lowercase.
    @inline(__always)
    func equals(
        _ text: StaticString, _ lower: Int, _ upper: Int, ignoringCase: Bool
    ) -> Bool {
        guard upper - lower == text.utf8CodeUnitCount else { return false }
        return hasPrefix(text, lower, upper, ignoringCase: ignoringCase)
    }

    /// True when the bytes begin with `text`; to ignore case, `text` is in lowercase.
    @inline(__always)
    func hasPrefix(
        _ text: StaticString, _ lower: Int, _ upper: Int, ignoringCase: Bool
    ) -> Bool {
        let length = text.utf8CodeUnitCount
        guard upper - lower >= length else { return false }
        // The literals are ASCII of two bytes and more, so that there is a pointer to them, and the
        // loop stays below their length.
        let literal = unsafe text.utf8Start
        var index = 0
        while index < length {
            let byte = self[lower + index]
            let expected = unsafe literal[index]
            guard (ignoringCase ? ASCII.lowercase(byte) : byte) == expected else { return false }
            index += 1
        }
        return true
    }

    /// True when the two ranges hold the same bytes.
    @inline(__always)
    func equals(_ lower: Int, _ upper: Int, _ otherLower: Int, _ otherUpper: Int) -> Bool {
        guard upper - lower == otherUpper - otherLower else { return false }
        var index = 0
        while index < upper - lower {
            guard self[lower + index] == self[otherLower + index] else { return false }
            index += 1
        }
        return true
    }
}
