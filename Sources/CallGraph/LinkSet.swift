// Links seen many times, kept once each.

/// Links by kind and pair of identities, with their evidence gathered.
struct LinkSet {
    private struct Key: Hashable {
        var kind: Link.Kind
        var low: Identity
        var high: Identity
    }

    private var links: [Key: Link] = [:]
    private var keysByEnd: [Identity: [Key]] = [:]
    /// When a link began last without an end, and when it ended last: who comes back is there again.
    private var lastBeginnings: [Key: Timestamp] = [:]
    private var lastEnds: [Key: Timestamp] = [:]

    /// Every link, in no order.
    var all: [Link] { Array(links.values) }

    /// The links with this identity on either side, in order of time.
    func links(of identity: Identity) -> [Link] {
        (keysByEnd[identity] ?? []).compactMap { links[$0] }.sorted(by: Link.isEarlier)
    }

    /// The link of this kind between these two.
    func link(_ kind: Link.Kind, _ a: Identity, _ b: Identity) -> Link? {
        links[Key(kind: kind, low: min(a, b), high: max(a, b))]
    }

    /// Takes one observation of a link.
    ///
    /// Its evidence is added, its interval grows to hold all observations. The order in which they come
    /// makes no difference: the earliest evidence is kept.
    mutating func add(_ link: Link) {
        let key = Key(kind: link.kind, low: min(link.a, link.b), high: max(link.a, link.b))
        if let until = link.until {
            lastEnds[key] = max(lastEnds[key] ?? until, until)
        } else {
            lastBeginnings[key] = max(lastBeginnings[key] ?? link.from, link.from)
        }
        guard var known = links[key] else {
            links[key] = link
            keysByEnd[link.a, default: []].append(key)
            keysByEnd[link.b, default: []].append(key)
            return
        }
        // Of two observations at one moment, the surer side is chosen by name, not by arrival.
        if (link.from, link.a) < (known.from, known.a) {
            known.a = link.a
            known.b = link.b
            known.from = link.from
        }
        known.strength = max(known.strength, link.strength)
        let end = lastEnds[key]
        known.until = end.flatMap { $0 >= lastBeginnings[key] ?? .distantPast ? $0 : nil }
        for evidence in link.evidence { Self.add(evidence, to: &known.evidence) }
        links[key] = known
    }

    /// Keeps the earliest of each header, event and node.
    private static func add(_ evidence: Evidence, to list: inout [Evidence]) {
        if let index = list.firstIndex(where: {
            $0.name == evidence.name && $0.event == evidence.event && $0.node == evidence.node
        }) {
            if evidence.time < list[index].time { list[index] = evidence }
        } else {
            list.append(evidence)
        }
        list.sort {
            ($0.time, $0.name, $0.event ?? "", $0.node) < (
                $1.time, $1.name, $1.event ?? "", $1.node
            )
        }
        if list.count > Limits.evidencePerLinkMax { list.removeLast() }
    }
}

extension Link {
    /// By time, then by what cannot depend on the order of arrival.
    static func isEarlier(_ x: Link, _ y: Link) -> Bool {
        (x.from, x.a, x.b, x.kind.rawValue) < (y.from, y.a, y.b, y.kind.rawValue)
    }
}
