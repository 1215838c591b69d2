// What both grammars share: a place in the message, and the words from there.

/// A place in a message that is being read.
struct SyslogParser: Sendable {
    /// The first byte that has not been read.
    var position = 0

    /// Where the content ends: before line ends and NUL, which some senders put behind a datagram.
    static func contentEnd(_ bytes: Span<UInt8>) -> Int {
        var end = bytes.count
        while end > 0, bytes[end - 1] == 0x0a || bytes[end - 1] == 0x0d || bytes[end - 1] == 0 {
            end -= 1
        }
        return end
    }

    /// PRI, `<0>` to `<191>` (RFC 5424 §6.2.1); nil when none is here.
    mutating func priority(_ bytes: Span<UInt8>) -> UInt8? {
        guard take(bytes, 0x3c), let number = number(bytes, digits: 1...3),
            number <= Limits.priorityMax, take(bytes, 0x3e)
        else { return nil }
        return UInt8(number)
    }

    /// A number of so many digits; nil, and nothing is read, when there are fewer, or more follow.
    mutating func number(_ bytes: Span<UInt8>, digits: ClosedRange<Int>) -> Int? {
        var value = 0
        var at = position
        while at < bytes.count, bytes[at].isDigit, at - position <= digits.upperBound {
            value = value * 10 + Int(bytes[at] - 0x30)
            at += 1
        }
        guard digits.contains(at - position) else { return nil }
        position = at
        return value
    }

    /// Reads this byte if it is here.
    mutating func take(_ bytes: Span<UInt8>, _ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    /// Reads spaces; how many.
    @discardableResult
    mutating func spaces(_ bytes: Span<UInt8>) -> Int {
        let start = position
        while position < bytes.count, bytes[position] == 0x20 { position += 1 }
        return position - start
    }

    /// The bytes up to the next space or the end.
    mutating func word(_ bytes: Span<UInt8>) -> Range<Int> {
        let start = position
        while position < bytes.count, bytes[position] != 0x20 { position += 1 }
        return start..<position
    }

    /// `1*6` digits behind a point as microseconds; more are read and let go.
    mutating func fraction(_ bytes: Span<UInt8>) -> Int? {
        var value = 0
        var digits = 0
        while position < bytes.count, bytes[position].isDigit {
            if digits < 6 { value = value * 10 + Int(bytes[position] - 0x30) }
            digits += 1
            position += 1
        }
        guard digits > 0 else { return nil }
        for _ in digits..<max(6, digits) { value *= 10 }
        return value
    }
}

extension UInt8 {
    var isDigit: Bool { self &- 0x30 < 10 }
    var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }
}
