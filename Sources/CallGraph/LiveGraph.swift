// The links of the calls that are up now, in little memory.

/// What belongs together among live calls: hashes and intervals, no names and no evidence.
///
/// Fed with links as they come, by one owner. Two generations age it: what is seen again moves to the
/// young one, and the old one is dropped whole, so that nothing ever pays for a sweep. When both together
/// are full before their time, the old one is dropped early and counted.
///
/// Two names may share a key; whoever asks gets keys to look up, not an answer.
public struct LiveGraph: Sendable {
    private var young = LiveGeneration()
    private var old = LiveGeneration()
    private var nextTurn = Timestamp.distantPast
    private let linksMax: Int

    /// Links that were dropped before their time because there were too many, and links beyond the
    /// bound of one identity.
    public private(set) var overflowCount = 0

    /// An empty graph that holds this many links, and for a while half as many again.
    public init(linksMax: Int = Limits.liveLinksMax) { self.linksMax = linksMax }

    /// How many identities are known.
    public var nodeCount: Int { young.nodes.count + old.nodes.count }
    /// How many links are known.
    public var linkCount: Int { young.edges.count + old.edges.count }

    /// Takes one observation of a link; true when it was not known.
    @discardableResult
    public mutating func observe(_ edge: GraphEdge<LiveNode>) -> Bool {
        recall(edge.a)
        recall(edge.b)
        if young.widen(edge) { return false }
        if young.edges.count >= linksMax - min(old.edges.count, linksMax / 2) { turn() }
        guard young.degree(of: edge.a) < Limits.linksPerNodeMax,
            young.degree(of: edge.b) < Limits.linksPerNodeMax
        else {
            overflowCount += 1
            return true
        }
        young.add(edge)
        return true
    }

    /// Notes that an identity was there at a moment; one that nothing links is not kept.
    public mutating func touch(_ node: LiveNode, at time: Timestamp) {
        recall(node)
        young.touch(node, time, time)
    }

    /// Lets a generation pass when it is time.
    public mutating func expire(now: Timestamp) {
        guard now >= nextTurn else { return }
        if nextTurn != .distantPast { turn(counts: false) }
        nextTurn = now.advanced(bySeconds: Limits.liveGenerationSeconds)
    }

    /// Everything that is one call with this identity, and when each was there.
    public func closure(of node: LiveNode, options: TraceOptions = TraceOptions()) -> Closure<
        LiveNode
    > {
        Closure(from: [node: lives(of: node) ?? []], over: self, options: options)
    }

    /// The nodes of any kind that stand for this key.
    public func nodes(for key: IdentityKey) -> [LiveNode] {
        Identity.Kind.allCases.map { LiveNode($0, key) }.filter {
            young.nodes[$0] != nil || old.nodes[$0] != nil
        }
    }

    /// True when nothing links it.
    func isUnknown(_ node: LiveNode) -> Bool {
        young.nodes[node] == nil && old.nodes[node] == nil
    }

    /// True when one generation knows all that is known of it.
    func isInOneGeneration(_ node: LiveNode) -> Bool {
        old.isEmpty || young.isWhole(node) || old.nodes[node] == nil
    }

    private mutating func turn(counts: Bool = true) {
        if counts { overflowCount += old.edges.count }
        old = young
        young = LiveGeneration()
    }

    /// Moves what the old generation knows of an identity to the young one, once.
    private mutating func recall(_ node: LiveNode) {
        guard !old.isEmpty, !young.isWhole(node), let life = old.life(of: node) else { return }
        for edge in old.edges(of: node) where !young.widen(edge) { young.add(edge) }
        young.touch(node, life.lowerBound, life.upperBound)
        young.markWhole(node)
    }
}

extension LiveGraph: LinkSource {
    /// When the identity was there, as far as its links show it.
    public func lives(of node: LiveNode) -> [Life]? {
        switch (young.life(of: node), old.life(of: node)) {
        case (let a?, let b?): [a.union(b)]
        case (let a?, nil): [a]
        case (nil, let b?): [b]
        case (nil, nil): []
        }
    }

    /// The links of both generations.
    public func edges(of node: LiveNode) -> [GraphEdge<LiveNode>] {
        let fresh = young.edges(of: node)
        let stale = old.edges(of: node).filter { edge in
            !fresh.contains { $0.kind == edge.kind && $0.a == edge.a && $0.b == edge.b }
        }
        return (stale + fresh).sorted {
            ($0.stay.lowerBound, $0.a, $0.b) < ($1.stay.lowerBound, $1.a, $1.b)
        }
    }

    /// Nothing here tells where a dialog came from: the store is asked before anything is answered.
    public func isTrustworthy(token: LiveNode) -> Bool { true }
}
