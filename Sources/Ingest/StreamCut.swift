// Where one message of a stream ends and the next begins.

internal import SIP

/// The cuts between messages, by Content-Length. Source: RFC 3261 §18.3.
enum StreamCut {
    /// Whether a payload that was parsed is one whole message and nothing else.
    ///
    /// Costs nothing beside the parse, which is needed anyway: nearly every payload is one.
    @inline(__always)
    static func isWhole(_ message: SIPMessage) -> Bool {
        message.anomalies.isDisjoint(with: [.headersCut, .bodyShort, .surplusBytes])
            && (message.contentLength != nil || message.body.isEmpty
                || !message.contentType.isEmpty)
    }

    /// Where the headers end: behind the first empty line from `position`.
    ///
    /// Without one, `position` is where to go on when more has come.
    static func headersEnd(_ bytes: Span<UInt8>, from position: inout Int) -> Int? {
        while position < bytes.count {
            guard bytes[position] == 0x0a else {
                position += 1
                continue
            }
            // What follows decides; without it, this line feed is looked at again.
            let next = position + 1
            guard next < bytes.count else { return nil }
            if bytes[next] == 0x0a { return next + 1 }
            if bytes[next] == 0x0d {
                guard next + 1 < bytes.count else { return nil }
                if bytes[next + 1] == 0x0a { return next + 2 }
            }
            position = next
        }
        return nil
    }

    /// Where the message from `start` with headers up to `headersEnd` ends, which may be beyond the
    /// bytes that are there.
    static func messageEnd(_ bytes: Span<UInt8>, from start: Int, headersEnd: Int) -> Int {
        let message = SIPMessage.parse(bytes.extracting(start..<headersEnd))
        if let end = lengthEnd(message, headersEnd: headersEnd) {
            // A length that is too small shows in what follows: then all is kept in one piece, with
            // the Call-ID, as it would be from a datagram.
            return end >= bytes.count || isBetweenMessages(bytes, end) ? end : bytes.count
        }
        // Without a length the rest of the packet is the body, unless there can be none: a body has
        // a Content-Type (RFC 3261 §20.15).
        let next = skipLineEnds(bytes, headersEnd)
        guard message.contentType.isEmpty, MessageBeginning.at(next, in: bytes) == .certain else {
            return bytes.count
        }
        return headersEnd
    }

    /// Where the end of a message lies whose beginning is not there, if a message certainly follows.
    static func tailEnd(_ bytes: Span<UInt8>, from start: Int) -> Int? {
        var position = start
        guard let headersEnd = headersEnd(bytes, from: &position),
            let end = lengthEnd(
                SIPMessage.parse(bytes.extracting(start..<headersEnd)), headersEnd: headersEnd),
            end < bytes.count,
            MessageBeginning.at(skipLineEnds(bytes, end), in: bytes) == .certain
        else { return nil }
        return end
    }

    /// True when at `position` one message can have ended: the next one begins, or nothing is left.
    static func isBetweenMessages(_ bytes: Span<UInt8>, _ position: Int) -> Bool {
        let next = skipLineEnds(bytes, position)
        return next == bytes.count || MessageBeginning.at(next, in: bytes) != .none
    }

    /// The first byte from `position` that ends no line: line ends between messages are keep-alives
    /// (RFC 5626 §3.5.1) and belong to none.
    static func skipLineEnds(_ bytes: Span<UInt8>, _ position: Int) -> Int {
        var index = position
        while index < bytes.count, bytes[index] == 0x0d || bytes[index] == 0x0a { index += 1 }
        return index
    }

    /// The end that Content-Length says; nil when it is not there or cannot be believed.
    private static func lengthEnd(_ message: SIPMessage, headersEnd: Int) -> Int? {
        // A number of 31 bits behind an offset within a payload: the sum cannot overflow.
        guard let length = message.contentLength, !message.anomalies.contains(.badContentLength)
        else { return nil }
        return headersEnd + length
    }
}
