// How followers learn that there is something to follow.

import Synchronization

/// The number of the last block on disk, which can be waited for.
final class StoredSignal: Sendable {
    private struct State {
        var last: UInt64
        var isFinished = false
        var waiters: [UInt64: AsyncStream<Void>.Continuation] = [:]
        var nextWaiter: UInt64 = 0
    }

    private let state: Mutex<State>

    /// A signal of a journal whose last block on disk has this number; 0 when there is none.
    init(last: UInt64) { state = Mutex(State(last: last)) }

    /// The number of the last block on disk.
    var last: UInt64 { state.withLock { $0.last } }

    /// True when nothing will be written any more.
    var isFinished: Bool { state.withLock { $0.isFinished } }

    /// True when someone waits.
    var hasWaiters: Bool { state.withLock { !$0.waiters.isEmpty } }

    /// Says that all blocks up to `number` are on disk.
    func stored(through number: UInt64) {
        wake { $0.last = max($0.last, number) }
    }

    /// Says that nothing will be written any more.
    func finish() {
        wake { $0.isFinished = true }
    }

    /// Returns when a block after `number` is on disk, or none will ever be.
    ///
    /// Throws only when the task is cancelled.
    func wait(after number: UInt64) async throws {
        try Task.checkCancellation()
        let (stream, continuation) = AsyncStream.makeStream(
            of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let waiter: UInt64? = state.withLock { state in
            guard state.last <= number, !state.isFinished else { return nil }
            state.nextWaiter += 1
            state.waiters[state.nextWaiter] = continuation
            return state.nextWaiter
        }
        guard let waiter else { return }
        for await _ in stream { break }
        state.withLock { _ = $0.waiters.removeValue(forKey: waiter) }
        try Task.checkCancellation()
    }

    private func wake(_ change: (inout State) -> Void) {
        let waiters = state.withLock { state in
            change(&state)
            defer { state.waiters = [:] }
            return Array(state.waiters.values)
        }
        for waiter in waiters { waiter.yield() }
    }
}
