// One generation of the live graph: two flat tables.

/// Identities and links of one generation.
///
/// Links lie in one array; each is in the list of both its ends, which are chained through it.
struct LiveGeneration: Sendable {
    /// What is known of an identity.
    struct Node: Sendable {
        /// Its first and last sign of life.
        var first: Timestamp
        var last: Timestamp
        /// The last of its links, as a place in `edges`; -1 for none.
        var head: Int32
        /// How many links it has.
        var degree: Int32
        /// True once what the generation before knew of it is here.
        var isWhole = false
    }

    /// A link with the next one of each of its ends.
    struct Edge: Sendable {
        var a: LiveNode
        var b: LiveNode
        var from: Timestamp
        var until: Timestamp
        var nextOfA: Int32
        var nextOfB: Int32
        var kind: Link.Kind
        var strength: Link.Strength
    }

    private(set) var nodes: [LiveNode: Node] = [:]
    private(set) var edges: [Edge] = []

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
            let known = edges[Int(place)]
            if known.kind == edge.kind, (known.a == node ? known.b : known.a) == other {
                edges[Int(place)].from = min(known.from, edge.stay.lowerBound)
                // An end that is known is better than none.
                let end = edge.stay.upperBound
                edges[Int(place)].until =
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
        edges.append(
            Edge(
                a: edge.a, b: edge.b, from: edge.stay.lowerBound, until: edge.stay.upperBound,
                nextOfA: nextOfA, nextOfB: nextOfB, kind: edge.kind, strength: edge.strength))
    }

    /// Notes signs of life of an identity that is known.
    mutating func touch(_ node: LiveNode, _ first: Timestamp, _ last: Timestamp) {
        // One look-up: this is done for every link of every event.
        guard let index = nodes.index(forKey: node) else { return }
        nodes.values[index].first = min(nodes.values[index].first, first)
        nodes.values[index].last = max(nodes.values[index].last, last)
    }

    /// True when the generation before need not be asked about it.
    func isWhole(_ node: LiveNode) -> Bool { nodes[node]?.isWhole ?? false }

    /// Says that the generation before need not be asked about it.
    mutating func markWhole(_ node: LiveNode) { nodes[node]?.isWhole = true }

    /// The links of an identity, in no order.
    func edges(of node: LiveNode) -> [GraphEdge<LiveNode>] {
        guard let known = nodes[node] else { return [] }
        var found: [GraphEdge<LiveNode>] = []
        found.reserveCapacity(Int(known.degree))
        var place = known.head
        while place >= 0 {
            let edge = edges[Int(place)]
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
        guard let index = nodes.index(forKey: node) else {
            nodes[node] = Node(first: first, last: last, head: place, degree: 1)
            return -1
        }
        let next = nodes.values[index].head
        nodes.values[index].head = place
        nodes.values[index].degree += 1
        nodes.values[index].first = min(nodes.values[index].first, first)
        nodes.values[index].last = max(nodes.values[index].last, last)
        return next
    }

    /// A link is a sign of life of both its ends, one without an end only when it began.
    private static func lastSign(of edge: GraphEdge<LiveNode>) -> Timestamp {
        edge.stay.upperBound == .distantFuture ? edge.stay.lowerBound : edge.stay.upperBound
    }
}
