// The first line: a request line, a status line, or neither.

extension MessageParser {
    /// Reads the first line; where the headers begin.
    mutating func parseStartLine(_ bytes: Span<UInt8>, _ start: Int) -> Int {
        let stop = bytes.firstOffset(of: message.lineEnd, start, end) ?? end
        let next = min(stop + 1, end)
        if readStartLine(bytes, start, stop) { return next }
        message.anomalies.insert(.badStartLine)
        var scanner = HeaderScanner(from: start, to: end, lineEnd: message.lineEnd)
        let foldedStop = scanner.skipLine(bytes)
        if foldedStop > stop, readStartLine(bytes, start, foldedStop) { return scanner.position }
        // Some captures begin in the middle of a message: the first line may be a header.
        let isHeader = HeaderScanner.split(bytes, start, foldedStop)
        return isHeader.hasColon && isHeader.known != nil ? start : next
    }

    /// Reads the line from `lower` up to `upper`; false when nothing can be made of it.
    private mutating func readStartLine(
        _ bytes: Span<UInt8>, _ lower: Int, _ upper: Int
    ) -> Bool {
        let line = bytes.trimmed(lower, upper)
        guard line.lower < line.upper else { return false }
        if line.lower > lower { message.anomalies.insert(.badStartLine) }
        if bytes.hasPrefix("sip/", line.lower, line.upper, ignoringCase: true) {
            readStatusLine(bytes, line.lower, line.upper, lineEnd: upper)
            return true
        }
        // One carriage return belongs to the line end; any other whitespace there is too much.
        if upper - line.upper > 1
            || upper > line.upper && bytes[line.upper] != ASCII.carriageReturn
        {
            message.anomalies.insert(.badStartLine)
        }
        return readRequestLine(bytes, line.lower, line.upper)
    }

    /// `SIP/2.0 SP 3DIGIT SP reason` (RFC 3261 §7.2).
    private mutating func readStatusLine(
        _ bytes: Span<UInt8>, _ lower: Int, _ upper: Int, lineEnd: Int
    ) {
        message.kind = .response
        let versionEnd = bytes.tokenEnd(lower, upper)
        takeVersion(bytes, lower, versionEnd)
        let code = bytes.skipWhitespace(versionEnd, upper)
        let codeEnd = bytes.tokenEnd(code, upper)
        if code != versionEnd + 1 { message.anomalies.insert(.badStartLine) }
        if codeEnd - code == 3, let status = bytes.decimal(code, codeEnd, maximum: 999),
            status >= 100
        {
            message.statusCode = UInt16(status)
        } else {
            message.anomalies.insert(.badStatus)
        }
        // The space is needed even where no reason follows.
        if codeEnd >= lineEnd || bytes[codeEnd] != ASCII.space {
            message.anomalies.insert(.badStartLine)
        }
        message.reasonPhrase = ByteRange(bytes.skipWhitespace(codeEnd, upper), upper)
    }

    /// `Method SP Request-URI SP SIP/2.0` (RFC 3261 §7.1).
    private mutating func readRequestLine(
        _ bytes: Span<UInt8>, _ lower: Int, _ upper: Int
    ) -> Bool {
        let methodEnd = bytes.tokenEnd(lower, upper)
        guard methodEnd < upper else { return false }
        var versionStart = upper
        while !ASCII.isWhitespace(bytes[versionStart - 1]) { versionStart -= 1 }
        let uri = bytes.skipWhitespace(methodEnd, versionStart)
        let uriEnd = bytes.trimEnd(uri, versionStart)
        let method = SIPMethod.parse(bytes, lower, methodEnd)
        guard bytes.hasPrefix("sip/", versionStart, upper, ignoringCase: true) else {
            return readRequestLineWithoutVersion(
                bytes, method, (lower, methodEnd), (uri, uriEnd), (versionStart, upper))
        }
        takeVersion(bytes, versionStart, upper)
        if uri >= uriEnd, bytes.firstOffset(of: ASCII.colon, lower, methodEnd) != nil {
            // The method is missing: what stands in its place is the URI.
            message.anomalies.insert(.badStartLine)
            takeRequestURI(bytes, lower, methodEnd)
            return true
        }
        if uri != methodEnd + 1 || uriEnd + 1 != versionStart {
            message.anomalies.insert(.badStartLine)
        }
        takeMethod(bytes, method, lower, methodEnd)
        takeRequestURI(bytes, uri, uriEnd)
        return true
    }

    /// A request line of SIP without a version that says so, told from HTTP and RTSP by its method.
    private mutating func readRequestLineWithoutVersion(
        _ bytes: Span<UInt8>, _ method: SIPMethod, _ methodRange: (Int, Int), _ uri: (Int, Int),
        _ last: (Int, Int)
    ) -> Bool {
        guard method != .other,
            !bytes.hasPrefix("http/", last.0, last.1, ignoringCase: true),
            !bytes.hasPrefix("rtsp/", last.0, last.1, ignoringCase: true)
        else { return false }
        message.anomalies.insert([.badStartLine, .badVersion])
        takeMethod(bytes, method, methodRange.0, methodRange.1)
        if uri.0 < uri.1 {
            message.version = ByteRange(last.0, last.1)
            takeRequestURI(bytes, uri.0, uri.1)
        } else {
            takeRequestURI(bytes, last.0, last.1)
        }
        return true
    }

    private mutating func takeMethod(
        _ bytes: Span<UInt8>, _ method: SIPMethod, _ lower: Int, _ upper: Int
    ) {
        message.kind = .request
        message.method = method
        message.methodText = ByteRange(lower, upper)
        guard method == .other else { return }
        for index in lower..<upper where !ASCII.isToken(bytes[index]) {
            message.anomalies.insert(.badStartLine)
            return
        }
    }

    private mutating func takeVersion(_ bytes: Span<UInt8>, _ lower: Int, _ upper: Int) {
        message.version = ByteRange(lower, upper)
        if !bytes.equals("sip/2.0", lower, upper, ignoringCase: true) {
            message.anomalies.insert(.badVersion)
        }
    }

    private mutating func takeRequestURI(_ bytes: Span<UInt8>, _ lower: Int, _ upper: Int) {
        var (start, stop) = (lower, upper)
        if start < stop, bytes[start] == ASCII.less {
            message.anomalies.insert(.badURI)
            start += 1
            if start < stop, bytes[stop - 1] == ASCII.greater { stop -= 1 }
        }
        message.requestURI = ByteRange(start, stop)
        if !SIPURI.isPlain(bytes, start, stop), SIPURI.parse(bytes, message.requestURI).isMalformed
        {
            message.anomalies.insert(.badURI)
        }
    }
}
