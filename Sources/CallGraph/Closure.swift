// Following links through time: what belongs to one call.

/// Everything that is reached from an identity over links that overlap in time.
///
/// A walk over what is known, made anew whenever more is known: its result depends on the links and
/// lives alone, not on the order in which they came. Hubs are noted and not walked through. A standing
/// channel (an agent's, with many callers one after the other) is walked through only for as long as the
/// call it was reached from was on it.
public struct Closure<Node: GraphNode>: Sendable {
    /// One identity that was reached.
    public struct Member: Sendable {
        /// When it was there; of a Call-ID used several times, the uses that touch the call.
        public internal(set) var lives: [Life]
        /// The times that the call spent on it; only kept for standing channels, tokens and hubs.
        var stays: [Life] = []
        /// The link that brought it in, and from whom; nil for what was asked for.
        public internal(set) var via: (edge: GraphEdge<Node>, from: Node)?

        /// True when something happened on it while the call was there.
        func isAccompanied(_ stay: Life) -> Bool { stays.contains { $0.accompanies(stay) } }
    }

    /// By identity; hubs and tokens that were walked through are among them.
    public private(set) var members: [Node: Member] = [:]
    /// Hubs that members were in, and standing channels.
    public private(set) var hubs: Set<Node> = []
    /// Links to what is shown beside the call: listeners and guesses, from a member to somebody else.
    public private(set) var asides: [(edge: GraphEdge<Node>, member: Node)] = []
    /// Identities that must be looked up before the walk can go on.
    public private(set) var unread: Set<Node> = []
    /// True when the call has more legs than a trace may hold.
    public private(set) var isCut = false

    private let options: TraceOptions
    private var queue: [Node] = []

    /// Walks from `start`, each with the uses of it that are meant.
    public init(
        from start: [Node: [Life]], over source: some LinkSource<Node>, options: TraceOptions
    ) {
        self.options = options
        for (identity, lives) in start.sorted(by: { $0.key < $1.key }) {
            members[identity] = Member(lives: lives)
            queue.append(identity)
        }
        var next = 0
        while next < queue.count {
            let identity = queue[next]
            next += 1
            visit(identity, source)
        }
        asides.removeAll { members[$0.edge.other(than: $0.member)] != nil }
    }

    private mutating func visit(_ here: Node, _ source: some LinkSource<Node>) {
        guard let member = members[here] else { return }
        let links = source.edges(of: here)
        var isStanding = false
        switch here.kind {
        case .channel:
            isStanding = !options.throughHubs && Self.isStanding(here, links)
            if isStanding { hubs.insert(here) }
        case .token:
            guard isUnique(here, links, source) else { return }
        case .dialog:
            // More channels than any dialog has: somebody set the variable to a constant.
            let channels = links.filter { $0.kind == .same }.map { $0.other(than: here) }
            if channels.count > Limits.tokenDialogsMax { return }
            // A standing channel's dialog may bear a value of each of its callers.
            isStanding =
                !options.throughHubs
                && channels.contains { Self.isStanding($0, source.edges(of: $0)) }
        case .conference, .queue, .fifo, .parking: break
        }
        for link in links where isFollowed(link, from: here, links) {
            let there = link.other(than: here)
            if there.kind.isHub || link.kind == .member {
                hubs.insert(there.kind.isHub ? there : here)
                guard options.throughHubs else { continue }
            }
            let isIdentity = link.kind == .same || link.kind == .rename
            // Most links of a standing channel are passed over before anything is read of them.
            if isStanding, !isIdentity, !member.isAccompanied(link.stay) { continue }
            guard let lives = source.lives(of: there) else {
                unread.insert(there)
                continue
            }
            let presence = here.kind.isLeg ? member.lives : member.stays
            let met = lives.filter { life in
                presence.contains { $0.meets(life, slack: Limits.overlapSlackMicroseconds) }
            }
            guard !met.isEmpty else { continue }
            // A link without an end lasts for as long as both of its sides.
            if isStanding, !isIdentity, !member.isAccompanied(link.stay.clipped(to: met)) {
                continue
            }
            // What a token or a hub is entered for is the stay of the leg that entered it.
            let stays: [Life] =
                switch there.kind {
                case .token: member.lives
                case _ where isIdentity: []
                default: [link.stay.clipped(to: member.lives)]
                }
            enter(there, lives: met, stays: stays, via: (link, here))
        }
    }

