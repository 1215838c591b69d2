// What became of a batch.

/// Every entry of a pushed batch, counted once.
public struct LokiOutcome: Equatable, Sendable {
    /// Entries that Loki took.
    public internal(set) var accepted = 0
    /// Entries that Loki refused for good. When it does not say how many of a push it left out, all
    /// of that push are counted here, though some of them may be stored.
    public internal(set) var refused = 0
    /// Why, each reason once, the first few.
    public internal(set) var reasons: [String] = []

    mutating func refuse(_ entries: Int, of total: Int, reason: String) {
        refused += entries
        accepted += total - entries
        guard reasons.count < Limits.reasonsMax, !reasons.contains(reason) else { return }
        reasons.append(reason)
    }
}
