// Calls that are up, and what is said of each when it is over.

public import EventSocket

/// The legs of calls, out of the facts that ingest writes beside its records, until the calls are over.
///
/// Without a clock and without I/O. Whoever owns it feeds it facts and hang-ups, asks which legs ended a while
/// ago, and says in what company each was.
public struct CallLedger: Sendable {
    /// One dialog in 150 bytes and its names.
    private struct Leg: Sendable {
        /// Call-ID, from, to, domain, node, one behind the other.
        var names: [UInt8]
        var ends: InlineArray<5, UInt16>
        var start: Timestamp
        var answered: Timestamp?
        var end: Timestamp?
        var outcome = Outcome.inProgress
        var status: UInt16 = 0
        let key: IdentityKey

        func name(_ index: Int) -> String {
            let from = index > 0 ? Int(ends[index - 1]) : 0
            return String(decoding: names[from..<Int(ends[index])], as: UTF8.self)
        }
    }

    /// A leg that ended, when it is to be looked at.
    private struct Ending: Sendable {
        let due: Timestamp
        let node: LiveNode
    }

    /// Legs by place; places of those that are reported are used again.
    private var legs: [Leg] = []
    private var free: [Int32] = []
    private var places: [UInt64: Int32] = [:]
    private var numbers: [IdentityKey: UInt64] = [:]
    private var channels: [IdentityKey: (channel: Channel, mos: Double?)] = [:]
    private var endings: [Ending] = []
    private var next = 0
    private var challenges: [(due: Timestamp, number: UInt64)] = []
    private let quietSeconds: Int64
    private let hasher: IdentityHasher

    /// Calls that are not reported because too many are up.
    public private(set) var overflowCount = 0

    /// A ledger that waits `quietSeconds` behind the end of a leg: what belongs to the call, and what went on
    /// after a transfer, is known by then.
    public init(hasher: IdentityHasher, quietSeconds: Int64 = Limits.callQuietSeconds) {
        self.hasher = hasher
        self.quietSeconds = quietSeconds
    }

    /// Dialogs that are up or wait to be reported.
    public var legCount: Int { places.count }

    /// Takes that a call began; `texts` are the bytes of its facts.
    public mutating func take(
        _ beginning: DialogBeginning, texts: [UInt8], callID: Span<UInt8>
    ) {
        guard !beginning.isWithinDialog, callID.count > 0 else { return }
        guard places.count < Limits.ledgerLegsMax else {
            overflowCount += 1
            return
        }
        let key = hasher.key(callID)
        var names: [UInt8] = []
        names.pack(callID, count: min(callID.count, Limits.identityBytesMax))
        var ends = InlineArray<5, UInt16>(repeating: UInt16(names.count))
        for (index, range) in [beginning.from, beginning.to, beginning.domain, beginning.node]
            .enumerated()
        {
            names += texts[range]
            ends[index + 1] = UInt16(names.count)
        }
        let leg = Leg(names: names, ends: ends, start: beginning.time, key: key)
        if let place = free.popLast() {
            legs[Int(place)] = leg
            places[beginning.number] = place
        } else {
            places[beginning.number] = Int32(truncatingIfNeeded: legs.count)
            legs.append(leg)
        }
        numbers[key] = beginning.number
    }

    /// Takes what became of a call. `now` is when that came.
    public mutating func take(_ step: DialogStep, now: Timestamp) {
        guard let place = places[step.number].map({ Int($0) }) else { return }
        let key = legs[place].key
        legs[place].status = step.status
        switch step.kind {
        case .challenged:
            challenges.append((now.advanced(bySeconds: Limits.dialogLingerSeconds), step.number))
            return
        case .answered:
            legs[place].answered = step.time
            legs[place].outcome = .answered
            return
        case .failed: legs[place].outcome = Outcome(status: Int(step.status))
        case .ended: legs[place].status = 200
        case .silent: legs[place].outcome = .timeout
        }
        legs[place].end = step.time
        wait(for: LiveNode(.dialog, key), now: now)
    }

    /// Takes the last event of a channel, CHANNEL_HANGUP_COMPLETE.
    public mutating func take(
        hangup event: SwitchEvent, node: String, time: Timestamp, now: Timestamp
    ) {
        guard let uuid = event.uniqueID, Identity.isUsable(uuid) else { return }
        guard channels.count < Limits.ledgerLegsMax else {
            overflowCount += 1
            return
        }
        var assembly = ChannelAssembly()
        assembly.add(event, uuid: uuid, node: node, time: time)
        guard var channel = assembly.finish(switches: []).first else { return }
        func moment(_ header: String) -> Timestamp? {
            event[header].flatMap(Int64.init).flatMap {
                $0 > 0 ? Timestamp(microseconds: $0) : nil
            }
        }
        if let created = moment("Caller-Channel-Created-Time") { channel.start = created }
        channel.answered = moment("Caller-Channel-Answered-Time")
        let packets = event["variable_rtp_audio_in_media_packet_count"].flatMap(Int.init) ?? 0
        let mos = packets > 0 ? event["variable_rtp_audio_in_mos"].flatMap(Double.init) : nil
        let key = hasher.key(uuid)
        channels[key] = (channel, mos)
        wait(for: LiveNode(.channel, key), now: now)
    }

