// The live graph: what is known once, what ages, what is bounded.

import CallGraph
import Testing

struct LiveGraphTests {
    private static let start = Timestamp(microseconds: 1_795_389_991_000_000)

    private static func node(_ kind: Identity.Kind, _ number: UInt64) -> LiveNode {
        LiveNode(kind, IdentityKey(value: number &* 0x9e37_79b9_7f4a_7c15))
    }

    private static func edge(
        _ kind: Link.Kind, _ a: LiveNode, _ b: LiveNode, at seconds: Int64 = 0,
        until: Timestamp = .distantFuture
    ) -> GraphEdge<LiveNode> {
        GraphEdge(
            a: a, b: b, kind: kind, strength: .exact,
            stay: start.advanced(bySeconds: seconds)...until)
    }

    /// Adds a call of two legs: dialogs and channels, a birth and a talk.
    private static func addCall(_ number: UInt64, to graph: inout LiveGraph, at seconds: Int64 = 0)
    {
        let (a, b) = (node(.channel, number * 4), node(.channel, number * 4 + 1))
        graph.observe(edge(.same, a, node(.dialog, number * 4 + 2), at: seconds))
        graph.observe(edge(.same, b, node(.dialog, number * 4 + 3), at: seconds))
        graph.observe(edge(.birth, b, a, at: seconds))
        graph.observe(edge(.talk, a, b, at: seconds))
    }

    @Test func `a link is new once, from whichever side and however often it is seen`() {
        var graph = LiveGraph()
        let (a, b) = (Self.node(.channel, 1), Self.node(.channel, 2))
        let seen = [
            Self.edge(.birth, a, b), Self.edge(.birth, a, b, at: 5), Self.edge(.birth, b, a),
            Self.edge(.talk, a, b),
        ].map { graph.observe($0) }
        #expect(seen == [true, false, false, true])
        #expect(graph.linkCount == 2 && graph.nodeCount == 2)
    }

    @Test func `the closure is the call and nobody else, from each of its identities`() {
        var graph = LiveGraph()
        for number in 0..<200 { Self.addCall(UInt64(number + 1), to: &graph) }
        for member in 0..<4 as Range<UInt64> {
            let kind: Identity.Kind = member < 2 ? .channel : .dialog
            let closure = graph.closure(of: Self.node(kind, 77 * 4 + member))
            #expect(
                Set(closure.members.keys) == [
                    Self.node(.channel, 308), Self.node(.channel, 309), Self.node(.dialog, 310),
                    Self.node(.dialog, 311),
                ])
        }
        #expect(graph.closure(of: Self.node(.channel, 99_999)).members.count == 1)
    }

    @Test func `what is silent for two generations is forgotten, what is not is kept whole`() {
        var graph = LiveGraph()
        graph.expire(now: Self.start)
        Self.addCall(1, to: &graph)
        Self.addCall(2, to: &graph)
        for hours in [2, 4, 6, 8] as [Int64] {
            graph.expire(now: Self.start.advanced(bySeconds: hours * 3600 + 1))
            graph.touch(Self.node(.channel, 4), at: Self.start.advanced(bySeconds: hours * 3600))
            graph.touch(Self.node(.channel, 5), at: Self.start.advanced(bySeconds: hours * 3600))
        }
        #expect(graph.closure(of: Self.node(.channel, 4)).members.count == 4)
        #expect(graph.nodes(for: IdentityKey(value: 8 &* 0x9e37_79b9_7f4a_7c15)).isEmpty)
    }

    @Test func `a full generation drops the oldest and counts them`() {
        var graph = LiveGraph(linksMax: 400)
        for number in 0..<300 { Self.addCall(UInt64(number + 1), to: &graph) }
        #expect(graph.linkCount <= 600)
        #expect(graph.linkCount + graph.overflowCount == 1200)
        #expect(graph.closure(of: Self.node(.channel, 300 * 4)).members.count == 4)
        #expect(graph.nodes(for: IdentityKey(value: 4 &* 0x9e37_79b9_7f4a_7c15)).isEmpty)
    }

    @Test func `one identity's links are bounded and the rest is counted`() {
        var graph = LiveGraph()
        let agent = Self.node(.channel, 1)
        for number in 0..<(Limits.linksPerNodeMax + 100) {
            graph.observe(Self.edge(.talk, agent, Self.node(.channel, UInt64(number + 2))))
        }
        #expect(graph.linkCount == Limits.linksPerNodeMax)
        #expect(graph.overflowCount == 100)
    }

    @Test func `any order of the same links gives the same closure`() {
        var edges: [GraphEdge<LiveNode>] = []
        for leg in 1..<50 as Range<UInt64> {
            edges.append(
                Self.edge(.birth, Self.node(.channel, leg + 1), Self.node(.channel, leg / 3 + 1)))
            edges.append(Self.edge(.same, Self.node(.channel, leg + 1), Self.node(.dialog, leg)))
        }
        var random = SeededGenerator(seed: 7)
        var wanted: Set<LiveNode>?
        for _ in 0..<20 {
            edges.shuffle(using: &random)
            var graph = LiveGraph()
            for edge in edges + edges.prefix(20) { graph.observe(edge) }
            let found = Set(graph.closure(of: Self.node(.channel, 9)).members.keys)
            #expect(found == wanted ?? found)
            #expect(found.count == 99)
            wanted = found
        }
    }
}
