// The name of the call that each leg belongs to, for those who follow the records.

public import EventSocket
public import SIP

/// What calls the legs of a stream of records belong to.
///
/// Fed with records in their order, a little ahead of where names are asked for: what joins two legs comes
/// within moments of them. It keeps links and no evidence, like the live graph, but depends on the records
/// alone: the same records give the same names, an hour later and after a restart.
///
/// The name is that of the earliest dialog, without dialogs of the earliest channel, as in a trace; only what
/// a trace joins by guesses stays apart here.
public struct CallNames: Sendable {
    /// The call of a leg.
    public struct Call: Sendable, Equatable {
        /// Its name.
        public var id: CallIdentifier
        /// Its tenant, by place in the list of tenants; nil when no domain told.
        public var tenant: Int?
    }

    /// A leg that was taken: where what is known of it stands, for a few hours.
    public struct Place: Sendable {
        let generation: UInt32
        let index: Int32
    }

    private struct Leg: Sendable {
        let node: LiveNode
        /// What the call is called if this is its earliest leg.
        let id: CallIdentifier
        /// When its first record was captured.
        var first: Timestamp
        /// The call, as it was found last, and until when that holds.
        var call: CallIdentifier
        var callUntil = Timestamp.distantPast
        /// The place of its tenant and one more; 0 for none.
        var tenant: UInt16
    }

    /// Legs that were taken in the same hours.
    private struct Generation: Sendable {
        var legs: [Leg] = []
        var places = SpreadTable<LiveNode, Int32>()
    }

    private var graph = LiveGraph(linksMax: Limits.namedLinksMax)
    private var young = Generation()
    private var old = Generation()
    private var generation: UInt32 = 1
    private var nextTurn = Timestamp.distantPast
    private var scanner: SIPMentionScanner
    private let hasher: IdentityHasher
    private let tenants: TenantDirectory
    private let tenantNames: [String]

    /// Names by the rules of ingest; `tenantNames` gives tenants their places.
    public init(
        rules: LinkRules, hasher: IdentityHasher, tenants: TenantDirectory = TenantDirectory(),
        tenantNames: [String] = []
    ) {
        scanner = SIPMentionScanner(rules: rules)
        self.hasher = hasher
        self.tenants = tenants
        self.tenantNames = tenantNames
    }

    /// Legs that are known.
    public var legCount: Int { young.legs.count + old.legs.count }

    /// Takes a SIP message; the leg that it is of, nil without a Call-ID.
    public mutating func take(
        _ message: SIPMessage, _ bytes: Span<UInt8>, correlation: Span<UInt8>, at time: Timestamp
    ) -> Place? {
        let all = 0..<bytes.count
        guard
            let place = take(
                callID: bytes.extracting(message.callID.range.clamped(to: all)),
                from: bytes.extracting(message.from.range.clamped(to: all)),
                to: bytes.extracting(message.to.range.clamped(to: all)), at: time)
        else { return nil }
        let key = young.legs[Int(place.index)].node.key
        // Nearly always empty, and then nothing is allocated.
        var mentions: [(SIPMention, IdentityKey)] = []
        scanner.scanLinks(message, bytes, correlation: correlation) { [hasher] mention, text in
            mentions.append((mention, hasher.key(text)))
        }
        for (mention, named) in mentions {
            for edge in scanner.edges(mention, key, named, at: time) where edge.a != edge.b {
                observe(edge)
            }
        }
        return place
    }

    /// Takes a SIP message that names no other dialog, by its Call-ID and the values of From and To.
    public mutating func take(
        callID: Span<UInt8>, from: Span<UInt8>, to: Span<UInt8>, at time: Timestamp
    ) -> Place? {
        guard callID.count > 0 else { return nil }
        let node = LiveNode(.dialog, hasher.key(callID))
        if let place = enter(node, at: time) { return place }
        return add(
            node, CallIdentifier(.dialog, name: callID), at: time, tenant: tenant(to, from))
    }

    /// Takes an event of a switch; the channel that it is of, nil for one of the switch as a whole.
    public mutating func take(
        _ event: SwitchEvent, node: String, at time: Timestamp
    ) -> Place? {
        let reading = ChannelEvent(event, node: node, time: time)
        for link in reading.links { observe(link) }
        return reading.channel.map { enter($0, at: time) }
    }

    /// Takes what an agent says outright of two dialogs (HEP type 96, horaclifix).
    public mutating func take(statement payload: [UInt8], isCorrelate: Bool, at time: Timestamp) {
        let dialogs = AgentStatement(payload: payload, isCorrelate: isCorrelate).dialogs
        guard dialogs.count == 2, dialogs.allSatisfy(Identity.isUsable), dialogs[0] != dialogs[1]
        else { return }
        observe(
            GraphEdge(
                a: LiveNode(.dialog, hasher.key(dialogs[0])),
                b: LiveNode(.dialog, hasher.key(dialogs[1])), kind: .correlation, strength: .exact,
                stay: time...time))
    }

    /// Takes a log line's or a report's dialog and channel; the leg that it is of: the channel where there
    /// is one.
    ///
    /// Both are one leg only where the switch itself wrote them (`LogText`): nothing is linked here.
    public mutating func take(callID: String?, channel: String?, at time: Timestamp) -> Place? {
        let dialog = callID.flatMap { id in
            Identity.isUsable(id) ? enter(Identity(.dialog, id), at: time) : nil
        }
        let leg = channel.flatMap { id in
            Identity.isUsable(id) ? enter(Identity(.channel, id), at: time) : nil
        }
        return leg ?? dialog
    }

