// A clock that only moves when a test moves it.

import CallGraph
import Synchronization

/// The time of a test; it begins on 2026-11-22 at 22:13:20 UTC.
final class ManualClock: Sendable {
    private let moment = Mutex(Timestamp(microseconds: 1_795_385_600_000_000))

    /// The time that it shows.
    var now: Timestamp { moment.withLock { $0 } }

    /// Moves it by seconds.
    func advance(seconds: Int64) {
        moment.withLock { $0 = $0.advanced(bySeconds: seconds) }
    }

    /// Moves it by microseconds.
    func advance(microseconds: Int64) {
        moment.withLock { $0.microseconds += microseconds }
    }
}
