// Calls as they happen, for counting: one small entry a dialog, nothing but numbers.

public import SIP

/// What a SIP message did to the call that it belongs to.
public enum DialogChange: Sendable, Equatable {
    /// Nothing that is counted.
    case none
    /// A new attempt.
    case began
    /// It was answered; seconds since the INVITE.
    case answered(setupSeconds: Double)
    /// It ended without an answer.
    case failed(Outcome)
    /// An answered call ended; seconds since the answer.
    case ended(talkSeconds: Double)
    /// It was asked for credentials (401, 407), and may be tried again.
    case challenged
}

/// The live calls of one collector, by Call-ID.
///
/// Fed with every SIP message in order of receipt, from all agents: copies and retransmissions change
/// nothing. Every message counts on the first hop that the INVITE was seen on, the caller's, so that a
/// fork that fails below a proxy is not the end of the attempt; a 2xx counts on any hop. A challenged
/// INVITE (401, 407) waits for the retry.
///
/// Entries age in two generations: an entry that is touched moves to the young one, and the old one is
/// dropped whole, so that no message ever pays for a sweep.
public struct DialogTable: ~Copyable, Sendable {
    private enum Phase: UInt8 {
        case calling
        case challenged
        case answered
        case over
    }

    private struct Entry {
        var phase: Phase
        /// The node that the attempt is counted for.
        var node: UInt16
        /// The first hop, without its direction.
        var hop: UInt32
        /// When the INVITE came, then when it was answered; by the agents' clocks.
        var since: Timestamp
        /// Which attempt of this table it is, counted from 0.
        var number: UInt64
    }

    private var young = SpreadTable<IdentityKey, Entry>()
    private var old = SpreadTable<IdentityKey, Entry>()
    private var finishedYoung = SpreadTable<IdentityKey, Entry>()
    private var finishedOld = SpreadTable<IdentityKey, Entry>()
    private var nextTurn = Timestamp.distantPast
    private var nextFinishedTurn = Timestamp.distantPast
    private var activeByNode: [Int] = []
    private var nextNumber: UInt64 = 0

    /// Attempts that were not counted because the table was full.
    public private(set) var overflowCount = 0

    /// An empty table.
    public init() {}

    /// How many calls are being set up or up, by the number of the node that saw them first.
    public func active(node: Int) -> Int {
        node >= 0 && node < activeByNode.count ? activeByNode[node] : 0
    }

    /// How many calls are remembered.
    public var count: Int { young.count + old.count + finishedYoung.count + finishedOld.count }

    /// Takes one message and says what it changed, for which node, and which of all attempts, counted from 0,
    /// that is; the count says something only where something changed.
    ///
    /// `node` is a small number that the caller gave to the agent; `hop` the two ends of the hop.
    public mutating func observe(
        _ message: SIPMessage, key: IdentityKey, hop: (Endpoint, Endpoint), node: UInt16,
        time: Timestamp
    ) -> (change: DialogChange, node: UInt16, number: UInt64) {
        let isInvite =
            message.kind == .request ? message.method == .invite : message.cseqMethod == .invite
        guard isInvite || message.method == .bye && message.kind == .request else {
            return (.none, node, 0)
        }
        let hopKey = Self.hopKey(hop)
        recall(key)
        // In its place, with one look-up: nearly every message is of a call that is up.
        let step = young.change(key) { entry in
            let change = Self.step(&entry, message, isFirstHop: hopKey == entry.hop, time: time)
            return (change: change, node: entry.node, number: entry.number)
        }
        if let step {
            switch step.change {
            case .failed, .ended: finish(key)
            case .none, .began, .answered, .challenged: break
            }
            return step
        }
        if let entry = finishedYoung[key] ?? finishedOld[key] {
            return (.none, entry.node, entry.number)
        }
        guard isInvite, message.kind == .request else { return (.none, node, 0) }
        guard young.count + old.count < Limits.liveDialogsMax else {
            overflowCount += 1
            return (.none, node, 0)
        }
        let number = nextNumber
        nextNumber += 1
        young.put(
            Entry(phase: .calling, node: node, hop: hopKey, since: time, number: number), at: key)
        count(+1, node)
        return (.began, node, number)
    }

    /// Lets generations pass; `onExpiry` hears of attempts that are given up (challenged, never retried)
    /// and of calls that fell silent.
    public mutating func expire(
        now: Timestamp, onExpiry: (_ node: UInt16, _ number: UInt64, Outcome) -> Void
    ) {
        if now >= nextFinishedTurn {
            finishedOld = finishedYoung
            finishedYoung = SpreadTable()
            nextFinishedTurn = now.advanced(bySeconds: Limits.dialogLingerSeconds)
        }
        if now >= nextTurn {
            let silent = old
            old = young
            young = SpreadTable()
            silent.forEachValue { entry in
                count(-1, entry.node)
                switch entry.phase {
                case .challenged: onExpiry(entry.node, entry.number, .auth)
                case .calling: onExpiry(entry.node, entry.number, .timeout)
                case .answered, .over: break
                }
            }
            nextTurn = now.advanced(bySeconds: Limits.dialogSilenceSeconds)
        }
    }

    /// One step of a call: the transitions, without the table around them.
    private static func step(
        _ entry: inout Entry, _ message: SIPMessage, isFirstHop: Bool, time: Timestamp
    ) -> DialogChange {
        if message.kind == .request {
            switch (message.method, entry.phase) {
            case (.invite, .challenged):
                entry.phase = .calling
                return .none
            case (.bye, .answered):
                entry.phase = .over
                return .ended(talkSeconds: max(0, time.seconds(since: entry.since)))
            default: return .none
            }
        }
        guard entry.phase == .calling || entry.phase == .challenged else { return .none }
        let status = Int(message.statusCode)
        switch status {
        case 200..<300:
            let setup = max(0, time.seconds(since: entry.since))
            entry.phase = .answered
            entry.since = time
            return .answered(setupSeconds: setup)
        case 401, 407:
            guard isFirstHop, entry.phase == .calling else { return .none }
            entry.phase = .challenged
            return .challenged
        case 300...:
            guard isFirstHop else { return .none }
            entry.phase = .over
            return .failed(Outcome(status: status))
        default: return .none
        }
    }

    /// Moves a call of the old generation to the young one: it has shown a sign of life.
    private mutating func recall(_ key: IdentityKey) {
        if !old.isEmpty, let entry = old.remove(key) { young.put(entry, at: key) }
    }

    /// Remembers a call that is over for as long as its retransmissions may come.
    private mutating func finish(_ key: IdentityKey) {
        guard let entry = young.remove(key) else { return }
        count(-1, entry.node)
        finishedYoung.put(entry, at: key)
    }

    private mutating func count(_ change: Int, _ node: UInt16) {
        while activeByNode.count <= Int(node) { activeByNode.append(0) }
        activeByNode[Int(node)] += change
    }

    /// The two ends of a hop in 32 bits, the same in both directions.
    private static func hopKey(_ hop: (Endpoint, Endpoint)) -> UInt32 {
        func mix(_ end: Endpoint) -> UInt64 {
            (end.low ^ end.high &* 0x9e37_79b9_7f4a_7c15 ^ UInt64(end.port) << 48)
                &* 0xbf58_476d_1ce4_e5b9
        }
        let sum = mix(hop.0) &+ mix(hop.1)
        return UInt32(truncatingIfNeeded: sum ^ sum >> 32)
    }
}
