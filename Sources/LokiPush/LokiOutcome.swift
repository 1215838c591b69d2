// What became of a batch.

/// Every entry of a pushed batch, counted once.
public struct LokiOutcome: Equatable, Sendable {
    /// Entries that Loki took.
    public internal(set) var accepted = 0
    /// Entries that Loki refused for good. When it does not say how many of a push it left out, all
    /// of that push are counted here, though some of them may be stored.
    public internal(set) var refused = 0
    /// Entries that were too old for their stream and went to a stream of their own; they are counted
    /// above as well, by what became of them there.
    public internal(set) var replayed = 0
    /// The refused entries by why: by the first reason that the answer to their push gives.
    public internal(set) var refusals: [LokiRefusal: Int] = [:]
    /// Why, each reason once, the first few.
    public internal(set) var reasons: [String] = []

    mutating func refuse(_ entries: Int, of total: Int, reason: String) {
        accepted += total - entries
        guard entries > 0 else { return }
        refused += entries
        refusals[LokiRefusal(reason), default: 0] += entries
        guard reasons.count < Limits.reasonsMax, !reasons.contains(reason) else { return }
        reasons.append(reason)
    }
}
