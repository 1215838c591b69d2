// Registrations and transfers as they happen, for counting.

public import SIP

/// What became of a registration or of the request for a transfer.
public struct RequestEnd: Sendable, Equatable {
    /// What was asked for.
    public enum Kind: UInt8, Sendable {
        /// REGISTER.
        case registration
        /// REFER to somewhere.
        case blindTransfer
        /// REFER that replaces a dialog (RFC 3891).
        case attendedTransfer
    }

    /// How it ended.
    public enum Outcome: String, Sendable, CaseIterable {
        /// By a 2xx.
        case accepted
        /// By a second challenge, or by one that nobody answered.
        case auth
        /// By another 3xx or 4xx.
        case clientError = "client_error"
        /// By a 5xx or 6xx.
        case serverError = "server_error"
        /// By no answer.
        case timeout
    }

    /// What was asked for.
    public var kind: Kind
    /// How it ended.
    public var outcome: Outcome
    /// Seconds from the first request to the answer; nil when none came.
    public var seconds: Double?
    /// The number of the node that saw it first.
    public var node: UInt16

    /// An end of these parts.
    public init(kind: Kind, outcome: Outcome, seconds: Double?, node: UInt16) {
        self.kind = kind
        self.outcome = outcome
        self.seconds = seconds
        self.node = node
    }
}

/// REGISTER and REFER transactions of one collector, by Call-ID.
///
/// A request counts on the first hop that it was seen on. A challenge and the retry are one attempt (RFC 6076
/// §4.1); a second challenge is its end. Answered ones are remembered for a while, so that their copies on
/// other hops count nothing. Entries age in two generations.
public struct RequestTable: ~Copyable, Sendable {
    private enum Phase: UInt8 {
        case waiting
        case challenged
        case over
    }

    private struct Entry {
        var kind: RequestEnd.Kind
        var phase = Phase.waiting
        var wasChallenged = false
        var node: UInt16
        var hop: UInt32
        var cseq: UInt32
        var since: Timestamp
    }

    private var young = SpreadTable<IdentityKey, Entry>()
    private var old = SpreadTable<IdentityKey, Entry>()
    private var nextTurn = Timestamp.distantPast

    /// Requests that were not counted because the table was full.
    public private(set) var overflowCount = 0

    /// An empty table.
    public init() {}

    /// How many requests are remembered.
    public var count: Int { young.count + old.count }

    /// Takes a message; what it ended, if that is something that is counted.
    ///
    /// `isAttended` is asked of a REFER that is new.
    public mutating func observe(
        _ message: SIPMessage, key callKey: IdentityKey, hop ends: (Endpoint, Endpoint),
        node: UInt16, time: Timestamp, isAttended: () -> Bool
    ) -> RequestEnd? {
        let isRequest = message.kind == .request
        let method = isRequest ? message.method : message.cseqMethod
        guard method == .register || method == .refer, let cseq = message.cseqNumber else {
            return nil
        }
        let hop = Endpoint.hop(ends.0, ends.1)
        let key = IdentityKey(value: callKey.value ^ (method == .refer ? 0x5245_4645_52 : 0))
        if !old.isEmpty, let entry = old.remove(key) { young.put(entry, at: key) }
        if isRequest {
            return request(
                key, cseq, hop: hop, node: node, time: time,
                kind: method == .register ? .registration : nil, isAttended: isAttended)
        }
        let status = Int(message.statusCode)
        guard status >= 200 else { return nil }
        return young.change(key) { entry in
            guard entry.phase == .waiting, entry.hop == hop, entry.cseq == cseq else { return nil }
            let outcome: RequestEnd.Outcome
            switch status {
            case ..<300: outcome = .accepted
            case 401, 407:
                guard entry.wasChallenged else {
                    entry.wasChallenged = true
                    entry.phase = .challenged
                    return nil
                }
                outcome = .auth
            case ..<500: outcome = .clientError
            default: outcome = .serverError
            }
            entry.phase = .over
            return RequestEnd(
                kind: entry.kind, outcome: outcome,
                seconds: max(0, time.seconds(since: entry.since)), node: entry.node)
        } ?? nil
    }

    /// Lets a generation pass when its time has come; `onExpiry` hears of requests that were never answered.
    public mutating func expire(now: Timestamp, onExpiry: (RequestEnd) -> Void) {
        guard now >= nextTurn else { return }
        nextTurn = now.advanced(bySeconds: Limits.requestSeconds)
        old.forEachValue { entry in
            guard entry.phase != .over else { return }
            onExpiry(Self.silence(of: entry))
        }
        old = young
        young = SpreadTable()
    }

    /// A request: a new attempt, or the retry, copy or successor of a known one.
    private mutating func request(
        _ key: IdentityKey, _ cseq: UInt32, hop: UInt32, node: UInt16, time: Timestamp,
        kind: RequestEnd.Kind?, isAttended: () -> Bool
    ) -> RequestEnd? {
        func begin() -> Entry {
            Entry(
                kind: kind ?? (isAttended() ? .attendedTransfer : .blindTransfer), node: node,
                hop: hop, cseq: cseq, since: time)
        }
        // Copies on other hops have the same CSeq; a device that was started anew begins far below.
        let known: RequestEnd?? = young.change(key) { entry in
            guard cseq > entry.cseq || entry.cseq - cseq > 8 else { return nil }
            switch entry.phase {
            case .over:
                entry = begin()
                return nil
            case .waiting where time.seconds(since: entry.since) > Limits.requestTimeoutSeconds:
                let silence = Self.silence(of: entry)
                entry = begin()
                return silence
            case .waiting, .challenged:
                entry.phase = .waiting
                entry.cseq = cseq
                return nil
            }
        }
        if let known { return known }
        guard count < Limits.requestsMax else {
            overflowCount += 1
            return nil
        }
        young.put(begin(), at: key)
        return nil
    }

    private static func silence(of entry: Entry) -> RequestEnd {
        RequestEnd(
            kind: entry.kind, outcome: entry.phase == .challenged ? .auth : .timeout,
            seconds: nil, node: entry.node)
    }
}
