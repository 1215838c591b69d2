// The search for the end of a message's headers in a stream.

/// Looks for the empty line behind the headers, and goes on where it stopped when more has come.
struct HeadersSearch {
    /// What the search has come to.
    enum Result {
        /// The headers end here.
        case end(Int)
        /// More is needed.
        case needMore
        /// What stands up to here cannot begin a message.
        case junk(Int)
    }

    /// Where the message begins.
    let start: Int

    /// Where the search goes on.
    private var position: Int

    /// True once the first line was seen to be one.
    private var hasFirstLine = false

    init(from start: Int) {
        self.start = start
        position = start
    }

    /// Goes on with the search in all that has come so far.
    mutating func advance(_ bytes: Span<UInt8>) -> Result {
        while let lineFeed = bytes.firstOffset(of: ASCII.lineFeed, position, bytes.count) {
            if !hasFirstLine {
                guard Self.isStartLine(bytes, start, lineFeed) else { return .junk(lineFeed + 1) }
                hasFirstLine = true
            }
            // What follows decides whether the headers end here; without it, this line feed is
            // looked at again.
            position = lineFeed
            let next = lineFeed + 1
            guard next < bytes.count else { return limited(bytes) }
            if bytes[next] == ASCII.lineFeed { return .end(next + 1) }
            if bytes[next] == ASCII.carriageReturn {
                guard next + 1 < bytes.count else { return limited(bytes) }
                if bytes[next + 1] == ASCII.lineFeed { return .end(next + 2) }
            }
            position = next
        }
        position = bytes.count
        return limited(bytes)
    }

    /// More is needed, unless there is too much already; then all of it goes, lest it be searched
    /// again.
    private func limited(_ bytes: Span<UInt8>) -> Result {
        bytes.count - start > Limits.streamHeaderBytesMax ? .junk(bytes.count) : .needMore
    }

    /// The same search after `count` bytes were taken away in front of it.
    func moved(by count: Int) -> HeadersSearch {
        var search = HeadersSearch(from: start - count)
        search.position = position - count
        search.hasFirstLine = hasFirstLine
        return search
    }

    /// True for a line that begins with a version of SIP or ends with one.
    private static func isStartLine(_ bytes: Span<UInt8>, _ from: Int, _ to: Int) -> Bool {
        let (lower, upper) = bytes.trimmed(from, to)
        if bytes.hasPrefix("sip/", lower, upper, ignoringCase: true) { return true }
        var last = upper
        while last > lower, !ASCII.isWhitespace(bytes[last - 1]) { last -= 1 }
        return last > lower && bytes.hasPrefix("sip/", last, upper, ignoringCase: true)
    }
}