    private mutating func enter(
        _ identity: Node, lives: [Life], stays: [Life], via: (edge: GraphEdge<Node>, from: Node)
    ) {
        guard var known = members[identity] else {
            guard members.count < Limits.identitiesPerTraceMax else {
                isCut = true
                return
            }
            var member = Member(lives: lives, via: via)
            member.stays = stays
            members[identity] = member
            queue.append(identity)
            return
        }
        let newLives = lives.filter { !known.lives.contains($0) }
        let newStays = stays.filter { !known.stays.contains($0) }
        guard !newLives.isEmpty || !newStays.isEmpty else { return }
        known.lives += newLives
        // Bounded: a channel has no more stays than it has links.
        known.stays += newStays
        members[identity] = known
        queue.append(identity)
    }

    /// False for links that are not to be followed; those that are to be shown are noted.
    private mutating func isFollowed(
        _ link: GraphEdge<Node>, from here: Node, _ links: [GraphEdge<Node>]
    ) -> Bool {
        if link.kind == .monitor {
            asides.append((link, here))
            return false
        }
        if link.strength < .token {
            asides.append((link, here))
            return options.joinsGuesses
        }
        guard options.withoutTransfers else { return true }
        switch link.kind {
        case .transfer, .pickup: return false
        case .talk:
            // Two that talk and have nothing else in common were put together.
            let there = link.other(than: here)
            return links.contains {
                $0.other(than: here) == there
                    && [.birth, .queue, .loopback, .rename].contains($0.kind)
            }
        default: return true
        }
    }

    /// True when a value is borne by the dialogs of one call and nobody else.
    ///
    /// Too many dialogs, or dialogs that come one after the other, show that it is a constant.
    private mutating func isUnique(
        _ token: Node, _ links: [GraphEdge<Node>], _ source: some LinkSource<Node>
    ) -> Bool {
        if options.throughHubs { return true }
        let dialogs = Set(links.map { $0.other(than: token) })
        guard dialogs.count <= Limits.tokenDialogsMax else {
            hubs.insert(token)
            return false
        }
        var lives: [Life] = []
        for dialog in dialogs {
            guard let known = source.lives(of: dialog) else {
                unread.insert(dialog)
                continue
            }
            lives += known
        }
        guard lives.count >= dialogs.count else { return false }
        // Only now: who bears it in an answer or later in the call has not shown where it began.
        guard source.isTrustworthy(token: token) else {
            hubs.insert(token)
            return false
        }
        lives.sort { $0.lowerBound < $1.lowerBound }
        var end = lives.first?.upperBound ?? .distantPast
        for life in lives {
            guard life.lowerBound.microseconds(since: end) <= Limits.reuseMicroseconds else {
                hubs.insert(token)
                return false
            }
            end = max(end, life.upperBound)
        }
        return true
    }

    /// True for a channel that serves callers who have nothing to do with each other.
    static func isStanding(_ channel: Node, _ links: [GraphEdge<Node>]) -> Bool {
        guard links.count > Limits.servedMax else { return false }
        var served: Set<Node> = []
        var talked: Set<Node> = []
        var tied: Set<Node> = []
        for link in links {
            let other = link.other(than: channel)
            switch link.kind {
            case .queue:
                if link.a == channel { served.insert(other) }
                tied.insert(other)
            case .talk: talked.insert(other)
            case .birth, .loopback, .rename: tied.insert(other)
            default: break
            }
        }
        return served.count > Limits.servedMax
            || talked.subtracting(tied).count > Limits.partnersMax
    }
}
