// Lines of a session description one after the other.

/// A line `x=value`.
struct SDPLine {
    /// The letter in front of the equals sign.
    var type: UInt8 = 0

    /// Where the line begins.
    var start = 0

    /// The value without whitespace around it.
    var lower = 0
    var upper = 0
}

/// Walks over the lines of a session description; what is no line of it is passed over.
///
/// Lines end with CRLF (RFC 8866 §5); lone line feeds are taken as well, and lone carriage returns
/// where there is no line feed at all.
struct SDPLineScanner {
    private var position: Int
    private let end: Int
    private let lineEnd: UInt8
    private var lineCount = 0

    init(_ bytes: Span<UInt8>, _ lower: Int, _ upper: Int) {
        position = lower
        end = upper
        let hasLineFeed = bytes.firstOffset(of: ASCII.lineFeed, lower, upper) != nil
        lineEnd = hasLineFeed ? ASCII.lineFeed : ASCII.carriageReturn
    }

    /// The next line; nil at the end, or after ``Limits/sessionLinesMax`` lines.
    ///
    /// Lines whose letter, modulo 64, is no bit of `wanted` are passed over.
    @inline(__always)
    mutating func next(_ bytes: Span<UInt8>, of wanted: UInt64 = .max) -> SDPLine? {
        while position < end, lineCount < Limits.sessionLinesMax {
            let start = position
            let stop = bytes.firstOffset(of: lineEnd, start, end) ?? end
            position = stop + 1
            lineCount += 1
            guard stop - start >= 2, wanted >> UInt64(bytes[start] & 63) & 1 == 1,
                bytes[start + 1] == ASCII.equals
            else { continue }
            let value = bytes.trimmed(start + 2, stop)
            return SDPLine(
                type: bytes[start], start: start, lower: value.lower, upper: value.upper)
        }
        return nil
    }
}