    /// The legs that ended long enough ago, each once, at most `limit`.
    public mutating func takeDue(now: Timestamp, limit: Int) -> [LiveNode] {
        giveUpChallenged(now: now)
        var due: [LiveNode] = []
        while due.count < limit, next < endings.count, endings[next].due <= now {
            let node = endings[next].node
            next += 1
            if isHere(node) { due.append(node) }
        }
        if next >= 1024 || next == endings.count {
            endings.removeFirst(next)
            next = 0
        }
        return due
    }

    /// What is to be said of the call of these legs; nil while a part of it is up, or when nothing of it is
    /// known any more. The call is forgotten.
    public mutating func finish(_ company: [LiveNode], tenants: TenantDirectory) -> FinishedCall? {
        let found = company.filter(\.kind.isLeg)
        let own = found.compactMap { node in
            node.kind == .dialog
                ? numbers[node.key].flatMap { places[$0] }.map { legs[Int($0)] } : nil
        }
        guard own.allSatisfy({ $0.end != nil }) else { return nil }
        let channelNodes = found.filter { $0.kind == .channel }
        let ended = channelNodes.compactMap { channels[$0.key] }
        guard !own.isEmpty || !ended.isEmpty, !own.isEmpty || ended.count == channelNodes.count
        else { return nil }

        let dialogs = own.map(Self.dialog).sorted {
            ($0.start, $0.callID) < ($1.start, $1.callID)
        }
        let parts = ended.map(\.channel).sorted { ($0.start, $0.uuid) < ($1.start, $1.uuid) }
        let members =
            dialogs.map { Identity(.dialog, $0.callID) } + parts.map { Identity(.channel, $0.uuid) }
        let end = (own.compactMap(\.end) + parts.compactMap(\.end)).max() ?? .distantPast
        let summary = CallSummary(
            members: members, dialogs: dialogs, channels: parts, tenants: tenants, now: end)
        var nodes: [String] = []
        for node in own.sorted(by: { $0.start < $1.start }).map({ $0.name(4) }) + parts.map(\.node)
        where !nodes.contains(node) { nodes.append(node) }
        for leg in own { remove(leg.key) }
        for node in channelNodes { channels[node.key] = nil }
        return FinishedCall(
            call: summary.call, root: summary.root, dialogs: dialogs, channels: parts,
            nodes: nodes, end: end, mos: ended.compactMap(\.mos).min())
    }

    /// Forgets what began before this and never ended; to be called once in a while.
    public mutating func forget(before: Timestamp) {
        for place in places.values where legs[Int(place)].start < before {
            remove(legs[Int(place)].key)
        }
        channels = channels.filter { $0.value.channel.start >= before }
    }

    /// A challenged attempt that nobody tried again is over.
    private mutating func giveUpChallenged(now: Timestamp) {
        let due = challenges.prefix { $0.due <= now }
        for (_, number) in due {
            guard let place = places[number].map({ Int($0) }), legs[place].end == nil,
                legs[place].answered == nil, [401, 407].contains(legs[place].status)
            else { continue }
            legs[place].outcome = .auth
            legs[place].end = legs[place].start
            wait(for: LiveNode(.dialog, legs[place].key), now: now)
        }
        challenges.removeFirst(due.count)
    }

    private mutating func remove(_ key: IdentityKey) {
        guard let number = numbers.removeValue(forKey: key),
            let place = places.removeValue(forKey: number)
        else { return }
        // Its names are memory of their own.
        legs[Int(place)].names = []
        free.append(place)
    }

    private mutating func wait(for node: LiveNode, now: Timestamp) {
        endings.append(Ending(due: now.advanced(bySeconds: quietSeconds), node: node))
    }

    private func isHere(_ node: LiveNode) -> Bool {
        node.kind == .dialog ? numbers[node.key] != nil : channels[node.key] != nil
    }

    private static func dialog(_ leg: Leg) -> Dialog {
        var dialog = Dialog(callID: leg.name(0), start: leg.start)
        dialog.from = leg.name(1)
        dialog.to = leg.name(2)
        dialog.domain = leg.name(3)
        dialog.method = "INVITE"
        dialog.answered = leg.answered
        dialog.end = leg.end.map { max($0, leg.start) }
        dialog.outcome = leg.outcome
        dialog.status = leg.status > 0 ? Int(leg.status) : nil
        return dialog
    }
}
