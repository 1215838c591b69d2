// The words of log lines that can be names of calls.

/// Reads single words of a line.
enum LogToken {
    /// Where a value begins behind a label that ends at `position`: `=`, or `:` where that may stand, with
    /// blanks around it and a quote before it, as in JSON; nil when there is no such sign.
    static func separator(_ text: Span<UInt8>, _ position: Int, colon: Bool) -> Int? {
        var at = position
        if at < text.count, text[at] == 0x22 || text[at] == 0x27 { at += 1 }
        while at < text.count, text[at] == 0x20 || text[at] == 0x09 { at += 1 }
        guard at < text.count, text[at] == 0x3d || colon && text[at] == 0x3a else { return nil }
        at += 1
        while at < text.count, text[at] == 0x20 || text[at] == 0x09 { at += 1 }
        return at
    }

    /// Passes over one quote or bracket.
    static func open(_ text: Span<UInt8>, _ position: Int) -> Int {
        position < text.count && closing(text[position]) != nil ? position + 1 : position
    }

    /// The Call-ID that a label names, from where its value begins: the longest word of the signs that
    /// Call-IDs have, without the quotes and brackets around it and the punctuation behind.
    static func callID(_ text: Span<UInt8>, from position: Int) -> Range<Int>? {
        let start = open(text, position)
        let close = start > position ? closing(text[position]) : nil
        var end = start
        while end < text.count, end - start <= Limits.correlationBytesMax,
            isCallIDByte(text[end]), text[end] != close
        {
            end += 1
        }
        guard end - start <= Limits.correlationBytesMax else { return nil }
        // A line that was cut here may have cut the name.
        guard end < text.count || text.count < Limits.logSearchedBytesMax else { return nil }
        var name = start..<end
        while let last = name.last, isSurplus(text, name, text[last]) {
            name = name.lowerBound..<last
        }
        return isCallID(text, name) ? name : nil
    }

    /// True for what can be the name of a dialog, and not a word in its place: `(null)`, `missing`, `-`.
    static func isCallID(_ text: Span<UInt8>, _ name: Range<Int>) -> Bool {
        guard (Limits.logNameBytesMin...Limits.correlationBytesMax).contains(name.count),
            text[name.lowerBound] != 0x3c, text[name.lowerBound] != 0x28
        else { return false }
        var hasDigitOrAt = name.count >= 20
        for index in name {
            guard isCallIDByte(text[index]) else { return false }
            if text[index] &- 0x30 < 10 || text[index] == 0x40 { hasDigitOrAt = true }
        }
        return hasDigitOrAt
    }

    /// A whole UUID from `position`, `8-4-4-4-12` hexadecimal digits (RFC 9562 §4).
    static func uuid(_ text: Span<UInt8>, from position: Int) -> Range<Int>? {
        let end = position + 36
        guard end <= text.count else { return nil }
        for index in 0..<36 {
            let byte = text[position + index]
            switch index {
            case 8, 13, 18, 23: if byte != 0x2d { return nil }
            default: if !(byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 6) { return nil }
            }
        }
        if end < text.count, isWordByte(text[end]) { return nil }
        return position..<end
    }

    /// The next word, passing the blank behind it; nil at the end and for an empty one.
    static func word(_ text: Span<UInt8>, _ position: inout Int) -> Range<Int>? {
        let start = position
        while position < text.count, text[position] > 0x20 { position += 1 }
        guard position > start, position < text.count else { return nil }
        let word = start..<position
        position += 1
        return word
    }

    /// True when `words`, in lower case, stand here in any case.
    static func stands(_ words: StaticString, in text: Span<UInt8>, at position: Int) -> Bool {
        let count = words.utf8CodeUnitCount
        guard position >= 0, position + count <= text.count else { return false }
        return words.withUTF8Buffer { wanted in
            for index in 0..<count {
                let byte = text[position + index]
                let small = byte &- 0x41 < 26 ? byte | 0x20 : byte
                // `index` is below the buffer's own count.
                if unsafe small != wanted[index] { return false }
            }
            return true
        }
    }

    /// The bytes of a Call-ID: `word` of RFC 3261 §25.1 and `@`, and the `=` of base64, which many have.
    /// Not `;`, `,`, `&` and `|`, which stand between the fields of lines.
    static func isCallIDByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
        // - . ! % * _ + ` ' ~ ( ) < > : \ " / [ ] ? { } @ = $ #
        case 0x2d, 0x2e, 0x21, 0x25, 0x2a, 0x5f, 0x2b, 0x60, 0x27, 0x7e, 0x28, 0x29, 0x3c, 0x3e,
            0x3a, 0x5c, 0x22, 0x2f, 0x5b, 0x5d, 0x3f, 0x7b, 0x7d, 0x40, 0x3d, 0x24, 0x23:
            true
        default: false
        }
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == 0x2d || byte == 0x5f
    }

    /// True for what belongs to the sentence and not to the name that ends with it.
    private static func isSurplus(
        _ text: Span<UInt8>, _ name: Range<Int>, _ last: UInt8
    ) -> Bool {
        switch last {
        case 0x21, 0x22, 0x27, 0x3a, 0x3f, 0x5c: return true
        // Bria and its like end Call-IDs without a host with a full stop.
        case 0x2e: return name.count < 20 || name.contains { text[$0] == 0x40 }
        // A bracket that was opened within the name is its own: X@[2001:db8::1].
        case 0x29: return isUnopened(text, name, open: 0x28, close: last)
        case 0x3e: return isUnopened(text, name, open: 0x3c, close: last)
        case 0x5d: return isUnopened(text, name, open: 0x5b, close: last)
        case 0x7d: return isUnopened(text, name, open: 0x7b, close: last)
        default: return false
        }
    }

    private static func isUnopened(
        _ text: Span<UInt8>, _ name: Range<Int>, open: UInt8, close: UInt8
    ) -> Bool {
        var depth = 0
        for index in name {
            if text[index] == open { depth += 1 }
            if text[index] == close { depth -= 1 }
        }
        return depth < 0
    }

    /// What closes a quote or bracket; nil for any other byte.
    private static func closing(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x22, 0x27: byte
        case 0x28: 0x29
        case 0x3c: 0x3e
        case 0x5b: 0x5d
        case 0x7b: 0x7d
        default: nil
        }
    }
}
