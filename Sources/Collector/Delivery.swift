// How it stands with someone whom records are sent to.

internal import CallGraph
internal import Synchronization

/// Remembers the last trouble with an endpoint, for the doctor: what is tried again, what is refused for good.
final class Delivery: Sendable {
    /// What is remembered.
    struct State: Sendable {
        /// Why the last try failed that did, in the endpoint's or the system's words.
        var problem: String?
        /// When that was.
        var failed: Timestamp?
        /// Since when every try has failed; nil when the last one went well.
        var failingSince: Timestamp?
        /// The last answer that refused something for good.
        var refusal: String?
    }

    private let state = Mutex(State())

    /// What is remembered now.
    var value: State { state.withLock { $0 } }

    /// A try failed, and another will be made.
    func fail(_ problem: String, at time: Timestamp) {
        state.withLock { state in
            state.problem = problem
            state.failed = time
            state.failingSince = state.failingSince ?? time
        }
    }

    /// A try was settled: taken, or refused for good with this answer.
    func settle(refusal: String? = nil) {
        state.withLock { state in
            state.failingSince = nil
            state.refusal = refusal ?? state.refusal
        }
    }
}
