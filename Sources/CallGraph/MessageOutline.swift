// Where the parts of a SIP message are, for those who read it again a moment later.

public import SIP

/// Places in a message that was parsed when it came, 24 bytes.
///
/// Kept in memory beside a block's records for followers that are close behind, and not stored: reading a
/// message from the beginning costs them more than everything else that they do with it.
public struct MessageOutline: Sendable {
    /// A part of a message: its offset and its length, both below 65,536.
    public struct Part: Sendable {
        let offset: UInt16
        let count: UInt16

        init?(_ range: ByteRange) {
            let whole = range.range
            guard let offset = UInt16(exactly: whole.lowerBound),
                let count = UInt16(exactly: whole.count)
            else { return nil }
            self.offset = offset
            self.count = count
        }

        /// The bytes of it, held within the message.
        public func range(in count: Int) -> Range<Int> {
            (Int(offset)..<Int(offset) + Int(self.count)).clamped(to: 0..<count)
        }
    }

    /// Call-ID.
    public let callID: Part
    /// The whole value of From.
    public let from: Part
    /// The whole value of To.
    public let to: Part
    /// The whole value of CSeq.
    public let cseq: Part
    /// The method: of a response that of CSeq.
    public let method: Part
    /// The status of a response; 0 for a request.
    public let status: UInt16
    /// True when it may name another dialog: then it has to be read.
    public let mayLink: Bool

    /// The outline of a message; nil for what is no SIP or longer than an outline can say.
    public init?(_ message: SIPMessage, mayLink: Bool) {
        let isRequest = message.kind == .request
        guard message.kind != .unrecognised, let callID = Part(message.callID),
            let from = Part(message.from), let to = Part(message.to),
            let cseq = Part(message.cseq),
            let method = Part(isRequest ? message.methodText : message.cseqMethodText)
        else { return nil }
        self.callID = callID
        self.from = from
        self.to = to
        self.cseq = cseq
        self.method = method
        status = isRequest ? 0 : message.statusCode
        self.mayLink = mayLink
    }
}
