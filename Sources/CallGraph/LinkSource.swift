// The one question that following links asks of whatever holds them.

/// When something was there: from the first sign of it to the last.
public typealias Life = ClosedRange<Timestamp>

/// A node of the graph: an identity, or the key that stands for one.
public protocol GraphNode: Hashable, Comparable, Sendable {
    /// What kind of thing it is.
    var kind: Identity.Kind { get }
}

extension Identity: GraphNode {}

/// A link without its evidence: what a walk needs to know of it.
public struct GraphEdge<Node: GraphNode>: Sendable {
    /// One side; of a queue's link the agent.
    public var a: Node
    /// The other side.
    public var b: Node
    /// In what way they belong together.
    public var kind: Link.Kind
    /// How sure it is.
    public var strength: Link.Strength
    /// From when, until when; `distantFuture` for what never ends.
    public var stay: Life

    /// An edge of these parts.
    public init(a: Node, b: Node, kind: Link.Kind, strength: Link.Strength, stay: Life) {
        self.a = a
        self.b = b
        self.kind = kind
        self.strength = strength
        self.stay = stay
    }

    /// The end that is not `node`.
    public func other(than node: Node) -> Node { a == node ? b : a }
}

/// Holds links: the live graph, or what has been read from a store for one trace.
public protocol LinkSource<Node> {
    /// What stands for an identity here.
    associatedtype Node: GraphNode
    /// When the node was there: once for most, several times for a Call-ID that was used again. Empty
    /// when nothing was ever seen of it, nil when it has not been looked for yet.
    func lives(of node: Node) -> [Life]?
    /// Every link that has the node on either side, in order of time.
    func edges(of node: Node) -> [GraphEdge<Node>]
    /// False for a value that the dialogs bearing it show to be no call's own.
    func isTrustworthy(token: Node) -> Bool
}

extension Life {
    /// True when the two touch, or miss each other by no more than `slack` microseconds.
    func meets(_ other: Life, slack: Int64) -> Bool {
        let later = Swift.max(lowerBound, other.lowerBound)
        let earlier = Swift.min(upperBound, other.upperBound)
        return later <= earlier || later.microseconds(since: earlier) <= slack
    }

    /// True when a stay `inside` this one is more than the end of what came before it or the beginning
    /// of what comes after: a standing channel says good-bye to one caller as it greets the next.
    func accompanies(_ inside: Life) -> Bool {
        let margin: Int64 = 1_000_000
        let from = Swift.max(lowerBound, inside.lowerBound)
        let until = Swift.min(upperBound, inside.upperBound)
        if until.microseconds(since: from) > margin { return true }
        let length = inside.upperBound.microseconds(since: inside.lowerBound)
        return length <= margin && inside.lowerBound.microseconds(since: lowerBound) > margin
            && upperBound.microseconds(since: inside.upperBound) > margin
            || inside.lowerBound == lowerBound && inside.upperBound == upperBound
    }

    /// The part of it between the beginning of the first of these and the end of the last.
    func clipped(to lives: [Life]) -> Life {
        guard let whole = lives.reduce(nil as Life?, { $0?.union($1) ?? $1 }),
            overlaps(whole)
        else { return self }
        return clamped(to: whole)
    }

    /// The shortest stay that holds both.
    func union(_ other: Life) -> Life {
        Swift.min(lowerBound, other.lowerBound)...Swift.max(upperBound, other.upperBound)
    }
}
