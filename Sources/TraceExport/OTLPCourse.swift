// The course of one request: what was heard, how long to wait. It has no clock and no I/O.

/// The state of a request that is sent until it is settled.
package struct OTLPCourse: Sendable {
    /// What follows from what was heard.
    package enum Step: Equatable, Sendable {
        /// Over: so many spans are taken and so many are not, for this reason.
        case settled(accepted: Int, refused: Int, reason: String)
        /// Again after a wait; `failures` counts those in a row.
        case again(after: Duration, failures: Int, reason: String)
    }

    private let spanCount: Int
    private var failures = 0
    private var next = Limits.firstWait

    /// The course of a request of so many spans.
    package init(spanCount: Int) { self.spanCount = spanCount }

    /// Takes note of an answer. `chance` from 0 up to 1 spreads the waits of those who wait together.
    package mutating func heard(_ answer: OTLPAnswer, chance: Double) -> Step {
        switch answer {
        case .accepted(let rejected, let text):
            let rejected = min(max(rejected, 0), spanCount)
            return .settled(accepted: spanCount - rejected, refused: rejected, reason: text)
        case .refused(let status, let text):
            return .settled(accepted: 0, refused: spanCount, reason: "\(status) \(text)")
        case .later(let status, let after):
            return again("\(status)", after: after, chance: chance)
        }
    }

    /// Takes note of the want of an answer: no connection, a timeout.
    package mutating func heardNothing(_ reason: String, chance: Double) -> Step {
        again(reason, after: nil, chance: chance)
    }

    /// Waits double from a second to a minute, each shortened by up to a quarter by chance, and are never
    /// shorter than the server asks.
    private mutating func again(_ reason: String, after: Duration?, chance: Double) -> Step {
        failures = min(failures, .max - 1) + 1
        let own = next * (0.75 + 0.25 * min(max(chance, 0), 1))
        next = min(next * 2, Limits.longestWait)
        return .again(after: max(own, after ?? .zero), failures: failures, reason: reason)
    }
}
