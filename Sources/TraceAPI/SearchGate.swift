// How many searches may go on at once.

internal import Synchronization

/// Lets a few searches in at a time: each keeps a core busy for as long as it reads.
final class SearchGate: Sendable {
    private let running = Atomic(0)

    /// True when the search may begin; then `leave()` must follow.
    func enter() -> Bool {
        let before = running.add(1, ordering: .relaxed).oldValue
        if before < Limits.searchesMax { return true }
        leave()
        return false
    }

    /// Says that a search is over.
    func leave() { running.subtract(1, ordering: .relaxed) }
}
