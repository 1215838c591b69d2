// How much of one kind may go on at once.

internal import Synchronization

/// Lets a few in at a time.
final class SearchGate: Sendable {
    private let running = Atomic(0)
    private let most: Int

    /// A gate for so many; without a number for searches.
    init(most: Int = Limits.searchesMax) { self.most = most }

    /// True when it may begin; then `leave()` must follow.
    func enter() -> Bool {
        let before = running.add(1, ordering: .relaxed).oldValue
        if before < most { return true }
        leave()
        return false
    }

    /// Says that it is over.
    func leave() { running.subtract(1, ordering: .relaxed) }
}
