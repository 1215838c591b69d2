// Messages out of a byte stream.

/// Cuts a TCP or TLS stream into SIP messages by Content-Length. One a connection; owns its buffer.
///
/// Line ends between messages are skipped (keep-alives, RFC 5626 §3.5.1). A message without
/// Content-Length has no body here, and one whose Content-Length cannot be believed neither; the
/// bytes that follow are then skipped up to the next line that can begin a message, and counted.
/// The work is linear in the bytes however they are split. Source: RFC 3261 §18.3 and §20.14.
public struct SIPStreamFramer: Sendable {
    /// What can be done next.
    public enum Step: Sendable, Equatable {
        /// A message stands in this range of ``SIPStreamFramer/bytes``, until the following call to
        /// ``SIPStreamFramer/next()``.
        case message(Range<Int>)
        /// Nothing complete is there.
        case needMore
        /// The stream is no SIP, or its limits are exceeded: close it.
        case broken
    }

    /// The buffer.
    public private(set) var bytes: [UInt8] = []

    /// Bytes that were skipped because they could not begin a message.
    public private(set) var skippedBytes = 0

    /// Where the bytes begin that have not been handed out.
    private var start = 0

    /// The end of the message handed out last, or `start`.
    private var handedOut = 0

    /// The search in the message at `start`, nil before it has begun.
    private var search: HeadersSearch?

    /// The end of the message at `start`, once its headers are known.
    private var messageEnd: Int?

    /// Bytes skipped since the last message.
    private var junkRun = 0

    private var isBroken = false

    /// A framer for a new connection.
    public init() {}

    /// Adds what was read. Does not move the message handed out last.
    public mutating func append(_ more: Span<UInt8>) {
        guard !isBroken else { return }
        guard more.count <= Limits.streamBytesMax,
            bytes.count - start <= Limits.streamBytesMax - more.count
        else {
            isBroken = true
            return
        }
        // The pointer is used within the closure only, and the array copies what it points to.
        unsafe more.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
    }

    /// The next message, if one is complete.
    public mutating func next() -> Step {
        begin(at: handedOut)
        while !isBroken {
            if let end = messageEnd {
                guard end <= bytes.count else { break }
                junkRun = 0
                handedOut = end
                return .message(start..<end)
            }
            guard findHeadersEnd() else { break }
        }
        if isBroken { return .broken }
        compact()
        return .needMore
    }

    /// Takes one step towards the end of the message at `start`; false when more is needed for it.
    private mutating func findHeadersEnd() -> Bool {
        if search == nil {
            skipLineEnds()
            guard start < bytes.count else { return false }
        }
        var search = self.search ?? HeadersSearch(from: start)
        switch search.advance(bytes.span) {
        case .end(let headersEnd):
            messageEnd = headersEnd + bodyLength(headersEnd)
            return true
        case .needMore:
            self.search = search
            return false
        case .junk(let end):
            skippedBytes += end - start
            junkRun += end - start
            if junkRun > Limits.junkBytesMax { isBroken = true }
            begin(at: end)
            return true
        }
    }

    private mutating func skipLineEnds() {
        var position = start
        while position < bytes.count,
            bytes[position] == ASCII.carriageReturn || bytes[position] == ASCII.lineFeed
        {
            position += 1
        }
        begin(at: position)
    }

    /// The length of the body behind headers that end at `headersEnd`, 0 when it cannot be known.
    private func bodyLength(_ headersEnd: Int) -> Int {
        let span = bytes.span
        let message = SIPMessage.parse(span.extracting(start..<headersEnd))
        guard let length = message.contentLength, length <= Limits.messageBytesMax,
            !message.anomalies.contains(.badContentLength)
        else { return 0 }
        return length
    }

    /// Looks for a message from `position` on.
    private mutating func begin(at position: Int) {
        guard position > start else { return }
        start = position
        handedOut = position
        search = nil
        messageEnd = nil
    }

    /// Drops what has been handed out or skipped, now that nothing is in use.
    private mutating func compact() {
        guard start > 0 else { return }
        if start == bytes.count {
            bytes.removeAll(keepingCapacity: bytes.capacity <= Limits.streamBytesKept)
        } else {
            bytes.removeSubrange(0..<start)
        }
        search = search?.moved(by: start)
        messageEnd = messageEnd.map { $0 - start }
        start = 0
        handedOut = 0
    }
}
