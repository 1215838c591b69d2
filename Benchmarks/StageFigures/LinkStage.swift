// What a message means for the calls that are up.

internal import CallGraph
internal import SIP

/// Keys, links and the count of calls, as a lane does them.
enum LinkStage {
    /// Does it for every message, beginning with nothing known.
    static func run(_ input: StageInput) -> Int {
        var scanner = SIPMentionScanner()
        var graph = LiveGraph()
        var dialogs = DialogTable()
        let nobody = input.hasher.key(Identity.withoutCallID.id)
        let none: [UInt8] = []
        let time = CPUTime.nanoseconds {
            var sum = 0
            for entry in input.messages {
                var mentions: [(SIPMention, IdentityKey)] = []
                let keys = IdentityKeys(
                    entry.message, input.slab.span.extracting(entry.payload),
                    correlation: none.span, scanner: &scanner, hasher: input.hasher,
                    withoutCallID: nobody
                ) { mention, key in mentions.append((mention, key)) }
                for (mention, key) in mentions {
                    for edge in scanner.edges(mention, keys[0], key, at: entry.header.time)
                    where edge.a != edge.b {
                        graph.observe(edge)
                    }
                }
                let found = dialogs.observe(
                    entry.message, key: keys[0],
                    hop: (entry.header.source, entry.header.destination), node: 1,
                    time: entry.header.time)
                sum &+= Int(found.route.node) &+ keys.count
            }
            BlackHole.take(sum)
        }
        BlackHole.take(graph.linkCount &+ dialogs.count)
        return time
    }
}
