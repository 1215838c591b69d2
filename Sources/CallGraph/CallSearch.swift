// What has been read of a store for one trace.

internal import EventSocket

/// Everything gathered for one trace so far: records by the identity they are about, and links.
struct CallSearch {
    /// What was asked for.
    let query: String
    /// Links that were seen, by kind and pair.
    private(set) var links = LinkSet()
    /// Records read, by identity that they are about.
    private(set) var readings: [Identity: [(record: Record, reading: RecordReading)]] = [:]
    /// What people call the hubs that were heard of.
    private(set) var hubNames: [Identity: String] = [:]
    /// False when a part of the store was left out or could not be read.
    var isComplete = true
    var warnings: [String] = []
    /// Every record that was read.
    var recordCount: Int { seen.count }

    private let hasher: IdentityHasher
    private var scanner: SIPMentionScanner
    private var seen: Set<RecordPosition> = []
    private var asked: Set<IdentityKey> = []
    private var uses: [Identity: [Life]] = [:]

    init(query: String, rules: LinkRules, hasher: IdentityHasher) {
        self.query = query
        self.hasher = hasher
        scanner = SIPMentionScanner(rules: rules)
    }

    /// Takes what a store found.
    mutating func add(_ selection: RecordSelection) {
        isComplete = isComplete && selection.isComplete
        for warning in selection.warnings { warn(warning) }
        for record in selection.records where seen.insert(record.position).inserted {
            let reading = RecordReading(record, scanner: &scanner, hasher: hasher)
            for link in reading.links { links.add(link) }
            if let hub = reading.hub { hubNames[hub.identity] = hub.name }
            for subject in [reading.subject, reading.alsoAbout] {
                guard let subject else { continue }
                // Of the call that a report in SIP is on, the message itself is no part.
                let isReported = record.header.kind == .sip && subject != reading.subject
                readings[subject, default: []].append(
                    (record, isReported ? reading.withoutMessage : reading))
                uses[subject] = nil
            }
        }
        addEqualNames()
    }

    /// Says that everything that these keys find has been read.
    mutating func markAsked(_ keys: some Sequence<IdentityKey>) { asked.formUnion(keys) }

    /// True when everything about this name has been read.
    func wasAsked(_ name: String) -> Bool { asked.contains(hasher.key(name)) }

    /// Takes a link that no single record shows.
    mutating func add(_ link: Link) { links.add(link) }

    /// Adds a warning once.
    mutating func warn(_ warning: String) {
        if !warnings.contains(warning) { warnings.append(warning) }
    }

    /// What the query is a name of, with the uses that are meant: the last, or that at a moment.
    mutating func start(at moment: Timestamp?) -> [Identity: [Life]] {
        var names = [Identity(.dialog, query), Identity(.channel, query)]
        if let wanted = CallIdentifier(text: query) {
            names += readings.keys.filter { $0.kind.isLeg && CallIdentifier($0) == wanted }
        }
        // A value that dialogs bear, such as a Session-ID, stands for the dialogs.
        let bearers = links.links(of: Identity(.token, query)).map {
            $0.other(than: Identity(.token, query))
        }
        // A name that a channel had before (CHANNEL_UUID) may stand in no other event.
        let renamed = links.links(of: Identity(.channel, query)).filter { $0.kind == .rename }.map {
            $0.other(than: Identity(.channel, query))
        }
        // A Call-ID whose SIP nobody mirrored: the channels that speak it. A constant that somebody put
        // into the variable stands for nobody.
        let speakers = links.links(of: Identity(.dialog, query)).filter { $0.kind == .same }.map {
            $0.other(than: Identity(.dialog, query))
        }
        if !names.contains(where: { readings[$0] != nil }) {
            names += bearers + renamed
            if speakers.count <= Limits.tokenDialogsMax { names += speakers }
        }
        var start: [Identity: [Life]] = [:]
        for name in names {
            let lives = uses(of: name)
            guard let last = lives.last else { continue }
            let meant = moment.flatMap { at in
                lives.last { $0.lowerBound.microseconds(since: at) <= Limits.reuseMicroseconds }
            }
            start[name] = [meant ?? last]
        }
        // A dialog and a channel of one name may be of different days.
        let end = start.values.compactMap(\.last?.upperBound).max() ?? .distantPast
        return start.filter { _, lives in
            lives.contains {
                end.microseconds(since: $0.upperBound) <= Limits.reuseMicroseconds * 60
            }
        }
    }