    /// The call of a leg, as far as what was taken tells; nil for a leg that was taken long ago.
    ///
    /// `received` is when the record came that the name is asked for.
    public mutating func call(of place: Place, received: Timestamp) -> Call? {
        if place.generation == generation {
            let leg = young.legs[Int(place.index)]
            if leg.callUntil > received { return named(leg) }
            return name(leg, received: received)
        }
        guard place.generation &+ 1 == generation, Int(place.index) < old.legs.count else {
            return nil
        }
        return name(old.legs[Int(place.index)], received: received)
    }

    /// Finds the call of a leg anew, and notes it with all its legs.
    private mutating func name(_ leg: Leg, received: Timestamp) -> Call {
        let company = graph.company(of: leg.node)
        var first: Leg?
        var tenant = leg.tenant
        for member in company {
            recall(member)
            guard let index = young.places[member] else { continue }
            let other = young.legs[Int(index)]
            if tenant == 0 { tenant = other.tenant }
            if let known = first, !Self.isEarlier(other, known) { continue }
            first = other
        }
        let id = first?.id ?? leg.id
        let until = Timestamp(
            microseconds: received.microseconds &+ Limits.callNameMicroseconds)
        for member in company {
            change(member) { entry in
                entry.call = id
                entry.callUntil = until
                if entry.tenant == 0 { entry.tenant = tenant }
            }
        }
        return Call(id: id, tenant: tenant > 0 ? Int(tenant) - 1 : nil)
    }

    /// Lets what has been silent for hours be forgotten; to be called with every block.
    public mutating func expire(now: Timestamp) {
        graph.expire(now: now)
        guard now >= nextTurn || young.legs.count > Limits.namedLegsMax / 2 else { return }
        if nextTurn != .distantPast {
            old = young
            young = Generation()
            generation &+= 1
        }
        nextTurn = now.advanced(bySeconds: Limits.namedLegSeconds)
    }

    /// By dialogs before channels, then by time.
    private static func isEarlier(_ a: Leg, _ b: Leg) -> Bool {
        if a.node.kind != b.node.kind { return a.node.kind == .dialog }
        if a.first != b.first { return a.first < b.first }
        return (a.id.high, a.id.low) < (b.id.high, b.id.low)
    }

    private func named(_ leg: Leg) -> Call {
        Call(id: leg.call, tenant: leg.tenant > 0 ? Int(leg.tenant) - 1 : nil)
    }

    /// Notes that a leg was there; nil when it is not known.
    private mutating func enter(_ node: LiveNode, at time: Timestamp) -> Place? {
        recall(node)
        guard let index = young.places[node] else { return nil }
        if young.legs[Int(index)].first > time { young.legs[Int(index)].first = time }
        return Place(generation: generation, index: index)
    }

    /// The same by its name; makes it known.
    private mutating func enter(_ identity: Identity, at time: Timestamp) -> Place {
        let node = LiveNode(identity.kind, hasher.key(identity.id))
        return enter(node, at: time)
            ?? add(node, CallIdentifier(identity), at: time, tenant: 0)
    }

    private mutating func add(
        _ node: LiveNode, _ id: CallIdentifier, at time: Timestamp, tenant: UInt16
    ) -> Place {
        add(Leg(node: node, id: id, first: time, call: id, tenant: tenant))
    }

    @discardableResult
    private mutating func add(_ leg: Leg) -> Place {
        let index = Int32(truncatingIfNeeded: young.legs.count)
        young.places.put(index, at: leg.node)
        young.legs.append(leg)
        return Place(generation: generation, index: index)
    }

    /// Moves a leg of the old generation to the young one.
    private mutating func recall(_ node: LiveNode) {
        guard !old.places.isEmpty, let index = old.places.remove(node) else { return }
        add(old.legs[Int(index)])
    }

    private mutating func change(_ node: LiveNode, _ body: (inout Leg) -> Void) {
        if let index = young.places[node] { body(&young.legs[Int(index)]) }
    }

    private mutating func observe(_ link: Link) {
        observe(
            GraphEdge(
                a: LiveNode(link.a.kind, hasher.key(link.a.id)),
                b: LiveNode(link.b.kind, hasher.key(link.b.id)), kind: link.kind,
                strength: link.strength,
                stay: link.from...max(link.from, link.until ?? .distantFuture)))
    }

    private mutating func observe(_ edge: GraphEdge<LiveNode>) {
        guard graph.observe(edge) else { return }
        for node in [edge.a, edge.b] {
            recall(node)
            change(node) { $0.callUntil = .distantPast }
        }
    }

    private func tenant(_ to: Span<UInt8>, _ from: Span<UInt8>) -> UInt16 {
        guard !tenantNames.isEmpty else { return 0 }
        return place(ofTenant: to) ?? place(ofTenant: from) ?? 0
    }

    /// The place of a tenant, by the value of From or To, and one more; nil when its domain is nobody's.
    private func place(ofTenant value: Span<UInt8>) -> UInt16? {
        let host = SIPAddress.parse(value, .all(of: value)).host.range
        guard
            let name = tenants.tenant(
                ofDomain: value.extracting(host.clamped(to: 0..<value.count)).text)
        else { return nil }
        return tenantNames.firstIndex(of: name).map { UInt16(truncatingIfNeeded: $0 + 1) }
    }
}
