// Calls as they happen, for counting: one small entry a dialog, nothing but numbers.

public import SIP

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
    private var young = SpreadTable<IdentityKey, LiveDialog>()
    private var old = SpreadTable<IdentityKey, LiveDialog>()
    private var finishedYoung = SpreadTable<IdentityKey, LiveDialog>()
    private var finishedOld = SpreadTable<IdentityKey, LiveDialog>()
    private var nextTurn = Timestamp.distantPast
    private var nextFinishedTurn = Timestamp.distantPast
    private var activeByNode: [Int] = []
    private var nextNumber: UInt64 = 0
    /// The part of the tables that is swept next.
    private var nextPart = 0

    /// The trunks that calls are told by.
    public var trunks = TrunkDirectory()
    /// The tenants that calls are told by.
    public var tenants = TenantDirectory()

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

    /// Which of all attempts the dialog of this key is; nil when it is not known.
    public func number(of key: IdentityKey) -> UInt64? {
        (young[key] ?? old[key] ?? finishedYoung[key] ?? finishedOld[key])?.number
    }

    /// Takes one message and says what it changed, of whose call, and which of all attempts, counted from 0,
    /// that is; route and count say something only where something changed.
    ///
    /// `node` is a small number that the caller gave to the agent, `hop` the two ends of the hop, `time` the
    /// agent's and `received` our own (the same if nil); `domain` is asked once for a
    /// call.
    public mutating func observe(
        _ message: SIPMessage, key: IdentityKey, hop: (Endpoint, Endpoint), node: UInt16,
        time: Timestamp, received: Timestamp? = nil, domain: () -> String = { "" }
    ) -> (change: DialogChange, route: CallRoute, number: UInt64) {
        let isRequest = message.kind == .request
        let method = isRequest ? message.method : message.cseqMethod
        guard method == .invite || method == .bye else {
            return (.none, CallRoute(node: node), 0)
        }
        let hopKey = Endpoint.hop(hop.0, hop.1)
        recall(key)
        let isInvite = isRequest && method == .invite
        let touched = isInvite ? trunk(of: hop) : (0, .internal)
        let second = Self.second(received ?? time)
        // In its place, with one look-up: nearly every message is of a call that is up.
        let step = young.change(key) { dialog in
            if touched.0 != 0, dialog.route.trunk == 0, dialog.phase == .calling {
                (dialog.route.trunk, dialog.route.direction) = touched
            }
            dialog.heard = second
            let change = dialog.step(message, hop: hopKey, time: time)
            return (change: change, route: dialog.route, number: dialog.number)
        }
        if let step {
            switch step.change {
            case .failed, .ended: finish(key)
            default: break
            }
            return step
        }
        if let step = stepFinished(message, key, hop: hopKey, time: time) { return step }
        guard isInvite else { return (.none, CallRoute(node: node), 0) }
        guard young.count + old.count < Limits.liveDialogsMax else {
            overflowCount += 1
            return (.none, CallRoute(node: node), 0)
        }
        let number = nextNumber
        nextNumber += 1
        var route = CallRoute(
            node: node, tenant: tenants.isEmpty ? 0 : tenants.number(ofDomain: domain()))
        (route.trunk, route.direction) = touched
        young.put(
            LiveDialog(route: route, hop: hopKey, time: time, heard: second, number: number),
            at: key)
        count(+1, node)
        return (.began, route, number)
    }

    /// A message of a call that is over, or whose BYE waits for its answer; nil when there is none.
    private mutating func stepFinished(
        _ message: SIPMessage, _ key: IdentityKey, hop: UInt32, time: Timestamp
    ) -> (change: DialogChange, route: CallRoute, number: UInt64)? {
        func step(_ dialog: inout LiveDialog) -> (DialogChange, CallRoute, UInt64) {
            let change =
                dialog.phase == .ending ? dialog.step(message, hop: hop, time: time) : .none
            return (change, dialog.route, dialog.number)
        }
        return finishedYoung.change(key, step) ?? finishedOld.change(key, step)
    }

    /// The trunk that a hop touches, and which way the call goes for it.
    private func trunk(of hop: (Endpoint, Endpoint)) -> (UInt16, CallRoute.Direction) {
        guard !trunks.isEmpty else { return (0, .internal) }
        let source = trunks.number(of: hop.0)
        if source != 0 { return (source, .in) }
        let target = trunks.number(of: hop.1)
        return target != 0 ? (target, .out) : (0, .internal)
    }

    /// Lets generations pass, and gives up attempts of which nothing is heard: `onExpiry` hears of them, and
    /// of challenged ones that were never tried again. To be called every second or so.
    public mutating func expire(
        now: Timestamp, onExpiry: (CallRoute, _ number: UInt64, Outcome) -> Void
    ) {
        if now >= nextFinishedTurn {
            finishedOld = finishedYoung
            finishedYoung = SpreadTable()
            nextFinishedTurn = now.advanced(bySeconds: Limits.dialogLingerSeconds)
        }
        if now >= nextTurn {
            // Attempts among them were given up long ago, but for those of a table that nobody swept.
            old.forEachValue { dialog in
                count(-1, dialog.route.node)
                if let outcome = dialog.outcomeOfSilence {
                    onExpiry(dialog.route, dialog.number, outcome)
                }
            }
            old = young
            young = SpreadTable()
            nextTurn = now.advanced(bySeconds: Limits.dialogSilenceSeconds)
        }
        giveUp(now: now, onExpiry)
    }

    /// Gives up attempts without an answer in one part of the tables: in a minute, each has its turn.
    private mutating func giveUp(
        now: Timestamp, _ onExpiry: (CallRoute, _ number: UInt64, Outcome) -> Void
    ) {
        let second = Self.second(now)
        func isGivenUp(_ dialog: LiveDialog) -> Bool {
            let silence = second > dialog.heard ? second - dialog.heard : 0
            return switch dialog.phase {
            case .calling: silence > UInt32(Limits.attemptSilenceSeconds)
            case .challenged: silence > UInt32(Limits.dialogLingerSeconds)
            case .answered, .ending, .over: false
            }
        }
        let part = nextPart
        nextPart += 1
        for (key, var dialog) in young.remove(part: part, where: isGivenUp)
            + old.remove(part: part, where: isGivenUp)
        {
            count(-1, dialog.route.node)
            if let outcome = dialog.outcomeOfSilence {
                onExpiry(dialog.route, dialog.number, outcome)
            }
            dialog.phase = .over
            finishedYoung.put(dialog, at: key)
        }
    }

    private static func second(_ time: Timestamp) -> UInt32 {
        UInt32(clamping: time.microseconds / 1_000_000)
    }

    /// Moves a call of the old generation to the young one: it has shown a sign of life.
    private mutating func recall(_ key: IdentityKey) {
        if !old.isEmpty, let dialog = old.remove(key) { young.put(dialog, at: key) }
    }

    /// Remembers a call that is over for as long as its retransmissions may come.
    private mutating func finish(_ key: IdentityKey) {
        guard let dialog = young.remove(key) else { return }
        count(-1, dialog.route.node)
        finishedYoung.put(dialog, at: key)
    }

    private mutating func count(_ change: Int, _ node: UInt16) {
        while activeByNode.count <= Int(node) { activeByNode.append(0) }
        activeByNode[Int(node)] += change
    }
}