    /// The uses of an identity, the earliest first; remembered until more is read.
    mutating func uses(of identity: Identity) -> [Life] {
        if let known = uses[identity] { return known }
        let found = IdentityUses.split(readings[identity] ?? [], kind: identity.kind)
        uses[identity] = found
        return found
    }

    /// Works out the uses of everything that was read, so that a walk need not.
    mutating func settleUses() {
        for identity in readings.keys where uses[identity] == nil { _ = uses(of: identity) }
    }

    /// A dialog and a channel of one name: `outbound-use-uuid-as-callid` and its like.
    private mutating func addEqualNames() {
        for dialog in readings.keys where dialog.kind == .dialog {
            let channel = Identity(.channel, dialog.id)
            guard let items = readings[channel] else { continue }
            guard let item = items.min(by: { $0.record.header.time < $1.record.header.time }),
                !links.links(of: dialog).contains(where: {
                    $0.kind == .same && $0.strength == .exact && $0.other(than: dialog) == channel
                })
            else { continue }
            let name = item.reading.event?.name
            links.add(
                Link(
                    .same, channel, dialog, strength: .token, from: item.record.header.time,
                    evidence: [
                        Evidence(
                            source: name == nil ? .log : .event, name: "Unique-ID", event: name,
                            node: item.record.node, time: item.record.header.time)
                    ]))
        }
    }
}

extension CallSearch {
    /// The links of an identity, in order of time.
    func links(of identity: Identity) -> [Link] { links.links(of: identity) }

    /// The link that a walk followed, with its evidence.
    func link(_ edge: GraphEdge<Identity>) -> Link? { links.link(edge.kind, edge.a, edge.b) }

    /// The uses that show in what was read so far, whole or not.
    func livesSeen(of identity: Identity) -> [Life] { uses[identity] ?? [] }
}

extension CallSearch: LinkSource {
    func lives(of identity: Identity) -> [Life]? {
        guard wasAsked(identity.id) else { return nil }
        switch identity.kind {
        case .dialog, .channel: return uses[identity] ?? []
        case .token, .conference, .queue, .fifo, .parking: return [.distantPast ... .distantFuture]
        }
    }

    func edges(of identity: Identity) -> [GraphEdge<Identity>] {
        links.links(of: identity).map { link in
            GraphEdge(
                a: link.a, b: link.b, kind: link.kind, strength: link.strength,
                stay: link.from...max(link.from, link.until ?? .distantFuture))
        }
    }

    /// A value of somebody's own making is trusted when one of its dialogs is the root of all others:
    /// each of those begins at a host where another one arrived. Two that came from outside are two
    /// calls, and what does not begin with an INVITE comes out of nothing.
    func isTrustworthy(token: Identity) -> Bool {
        let bearing = links.links(of: token)
        let isArbitrary = bearing.contains { link in
            link.evidence.contains { SIPMentionScanner.isArbitrary($0.name) }
        }
        guard isArbitrary else { return true }
        let dialogs = Set(bearing.map { $0.other(than: token) })
        let paths = dialogs.compactMap { DialogPath(readings[$0] ?? []) }
        guard dialogs.count > 1 else { return true }
        guard paths.count == dialogs.count else { return false }
        return paths.indices.contains { DialogPath.isRoot($0, of: paths) }
    }
}
