// Attempts that nobody has answered yet.

internal import SIP

/// INVITEs that have no final answer: when none comes, nothing else will say that the attempt is over.
struct OpenAttempts: Sendable {
    private let most: Int
    private var attempts: [Identity: Timestamp] = [:]
    /// In order of receipt; some have been answered meanwhile.
    private var queue: [(dialog: Identity, received: Timestamp)] = []
    private var next = 0

    /// Keeps `most` attempts; of more, those that come while it is full are not watched.
    init(most: Int) { self.most = most }

    /// Takes note of an INVITE that begins something, or of a final answer to one.
    mutating func see(_ entry: RecordBlock.Entry, in block: RecordBlock) {
        let payload = block.bytes[entry.payload]
        let isInvite = payload.starts(with: "INVITE ".utf8)
        guard isInvite || Self.mayBeFinal(payload) else { return }
        let bytes = Array(payload)
        let message = SIPMessage.parse(bytes.span)
        let range = message.callID.range
        guard range.lowerBound >= 0, range.upperBound <= bytes.count, !range.isEmpty else { return }
        let dialog = Identity(.dialog, String(decoding: bytes[range], as: UTF8.self))
        guard isInvite else {
            if message.cseqMethod == .invite { attempts[dialog] = nil }
            return
        }
        guard message.toTag.isEmpty, attempts[dialog] == nil, attempts.count < most,
            queue.count - next < most * 4, Identity.isUsable(dialog.id)
        else { return }
        attempts[dialog] = entry.header.received
        queue.append((dialog, entry.header.received))
    }

    /// Attempts that came before `time` and were not answered, each once.
    mutating func expire(before time: Timestamp) -> [(dialog: Identity, received: Timestamp)] {
        var found: [(dialog: Identity, received: Timestamp)] = []
        while next < queue.count, queue[next].received < time {
            let (dialog, received) = queue[next]
            next += 1
            // One of that name that came later is further behind.
            guard attempts[dialog] == received else { continue }
            attempts[dialog] = nil
            found.append((dialog, received))
        }
        if next > 1024, next * 2 > queue.count {
            queue.removeFirst(next)
            next = 0
        }
        return found
    }

    /// True for responses of 200 and more.
    private static func mayBeFinal(_ message: ArraySlice<UInt8>) -> Bool {
        guard message.starts(with: "SIP/2.0 ".utf8), let digit = message.dropFirst(8).first else {
            return false
        }
        return (0x32...0x36).contains(digit)
    }
}
