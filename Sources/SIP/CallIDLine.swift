// The search for a Call-ID where no order can be relied on.

/// Finds a Call-ID in bytes that need not be a message.
enum CallIDLine {
    /// The value of the first line that names a Call-ID and has a value, between `lower` and
    /// `upper`.
    ///
    /// Carriage returns and line feeds both end lines here, and whitespace may stand in front. Both
    /// the long and the compact name count.
    static func find(
        _ bytes: Span<UInt8>, _ lower: Int, _ upper: Int
    ) -> (lower: Int, upper: Int)? {
        var start = lower
        while start < upper {
            start = bytes.skipWhitespace(start, upper)
            let name = nameLength(bytes, start, upper)
            if name > 0 {
                let colon = skipBlanks(bytes, start + name, upper)
                if colon < upper, bytes[colon] == ASCII.colon {
                    let value = bytes.skipWhitespace(colon + 1, upper)
                    let stop = bytes.trimEnd(value, lineStop(bytes, value, upper))
                    // A value on the next line needs a fold: else that line is another header.
                    if stop > value, isContinuation(bytes, colon, value) { return (value, stop) }
                }
            }
            start = lineStop(bytes, start, upper) + 1
        }
        return nil
    }

    /// The length of a Call-ID's name at `start`, 0 when there is none.
    @inline(__always)
    private static func nameLength(_ bytes: Span<UInt8>, _ start: Int, _ upper: Int) -> Int {
        guard start < upper else { return 0 }
        switch ASCII.lowercase(bytes[start]) {
        case 0x63: return bytes.hasPrefix("call-id", start, upper, ignoringCase: true) ? 7 : 0
        case 0x69: return 1
        default: return 0
        }
    }

    /// True when no line end stands between `colon` and `value`, or one with whitespace behind it.
    private static func isContinuation(_ bytes: Span<UInt8>, _ colon: Int, _ value: Int) -> Bool {
        let last = bytes[value - 1]
        return value - 1 == colon || last == ASCII.space || last == ASCII.tab
    }

    @inline(__always)
    private static func skipBlanks(_ bytes: Span<UInt8>, _ start: Int, _ upper: Int) -> Int {
        var index = start
        while index < upper, bytes[index] == ASCII.space || bytes[index] == ASCII.tab { index += 1 }
        return index
    }

    @inline(__always)
    private static func lineStop(_ bytes: Span<UInt8>, _ start: Int, _ upper: Int) -> Int {
        var index = start
        while index < upper, bytes[index] != ASCII.lineFeed, bytes[index] != ASCII.carriageReturn {
            index += 1
        }
        return index
    }
}
