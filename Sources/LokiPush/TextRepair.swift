// Text made fit for Loki: valid UTF-8 of bounded length.

enum TextRepair {
    /// Makes a line valid and short enough.
    static func repair(_ line: inout [UInt8], counting repairs: inout LokiRepairs) {
        let bytesBefore = line.count
        if bytesBefore > Limits.lineBytesMax {
            // Replacing makes text longer, never shorter (at most three bytes become the three of
            // U+FFFD), so nothing beyond this is needed: a huge line is not walked to its end.
            line.removeSubrange((Limits.lineBytesMax + 1)...)
            dropOpenCharacter(&line)
        }
        if !isUTF8(line) {
            line = Array(String(decoding: line, as: UTF8.self).utf8)
            repairs.linesRepaired += 1
        }
        if bytesBefore > Limits.lineBytesMax || line.count > Limits.lineBytesMax {
            let mark = Array(" [cut, \(bytesBefore) bytes]".utf8)
            line.removeSubrange(min(line.count, Limits.lineBytesMax + 1 - mark.count)...)
            dropOpenCharacter(&line)
            line += mark
            repairs.linesCut += 1
        }
    }

    /// The first bytes of a text, cut at a character's border.
    static func cut(_ text: String, bytesMax: Int) -> String {
        guard text.utf8.count > bytesMax else { return text }
        // One byte more, since the last one may be the first of the next character.
        var bytes = Array(text.utf8.prefix(bytesMax + 1))
        dropOpenCharacter(&bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Whether bytes are well-formed UTF-8 (Unicode 15, table 3-7); NUL is.
    static func isUTF8(_ bytes: [UInt8]) -> Bool { isUTF8(bytes.span) }

    /// The same of a span. Nearly all text is ASCII, which takes a look at eight bytes each.
    static func isUTF8(_ bytes: Span<UInt8>) -> Bool {
        var index = 0
        var seen: UInt64 = 0
        // Every pattern of eight bytes is a UInt64, and each load checks its bounds itself.
        while index + 32 <= bytes.count {
            let raw = unsafe bytes.bytes
            seen |= unsafe raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
            seen |= unsafe raw.unsafeLoadUnaligned(fromByteOffset: index + 8, as: UInt64.self)
            seen |= unsafe raw.unsafeLoadUnaligned(fromByteOffset: index + 16, as: UInt64.self)
            seen |= unsafe raw.unsafeLoadUnaligned(fromByteOffset: index + 24, as: UInt64.self)
            index += 32
        }
        while index < bytes.count {
            seen |= UInt64(bytes[index])
            index += 1
        }
        if seen & 0x8080_8080_8080_8080 == 0 { return true }
        return (try? UTF8Span(validating: bytes)) != nil
    }

    /// Takes away the last byte and, when it was inside a character, the rest of that character.
    ///
    /// Text is cut one byte late before this: a border right behind the last byte wanted then shows
    /// as a last byte that begins a character.
    private static func dropOpenCharacter(_ bytes: inout [UInt8]) {
        // A character has at most three bytes that go on; more of them are not UTF-8 in any case.
        for _ in 0..<4 {
            guard let last = bytes.popLast(), last & 0xC0 == 0x80 else { return }
        }
    }
}
