// Which links have been counted already: events say the same thing many times over.

/// Remembers links for a while, to count each once.
public struct SeenLinks: ~Copyable, Sendable {
    private var young: Set<UInt64> = []
    private var old: Set<UInt64> = []
    private let hasher = IdentityHasher.random()

    /// Nothing seen yet.
    public init() {}

    /// The kinds of the links in `event` that were not seen before.
    ///
    /// Memory holds two generations of `Limits.seenLinksMax`; a link older than both counts again.
    public mutating func new(
        in event: ChannelEvent
    ) -> [Link.Kind] {
        var kinds: [Link.Kind] = []
        for link in event.links {
            let low = min(link.a, link.b)
            let high = max(link.a, link.b)
            let mark = hasher.key("\(link.kind.rawValue) \(low.id) \(high.id)").value
            if young.contains(mark) || old.contains(mark) { continue }
            if young.count >= Limits.seenLinksMax {
                old = young
                young = []
            }
            young.insert(mark)
            kinds.append(link.kind)
        }
        return kinds
    }
}
