// A clock that tests move.

import Synchronization

/// Remembers what was slept; a sleep ends at once, or only by cancellation.
final class ManualClock: Clock {
    struct Instant: InstantProtocol {
        var offset: Duration

        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (one: Instant, other: Instant) -> Bool { one.offset < other.offset }
    }

    private let state = Mutex((now: Instant(offset: .zero), sleeps: [Duration]()))
    private let stands: Bool

    /// - Parameter stands: whether sleeps never end by themselves.
    init(stands: Bool = false) { self.stands = stands }

    var now: Instant { state.withLock(\.now) }
    var minimumResolution: Duration { .nanoseconds(1) }
    var sleeps: [Duration] { state.withLock(\.sleeps) }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        state.withLock { state in
            state.sleeps.append(state.now.duration(to: deadline))
            if !stands { state.now = max(state.now, deadline) }
        }
        if stands {
            // An empty stream that is never finished: its end is the task's cancellation.
            let (never, hold) = AsyncStream.makeStream(of: Void.self)
            for await _ in never {}
            withExtendedLifetime(hold) {}
        }
        try Task.checkCancellation()
    }
}
