// A message of which a part has come.

internal import CallGraph
internal import SIP

/// The beginning of a message, held until the rest comes. Time and addresses are those of its first
/// packet.
struct HeldMessage: Sendable {
    /// The connection that it came over.
    let key: StreamKey
    /// Tells it from later messages of the connection.
    let serial: UInt64
    /// What its record will say of itself.
    var header: RecordHeader
    /// What the agent says it belongs to.
    var correlation: [UInt8] = []
    /// What has come of it.
    private(set) var bytes: [UInt8] = []
    /// Where the search for the end of the headers goes on.
    private var searched = 0
    /// Where it ends, once its headers are there.
    private var end: Int?

    /// A message of which nothing has come yet.
    init(_ key: StreamKey, serial: UInt64, header: RecordHeader) {
        self.key = key
        self.serial = serial
        self.header = header
    }

    /// True when nothing is missing.
    var isWhole: Bool { end == bytes.count }

    /// True while it may become whole within the limits.
    var isWorthHolding: Bool {
        if let end { return end <= Limits.heldBytesPerConnectionMax }
        return bytes.count <= SIP.Limits.streamHeaderBytesMax
    }

    /// Takes from `more` what belongs to the message; how many bytes that was.
    mutating func append(_ more: Span<UInt8>) -> Int {
        if let end {
            let missing = end - bytes.count
            guard more.count > missing else {
                copy(more)
                return more.count
            }
            if StreamCut.isBetweenMessages(more, missing)
                || bytes.count + more.count > Limits.heldBytesPerConnectionMax
            {
                copy(more.extracting(..<missing))
                return missing
            }
            // As in `StreamCut.messageEnd`: the length was too small.
            copy(more)
            self.end = bytes.count
            return more.count
        }
        copy(more)
        var position = searched
        let found = StreamCut.headersEnd(bytes.span, from: &position)
        searched = position
        guard let headersEnd = found else { return more.count }
        let end = StreamCut.messageEnd(bytes.span, from: 0, headersEnd: headersEnd)
        self.end = end
        guard end < bytes.count else { return more.count }
        // The headers end within `more`, so all that is behind the message came with it.
        let surplus = bytes.count - end
        bytes.removeLast(surplus)
        return more.count - surplus
    }

    /// Whether `payload`, the next of the connection, goes on with the message; otherwise packets were
    /// lost, and it begins a message of its own.
    ///
    /// Only a certain start line at its very front speaks against it. Such a line in the headers can
    /// be no header. In the body it can: of message/sipfrag (RFC 3420) and message/sip. A body is
    /// believed when the lengths fit: the payload is what is missing, or a message begins or nothing
    /// remains where the missing ends, or it is less and no whole message by itself.
    func isContinued(by payload: Span<UInt8>) -> Bool {
        if end == nil, bytes.count + payload.count > Limits.heldBytesPerConnectionMax {
            return false
        }
        guard MessageBeginning.at(0, in: payload) == .certain else { return true }
        guard let end else { return isMethod(with: payload) }
        let missing = end - bytes.count
        if payload.count == missing { return true }
        if payload.count < missing {
            let message = SIPMessage.parse(payload)
            return message.callID.isEmpty || !StreamCut.isWhole(message)
        }
        let next = StreamCut.skipLineEnds(payload, missing)
        if next == payload.count { return true }
        // `likely` is not enough: of INVITE without its first bytes remains NVITE.
        switch MessageBeginning.at(next, in: payload) {
        case .certain, .unfinished: return true
        case .likely, .none: return false
        }
    }

    /// True when all that is held is the beginning of a method that `payload` ends: PR and ACK.
    private func isMethod(with payload: Span<UInt8>) -> Bool {
        var word: [UInt8] = []
        let longest = 9  // SUBSCRIBE
        guard bytes.count < longest else { return false }
        for byte in bytes {
            guard byte &- 0x41 < 26 else { return false }
            word.append(byte)
        }
        var index = 0
        while index < payload.count, payload[index] != 0x20, word.count <= longest {
            word.append(payload[index])
            index += 1
        }
        return SIPMethod.parse(word.span, .all(of: word.span)) != .other
    }

    private mutating func copy(_ more: Span<UInt8>) {
        // The pointer is read within the closure only, and the array copies what it points to.
        unsafe more.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
    }
}
