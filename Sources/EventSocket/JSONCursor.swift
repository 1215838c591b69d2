// A strict walk over JSON text.

/// A place in JSON text that moves forward, one method a rule of RFC 8259.
///
/// Every method that reads something leaves the position behind it and throws `malformed_json`
/// where the text departs from the grammar, which also forbids control characters in strings.
package struct JSONCursor {
    /// The byte that is read next.
    var position = 0
    /// All bytes of strings that were walked over, or-ed: 0x80 is set when one was not ASCII.
    private(set) var stringBits: UInt8 = 0

    static let malformed = EventSocketError(.malformedJSON)

    /// A cursor at the beginning of a text, or behind an opening bracket.
    package init(at position: Int = 0) { self.position = position }

    /// The byte at the position behind any white space, 0 at the end.
    package mutating func peek(_ bytes: Span<UInt8>) -> UInt8 {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0a, 0x0d: position += 1
            default: return bytes[position]
            }
        }
        return 0
    }

    /// Takes one byte of the grammar, with white space before it.
    package mutating func take(_ byte: UInt8, in bytes: Span<UInt8>) throws(EventSocketError) {
        guard peek(bytes) == byte, position < bytes.count else { throw Self.malformed }
        position += 1
    }

    /// Checks that nothing but white space is left.
    package mutating func finish(in bytes: Span<UInt8>) throws(EventSocketError) {
        _ = peek(bytes)
        guard position == bytes.count else { throw Self.malformed }
    }

    /// The name of the next member and the colon after it; nil when the closing brace was taken.
    ///
    /// The first call must come directly behind the opening brace, with `isFirst` true.
    package mutating func nextMember(
        in bytes: Span<UInt8>, isFirst: inout Bool
    ) throws(EventSocketError) -> JSONToken? {
        guard try nextItem(in: bytes, isFirst: &isFirst, closing: ASCII.rightBrace) else {
            return nil
        }
        guard peek(bytes) == ASCII.quote else { throw Self.malformed }
        let name = try string(in: bytes)
        try take(ASCII.colon, in: bytes)
        return name
    }

    /// Whether another element of an array follows; false when the closing bracket was taken.
    package mutating func nextElement(
        in bytes: Span<UInt8>, isFirst: inout Bool
    ) throws(EventSocketError) -> Bool {
        try nextItem(in: bytes, isFirst: &isFirst, closing: ASCII.rightBracket)
    }

    /// Any value; `depth` is how many arrays and objects it stands in.
    package mutating func value(
        in bytes: Span<UInt8>, depth: Int
    ) throws(EventSocketError) -> JSONToken {
        let next = peek(bytes)
        let start = position
        switch next {
        case ASCII.quote:
            return try string(in: bytes)
        case ASCII.leftBracket:
            guard depth < Limits.nestingMax else { throw Self.malformed }
            position += 1
            var isFirst = true
            while try nextElement(in: bytes, isFirst: &isFirst) {
                _ = try value(in: bytes, depth: depth + 1)
            }
            return JSONToken(.array, start, position)
        case ASCII.leftBrace:
            guard depth < Limits.nestingMax else { throw Self.malformed }
            position += 1
            var isFirst = true
            while try nextMember(in: bytes, isFirst: &isFirst) != nil {
                _ = try value(in: bytes, depth: depth + 1)
            }
            return JSONToken(.object, start, position)
        case UInt8(ascii: "t"): try word("true", in: bytes)
        case UInt8(ascii: "f"): try word("false", in: bytes)
        case UInt8(ascii: "n"): try word("null", in: bytes)
        default: try number(in: bytes)
        }
        return JSONToken(.bare, start, position)
    }

    private mutating func nextItem(
        in bytes: Span<UInt8>, isFirst: inout Bool, closing: UInt8
    ) throws(EventSocketError) -> Bool {
        if peek(bytes) == closing {
            position += 1
            return false
        }
        if !isFirst { try take(ASCII.comma, in: bytes) }
        isFirst = false
        return true
    }

    /// A string, whose opening quote is at the position.
    private mutating func string(in bytes: Span<UInt8>) throws(EventSocketError) -> JSONToken {
        let start = position + 1
        var at = start
        var bits: UInt8 = 0
        var kind = JSONToken.Kind.plainString
        while at < bytes.count {
            let byte = bytes[at]
            if byte == ASCII.quote {
                position = at + 1
                stringBits |= bits
                return JSONToken(kind, start, at)
            }
            guard byte >= 0x20 else { throw Self.malformed }
            bits |= byte
            if byte == ASCII.backslash {
                kind = .escapedString
                at += try Self.escapeLength(at: at, in: bytes)
            } else {
                at += 1
            }
        }
        throw Self.malformed
    }

    /// The length of the escape that begins at `at`, which is checked.
    private static func escapeLength(
        at: Int, in bytes: Span<UInt8>
    ) throws(EventSocketError) -> Int {
        guard at + 1 < bytes.count else { throw malformed }
        switch bytes[at + 1] {
        case ASCII.quote, ASCII.backslash, UInt8(ascii: "/"), UInt8(ascii: "b"),
            UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return 2
        case UInt8(ascii: "u"):
            guard at + 6 <= bytes.count else { throw malformed }
            for index in (at + 2)..<(at + 6) where ASCII.hexValue(bytes[index]) == nil {
                throw malformed
            }
            return 6
        default:
            throw malformed
        }
    }

    private mutating func word(
        _ word: String, in bytes: Span<UInt8>
    ) throws(EventSocketError) {
        for byte in word.utf8 {
            guard position < bytes.count, bytes[position] == byte else { throw Self.malformed }
            position += 1
        }
    }

    /// `-` 0 or digits, `.` digits, `e` digits; the last two may be missing (RFC 8259 §6).
    private mutating func number(in bytes: Span<UInt8>) throws(EventSocketError) {
        if current(bytes) == UInt8(ascii: "-") { position += 1 }
        if current(bytes) == UInt8(ascii: "0") {
            position += 1
        } else {
            try digits(in: bytes)
        }
        if current(bytes) == UInt8(ascii: ".") {
            position += 1
            try digits(in: bytes)
        }
        if current(bytes) | 0x20 == UInt8(ascii: "e") {
            position += 1
            if current(bytes) == UInt8(ascii: "+") || current(bytes) == UInt8(ascii: "-") {
                position += 1
            }
            try digits(in: bytes)
        }
    }

    private mutating func digits(in bytes: Span<UInt8>) throws(EventSocketError) {
        guard ASCII.isDigit(current(bytes)) else { throw Self.malformed }
        while ASCII.isDigit(current(bytes)) { position += 1 }
    }

    /// The byte at the position, 0 at the end.
    private func current(_ bytes: Span<UInt8>) -> UInt8 {
        position < bytes.count ? bytes[position] : 0
    }
}
