// Which links have been counted already: events say the same thing many times over.

/// Remembers links for a while, to count each once.
public struct SeenLinks: ~Copyable, Sendable {
    private var young: Set<UInt64> = []
    private var old: Set<UInt64> = []
    private let hasher = IdentityHasher.random()

    /// Nothing seen yet.
    public init() {}

    /// Which of the links in `event` were not seen before; `onNew` hears of each.
    ///
    /// Memory holds two generations of `Limits.seenLinksMax`; a link older than both counts again.
    public mutating func note(_ event: ChannelEvent, onNew: (Link.Kind) -> Void) -> LinkMask {
        var mask = LinkMask.none
        for (index, link) in event.links.enumerated() {
            let a = hasher.key(link.a.id, salt: UInt64(link.kind.ordinal)).value
            let b = hasher.key(link.b.id, salt: UInt64(link.kind.ordinal)).value
            // The same from both sides.
            let mark = a &+ b
            if young.contains(mark) || old.contains(mark) { continue }
            if young.count >= Limits.seenLinksMax {
                old = young
                young = []
            }
            young.insert(mark)
            mask.insert(index)
            onNew(link.kind)
        }
        return mask
    }
}
