// The quick way over a live call finds what a closure finds.

import CallGraph
import Testing

struct LiveCompanyTests {
    private static let start: Int64 = 1_795_389_991_000_000

    /// A small world of links, some of which have nothing plain about them.
    private struct World {
        var graph = LiveGraph()
        var nodes: [LiveNode] = []
        private var state: UInt64

        init(seed: UInt64) {
            state = seed &* 0x9e37_79b9_7f4a_7c15 | 1
            let kinds: [Identity.Kind] = [
                .dialog, .dialog, .channel, .channel, .token, .conference,
            ]
            let count = 2 + below(10)
            for index in 0..<count {
                let key = IdentityKey(value: UInt64(index + 1) &* 0x9e37_79b9_7f4a_7c15)
                nodes.append(LiveNode(kinds[below(below(3) == 0 ? 6 : 4)], key))
            }
            for _ in 0..<(1 + below(count + 3)) { addLink() }
        }

        private mutating func below(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }

        private mutating func addLink() {
            let (a, b) = (nodes[below(nodes.count)], nodes[below(nodes.count)])
            guard a != b else { return }
            let plain: [Link.Kind] = [.same, .birth, .talk, .header, .transfer, .token]
            let special: [Link.Kind] = [.monitor, .member, .queue, .media]
            let kind = below(8) == 0 ? special[below(special.count)] : plain[below(plain.count)]
            let strength: Link.Strength = kind == .media ? .guess : kind == .token ? .token : .exact
            // Mostly at the same time, seldom hours apart.
            let hour: Int64 = below(12) == 0 ? 3_600_000_000 * Int64(1 + below(3)) : 0
            let from = Timestamp(
                microseconds: LiveCompanyTests.start + hour + Int64(below(2_000_000)))
            let until =
                below(3) == 0
                ? Timestamp(microseconds: from.microseconds + Int64(below(60_000_000)))
                : .distantFuture
            graph.observe(
                GraphEdge(a: a, b: b, kind: kind, strength: strength, stay: from...until))
        }
    }

    @Test func `the company of a leg is the legs of its closure`() {
        var several = 0
        for seed in 1...4_000 as ClosedRange<UInt64> {
            let world = World(seed: seed)
            for node in world.nodes where node.kind.isLeg {
                let company = Set(world.graph.company(of: node))
                let closure = world.graph.closure(of: node)
                var legs = Set(closure.members.keys.filter(\.kind.isLeg))
                legs.insert(node)
                #expect(company == legs, "seed \(seed)")
                if company.count > 2 { several += 1 }
            }
        }
        #expect(several > 1_000)
    }

    @Test func `a leg that nothing links is alone`() {
        let node = LiveNode(.dialog, IdentityKey(value: 7))
        #expect(LiveGraph().company(of: node) == [node])
    }
}
