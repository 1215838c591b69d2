// From bytes to a SIPMessage.

/// Parses one message. Lives only for the length of a call to ``SIPMessage/parse(_:)``.
struct MessageParser {
    /// What has been found so far.
    var message = SIPMessage()

    /// Where the bytes end that are looked at.
    let end: Int

    /// How many Content-Length fields there were.
    var contentLengthCount = 0

    /// True when two of them differ or one is no number.
    var hasBadContentLength = false

    init(_ bytes: Span<UInt8>) {
        end = min(bytes.count, Limits.messageBytesMax)
        if bytes.count > end { message.anomalies.insert(.sizeLimit) }
    }

    /// Goes through the message from front to back.
    mutating func run(_ bytes: Span<UInt8>) {
        let start = skipLeading(bytes)
        if bytes.firstOffset(of: ASCII.lineFeed, start, end) == nil {
            // Nothing ends with a line feed: then lone carriage returns end the lines.
            message.lineEnd = ASCII.carriageReturn
        }
        let headers = parseStartLine(bytes, start)
        message.startOfHeaders = UInt32(truncatingIfNeeded: headers)
        parseHeaders(bytes, headers)
        if message.callID.isEmpty { rescueCallID(bytes, start) }
        checkHeaders(bytes, start)
        takeBody()
    }

    /// Skips what may stand in front of a message: line ends (§7.5), and NULs that should not.
    private mutating func skipLeading(_ bytes: Span<UInt8>) -> Int {
        var index = 0
        while index < end {
            switch bytes[index] {
            case ASCII.carriageReturn, ASCII.lineFeed: break
            case ASCII.nul: message.anomalies.insert(.controlBytes)
            default: return index
            }
            index += 1
        }
        return end
    }

    /// A last look for a Call-ID, in lines that begin with whitespace or behind a lone line end.
    ///
    /// By the letter such a line belongs to the value of the line before; but the call's name is
    /// worth more than that value, and every field of a message indented by a script is found this
    /// way.
    private mutating func rescueCallID(_ bytes: Span<UInt8>, _ start: Int) {
        guard let line = CallIDLine.find(bytes, start, Int(message.endOfHeaders)) else { return }
        message.callID = ByteRange(line.lower, line.upper)
        message.anomalies.insert(.indentedHeader)
    }

    /// Notes what is missing and what contradicts itself.
    private mutating func checkHeaders(_ bytes: Span<UInt8>, _ start: Int) {
        if message.callID.isEmpty { message.anomalies.insert(.missingCallID) }
        if message.from.isEmpty { message.anomalies.insert(.missingFrom) }
        if message.to.isEmpty { message.anomalies.insert(.missingTo) }
        if message.topVia.isEmpty { message.anomalies.insert(.missingVia) }
        if message.headerCount > Limits.headersMax { message.anomalies.insert(.headerLimit) }
        if message.cseq.isEmpty {
            message.anomalies.insert(.missingCSeq)
        } else if message.kind == .request, !message.cseqMethodText.isEmpty,
            !message.cseqMethodText.equals(message.methodText, in: bytes)
        {
            message.anomalies.insert(.cseqMethodMismatch)
        }
        if message.kind == .response { message.method = message.cseqMethod }
        // A NUL behind a backslash is allowed (§25.1, quoted-pair).
        var position = start
        let headersEnd = Int(message.endOfHeaders)
        while let nul = bytes.firstOffset(of: ASCII.nul, position, headersEnd) {
            if nul == start || bytes[nul - 1] != ASCII.backslash {
                message.anomalies.insert(.controlBytes)
                return
            }
            position = nul + 1
        }
    }

    /// Decides what the body is (§18.3, §20.14).
    private mutating func takeBody() {
        let start = Int(message.endOfHeaders)
        message.body = ByteRange(start, end)
        guard contentLengthCount > 0 else { return }
        guard !hasBadContentLength, let length = message.contentLength else {
            message.anomalies.insert(.badContentLength)
            return
        }
        let available = end - start
        if length > available {
            message.anomalies.insert(.bodyShort)
        } else {
            if length < available { message.anomalies.insert(.surplusBytes) }
            message.body = ByteRange(start, start + length)
        }
    }
}
