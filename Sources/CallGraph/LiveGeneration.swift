// One generation of the live graph: a table of identities and a list of links.

/// Identities and links of one generation.
///
/// Links lie one behind the other; each is in the list of both its ends, which are chained through it.
/// Nothing in here is larger than it must be, and nothing grows by more than a part at a time: there are
/// millions of them.
struct LiveGeneration: Sendable {
    /// What is known of an identity: 24 bytes.
    struct Node: Sendable {
        /// Its first and last sign of life.
        var first: Timestamp
        var last: Timestamp
        /// The last of its links, as a place in `edges`; -1 for none.
        var head: Int32
        /// How many links it has, and in the lowest bit whether it is whole.
        private var degreeAndMark: Int32

        init(first: Timestamp, last: Timestamp, head: Int32) {
            self.first = first
            self.last = last
            self.head = head
            degreeAndMark = 2
        }

        /// How many links it has.
        var degree: Int32 { degreeAndMark >> 1 }
        /// True once what the generation before knew of it is here.
        var isWhole: Bool { degreeAndMark & 1 == 1 }

        mutating func addLink() { degreeAndMark += 2 }
        mutating func markWhole() { degreeAndMark |= 1 }

        mutating func touch(_ first: Timestamp, _ last: Timestamp) {
            self.first = min(self.first, first)
            self.last = max(self.last, last)
        }
    }

    /// A link with the next one of each of its ends: 48 bytes.
    struct Edge: Sendable {
        var keyOfA: IdentityKey
        var keyOfB: IdentityKey
        var from: Timestamp
        var until: Timestamp
        var nextOfA: Int32
        var nextOfB: Int32
        var kindOfA: Identity.Kind
        var kindOfB: Identity.Kind
        var kind: Link.Kind
        var strength: Link.Strength

        var a: LiveNode { LiveNode(kindOfA, keyOfA) }
        var b: LiveNode { LiveNode(kindOfB, keyOfB) }

        init(_ edge: GraphEdge<LiveNode>, nextOfA: Int32, nextOfB: Int32) {
            keyOfA = edge.a.key
            keyOfB = edge.b.key
            from = edge.stay.lowerBound
            until = edge.stay.upperBound
            self.nextOfA = nextOfA
            self.nextOfB = nextOfB
            kindOfA = edge.a.kind
            kindOfB = edge.b.kind
            kind = edge.kind
            strength = edge.strength
        }
    }

    private(set) var nodes = SpreadTable<LiveNode, Node>()
    private(set) var edges = EdgeList()

    var isEmpty: Bool { nodes.isEmpty }

    /// When the identity was there; nil when it is not known.
    func life(of node: LiveNode) -> Life? {
        nodes[node].map { $0.first...max($0.first, $0.last) }
    }

    func degree(of node: LiveNode) -> Int { Int(nodes[node]?.degree ?? 0) }

    /// Widens the interval of a link that is known; false when it is not.
    mutating func widen(_ edge: GraphEdge<LiveNode>) -> Bool {
        guard let a = nodes[edge.a], let b = nodes[edge.b] else { return false }
        // The shorter of the two lists: a standing channel's is long, its caller's is not.
        let node = a.degree <= b.degree ? edge.a : edge.b
        let other = edge.other(than: node)
        var place = min(a.degree, b.degree) == a.degree ? a.head : b.head
        while place >= 0 {
            let known = edges[place]
            if known.kind == edge.kind, (known.a == node ? known.b : known.a) == other {
                edges[place].from = min(known.from, edge.stay.lowerBound)
                // An end that is known is better than none.
                let end = edge.stay.upperBound
                edges[place].until =
                    known.until == .distantFuture
                    ? end : end == .distantFuture ? known.until : max(known.until, end)
                let last = Self.lastSign(of: edge)
                touch(edge.a, edge.stay.lowerBound, last)
                touch(edge.b, edge.stay.lowerBound, last)
                return true
            }
            place = known.a == node ? known.nextOfA : known.nextOfB
        }
        return false
    }

    /// Adds a link that is not known.
    mutating func add(_ edge: GraphEdge<LiveNode>) {
        guard edges.count < Int(Int32.max) else { return }
        let place = Int32(edges.count)
        let last = Self.lastSign(of: edge)
        let nextOfA = enter(edge.a, place, edge.stay.lowerBound, last)
        let nextOfB = enter(edge.b, place, edge.stay.lowerBound, last)
        edges.append(Edge(edge, nextOfA: nextOfA, nextOfB: nextOfB))
    }

    /// Notes signs of life of an identity that is known.
    mutating func touch(_ node: LiveNode, _ first: Timestamp, _ last: Timestamp) {
        // One look-up: this is done for every link of every event.
        _ = nodes.change(node) { $0.touch(first, last) }
    }

    /// True when the generation before need not be asked about it.
    func isWhole(_ node: LiveNode) -> Bool { nodes[node]?.isWhole ?? false }

    /// Says that the generation before need not be asked about it.
    mutating func markWhole(_ node: LiveNode) { _ = nodes.change(node) { $0.markWhole() } }

    /// The links of an identity, in no order.
    func edges(of node: LiveNode) -> [GraphEdge<LiveNode>] {
        guard let known = nodes[node] else { return [] }
        var found: [GraphEdge<LiveNode>] = []
        found.reserveCapacity(Int(known.degree))
        var place = known.head
        while place >= 0 {
            let edge = edges[place]
            found.append(
                GraphEdge(
                    a: edge.a, b: edge.b, kind: edge.kind, strength: edge.strength,
                    stay: edge.from...max(edge.from, edge.until)))
            place = edge.a == node ? edge.nextOfA : edge.nextOfB
        }
        return found
    }

    /// Puts a link at the head of a node's list; the place of what was there.
    private mutating func enter(
        _ node: LiveNode, _ place: Int32, _ first: Timestamp, _ last: Timestamp
    ) -> Int32 {
        let next = nodes.change(node) { known in
            let next = known.head
            known.head = place
            known.addLink()
            known.touch(first, last)
            return next
        }
        if let next { return next }
        nodes.put(Node(first: first, last: last, head: place), at: node)
        return -1
    }

    /// A link is a sign of life of both its ends, one without an end only when it began.
    private static func lastSign(of edge: GraphEdge<LiveNode>) -> Timestamp {
        edge.stay.upperBound == .distantFuture ? edge.stay.lowerBound : edge.stay.upperBound
    }
}

/// Links one behind the other, in pieces, so that growing never copies what is there.
struct EdgeList: Sendable {
    private static let pieceCount = 1 << 14

    private var pieces: [[LiveGeneration.Edge]] = []
    /// How many there are.
    private(set) var count = 0

    init() {}

    /// The link at a place that is less than `count`.
    subscript(place: Int32) -> LiveGeneration.Edge {
        get { pieces[Int(place) / Self.pieceCount][Int(place) % Self.pieceCount] }
        _modify {
            yield &pieces[Int(place) / Self.pieceCount][Int(place) % Self.pieceCount]
        }
    }

    /// Adds one.
    mutating func append(_ edge: LiveGeneration.Edge) {
        if count % Self.pieceCount == 0 {
            var piece: [LiveGeneration.Edge] = []
            piece.reserveCapacity(Self.pieceCount)
            pieces.append(piece)
        }
        pieces[pieces.count - 1].append(edge)
        count += 1
    }
}
