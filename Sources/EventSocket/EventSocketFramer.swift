// Cuts the byte stream of an event socket into frames.

/// Takes bytes as they come from the connection and gives whole frames.
///
/// After an error the framing is lost: close the connection. Every later call gives the same error.
public struct EventSocketFramer: Sendable {
    private var buffer: [UInt8] = []
    /// The first byte that belongs to no frame given out yet.
    private var start = 0
    /// Where the current header line begins.
    private var lineStart = 0
    /// Up to where the current header line is known to have no line feed, so that bytes that come
    /// one by one are not searched again and again.
    private var searched = 0
    private var head: FrameHead?
    private var failure: EventSocketError?

    /// A framer at the beginning of a connection.
    public init() {}

    /// Bytes that wait for the rest of their frame.
    public var bufferedBytes: Int { buffer.count - start }

    /// Adds what was read from the connection; take all frames out before adding more.
    public mutating func append(_ bytes: Span<UInt8>) {
        guard failure == nil else { return }
        guard bufferedBytes <= Limits.bufferedBytesMax - min(bytes.count, Limits.bufferedBytesMax)
        else { return fail(EventSocketError(.bufferFull)) }
        if start > 0 { discardConsumed() }
        // Safe: the pointer is used only inside the closure, to copy `bytes.count` bytes.
        unsafe bytes.withUnsafeBufferPointer { unsafe buffer.append(contentsOf: $0) }
    }

    /// The next whole frame, nil when more bytes are needed.
    ///
    /// - Throws: when the bytes are no frames of an event socket or exceed `Limits`.
    public mutating func next() throws(EventSocketError) -> EventSocketFrame? {
        if let failure { throw failure }
        do throws(EventSocketError) {
            if head == nil { head = try readHead() }
        } catch {
            fail(error)
            throw error
        }
        guard let head, bufferedBytes >= head.bodyBytes else { return nil }
        let body = Array(buffer[start..<(start + head.bodyBytes)])
        begin(at: start + head.bodyBytes)
        self.head = nil
        return EventSocketFrame(head: head, body: body)
    }

    /// Looks for the empty line and reads what stands before it.
    private mutating func readHead() throws(EventSocketError) -> FrameHead? {
        while let lineEnd = lineFeed(from: searched) {
            guard lineEnd - start <= Limits.frameHeaderBytesMax else {
                throw EventSocketError(.headerTooLarge)
            }
            let isEmpty = lineEnd == lineStart
            if isEmpty, lineStart > start {
                let head = try FrameHead(Array(buffer[start..<lineStart]))
                begin(at: lineEnd + 1)
                return head
            }
            // Some answers end in one line feed more than their length says; it belongs to no
            // frame.
            if isEmpty { start = lineEnd + 1 }
            lineStart = lineEnd + 1
            searched = lineStart
        }
        searched = buffer.count
        guard bufferedBytes <= Limits.frameHeaderBytesMax else {
            throw EventSocketError(.headerTooLarge)
        }
        return nil
    }

    private func lineFeed(from position: Int) -> Int? {
        let bytes = buffer.span
        var at = position
        while at < bytes.count {
            if bytes[at] == ASCII.lineFeed { return at }
            at += 1
        }
        return nil
    }

    private mutating func begin(at position: Int) {
        start = position
        lineStart = position
        searched = position
    }

    private mutating func fail(_ error: EventSocketError) {
        failure = error
        buffer = []
        head = nil
        begin(at: 0)
    }

    /// Moves what is left to the front, so that the buffer does not grow with the connection's age.
    private mutating func discardConsumed() {
        if start == buffer.count {
            buffer.removeAll(keepingCapacity: buffer.capacity <= Limits.bufferKeptBytesMax)
        } else {
            buffer.removeSubrange(0..<start)
        }
        lineStart -= start
        searched -= start
        start = 0
    }
}
