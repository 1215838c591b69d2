// Header fields one after the other.

/// Walks over the header fields of a message, folded lines taken as one.
///
/// Source: RFC 3261 §7.3.1. A line that holds only whitespace continues the line before; only a
/// line without any byte ends the headers.
struct HeaderScanner {
    /// Where the next field begins.
    var position: Int

    /// Where the bytes end.
    let end: Int

    /// The byte that ends a line.
    let lineEnd: UInt8

    /// True once the empty line was reached.
    var isComplete = false

    init(from position: Int, to end: Int, lineEnd: UInt8) {
        self.position = position
        self.end = end
        self.lineEnd = lineEnd
    }

    /// The next line, which may be no header field (``HeaderLine/hasColon``); nil at the end.
    @inline(__always)
    mutating func next(_ bytes: Span<UInt8>) -> HeaderLine? {
        guard position < end else { return nil }
        if let bodyStart = emptyLineEnd(bytes) {
            position = bodyStart
            isComplete = true
            return nil
        }
        let start = position
        let stop = skipLine(bytes)
        return Self.split(bytes, start, stop)
    }

    /// Where the line after an empty one begins, if an empty one is next.
    @inline(__always)
    private func emptyLineEnd(_ bytes: Span<UInt8>) -> Int? {
        let first = bytes[position]
        if first == lineEnd { return position + 1 }
        if first == ASCII.carriageReturn, position + 1 < end, bytes[position + 1] == lineEnd {
            return position + 2
        }
        return nil
    }

    /// Moves behind the line and those that continue it; where its last byte ends.
    @inline(__always)
    mutating func skipLine(_ bytes: Span<UInt8>) -> Int {
        while let hit = bytes.firstOffset(of: lineEnd, position, end) {
            position = hit + 1
            if position < end {
                let following = bytes[position]
                if following == ASCII.space || following == ASCII.tab { continue }
            }
            return hit
        }
        position = end
        return end
    }

    /// Takes a line apart at its first colon.
    @inline(__always)
    static func split(_ bytes: Span<UInt8>, _ start: Int, _ stop: Int) -> HeaderLine {
        if let line = splitQuickly(bytes, start, stop) { return line }
        return splitByteByByte(bytes, start, stop)
    }

    /// The same for nearly every line there is: a name of 1 to 15 letters and a colon right behind it.
    ///
    /// Looks at eight bytes at a time: two thirds of a message's headers are passed over by their names.
    @inline(__always)
    private static func splitQuickly(
        _ bytes: Span<UInt8>, _ start: Int, _ stop: Int
    ) -> HeaderLine? {
        guard stop - start >= 16 else { return nil }
        var line = HeaderLine()
        line.nameLower = start
        let first = ByteWord(bytes, start)
        let colon: Int
        if let place = first.firstColon {
            guard place > 0, first.firstBlank.map({ $0 > place }) ?? true else { return nil }
            colon = place
            line.tail = first.lowercase(place)
        } else {
            let second = ByteWord(bytes, start + 8)
            guard first.firstBlank == nil, let place = second.firstColon,
                second.firstBlank.map({ $0 > place }) ?? true
            else { return nil }
            colon = 8 + place
            line.head = first.lowercase(8)
            line.tail =
                place == 0
                ? line.head : line.head << UInt64(8 * place) | second.lowercase(place)
        }
        line.nameUpper = start + colon
        line.hasColon = true
        let value = bytes.trimmed(start + colon + 1, stop)
        line.valueLower = value.lower
        line.valueUpper = value.upper
        return line
    }

    private static func splitByteByByte(
        _ bytes: Span<UInt8>, _ start: Int, _ stop: Int
    ) -> HeaderLine {
        var line = HeaderLine()
        var index = start
        if start < stop, ASCII.isWhitespace(bytes[start]) {
            index = bytes.skipWhitespace(start, stop)
            line.isIndented = true
        }
        line.nameLower = index
        line.nameUpper = stop
        while index < stop {
            let byte = bytes[index]
            if byte == ASCII.colon {
                line.hasColon = true
                line.nameUpper = index
                break
            }
            if ASCII.isWhitespace(byte) {
                // Whitespace may stand before the colon, but not within the name (§7.3.1).
                line.nameUpper = index
                index = bytes.skipWhitespace(index, stop)
                line.hasColon = index < stop && bytes[index] == ASCII.colon
                break
            }
            line.tail = line.tail << 8 | UInt64(ASCII.lowercase(byte))
            index += 1
            if index - line.nameLower == 8 { line.head = line.tail }
        }
        guard line.hasColon else { return line }
        let value = bytes.trimmed(index + 1, stop)
        line.valueLower = value.lower
        line.valueUpper = value.upper
        return line
    }
}
