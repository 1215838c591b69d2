// The course of one push: which pieces are left, what was heard, how long to wait.
// It has no clock and no I/O.

/// The state of a push. Pieces are halved in place, so that entries stay in order.
struct PushCourse {
    /// What came of sending a piece.
    enum Heard {
        case answer(LokiAnswer, text: String)
        /// No answer at all.
        case nothing(reason: String)
    }

    private(set) var outcome = LokiOutcome()
    /// The pieces left, the next one last.
    private var pieces: [LokiBatch]
    private var backoff = LokiBackoff()
    private var failures = 0
    private var rateRefusals = 0

    init(_ batch: LokiBatch) {
        // Loki answers a push without entries with 422: there is nothing to send.
        pieces = batch.isEmpty ? [] : [batch]
    }

    /// The piece to send now; nil when the push is done.
    var current: LokiBatch? { pieces.last }

    /// Takes note of what was heard of the current piece; returns the wait when it must be sent
    /// again.
    mutating func heard(_ heard: Heard, chance: () -> Double) -> LokiRetry? {
        switch heard {
        case .nothing(let reason):
            return retry(status: nil, reason: reason, chance: chance())
        case .answer(.accepted, _):
            outcome.accepted += settle()
        case .answer(.refused(let status, let ignored, let text), _):
            refused(ignored: ignored, reason: "\(status) \(text)")
        case .answer(.tooLarge(let status), let text):
            if !halve() { refused(ignored: nil, reason: "\(status) \(LokiAnswer.shorten(text))") }
        case .answer(.later(let status), let text):
            if status == 429 {
                rateRefusals += 1
                if rateRefusals >= Limits.rateRefusalsBeforeHalving,
                    (current?.uncompressedBytes ?? 0) >= 2 * Limits.rateHalvingBytesMin, halve()
                {
                    rateRefusals = 0
                }
            }
            return retry(
                status: status, reason: "\(status) \(LokiAnswer.shorten(text))", chance: chance())
        }
        return nil
    }

    /// The current piece is judged: so many of its entries, or all of them, will never be stored.
    mutating func refused(ignored: Int?, reason: String) {
        let total = settle()
        outcome.refuse(min(ignored ?? total, total), of: total, reason: reason)
    }

    /// Puts the current piece away; what comes next begins with a short wait again.
    private mutating func settle() -> Int {
        backoff.reset()
        failures = 0
        rateRefusals = 0
        return pieces.popLast()?.entryCount ?? 0
    }

    private mutating func halve() -> Bool {
        guard let (first, second) = pieces.last?.halves() else { return false }
        pieces.removeLast()
        pieces += [second, first]
        return true
    }

    private mutating func retry(status: Int?, reason: String, chance: Double) -> LokiRetry {
        failures = min(failures, .max - 1) + 1
        return LokiRetry(
            failures: failures, status: status, reason: reason, wait: backoff.wait(chance: chance))
    }
}
