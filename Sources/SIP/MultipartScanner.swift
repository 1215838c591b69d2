// Parts of a multipart body one after the other.

/// Walks over the parts between the delimiter lines of a multipart body.
///
/// Source: RFC 2046 §5.1.1. A part that is not closed goes to the end of the body.
struct MultipartScanner {
    private var position: Int
    private let end: Int
    private let boundary: ByteRange

    /// The parts of `body`; what stands before the first delimiter is passed over.
    init(_ bytes: Span<UInt8>, _ body: ByteRange, boundary: ByteRange) {
        let (lower, upper) = body.clamped(to: bytes)
        end = upper
        self.boundary = boundary
        position = lower
        position = nextDelimiter(bytes)?.after ?? upper
    }

    /// The next part, nil behind the last.
    mutating func next(_ bytes: Span<UInt8>) -> BodyPart? {
        guard position < end else { return nil }
        let start = position
        var stop = end
        if let delimiter = nextDelimiter(bytes) {
            stop = delimiter.before
            position = delimiter.after
        } else {
            position = end
        }
        var scanner = HeaderScanner(from: start, to: stop, lineEnd: ASCII.lineFeed)
        var part = BodyPart(contentType: .empty, body: .empty)
        while let line = scanner.next(bytes) {
            if line.known == .contentType, part.contentType.isEmpty {
                part.contentType = ByteRange(line.valueLower, line.valueUpper)
            }
        }
        part.body = ByteRange(scanner.position, stop)
        return part
    }

    /// The next delimiter line: where the bytes before it end, and where those behind it begin,
    /// which is the end after the closing one.
    private func nextDelimiter(_ bytes: Span<UInt8>) -> (before: Int, after: Int)? {
        let (name, nameEnd) = boundary.clamped(to: bytes)
        var line = position
        while line < end {
            let lineEnd = bytes.firstOffset(of: ASCII.lineFeed, line, end) ?? end
            let afterName = line + 2 + (nameEnd - name)
            if afterName <= lineEnd, bytes[line] == ASCII.hyphen,
                bytes[line + 1] == ASCII.hyphen, bytes.equals(name, nameEnd, line + 2, afterName)
            {
                // The line end before the delimiter belongs to the delimiter.
                var before = line
                if before > position, bytes[before - 1] == ASCII.lineFeed { before -= 1 }
                if before > position, bytes[before - 1] == ASCII.carriageReturn { before -= 1 }
                let isClosing =
                    afterName + 2 <= lineEnd && bytes[afterName] == ASCII.hyphen
                    && bytes[afterName + 1] == ASCII.hyphen
                return (before, isClosing ? end : min(lineEnd + 1, end))
            }
            line = lineEnd + 1
        }
        return nil
    }
}
