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

    /// A part of what is to be pushed.
    private struct Piece {
        var batch: LokiBatch
        /// True for entries that go to a stream of their own, because they were too old for theirs.
        var isReplay = false
    }

    private(set) var outcome = LokiOutcome()
    /// The pieces left, the next one last.
    private var pieces: [Piece]
    /// Labels of the stream that takes what is too old for its own; nil where there is none.
    private let replay: (@Sendable (LokiLabels) -> LokiLabels)?
    private var backoff = LokiBackoff()
    private var failures = 0
    private var rateRefusals = 0

    init(_ batch: LokiBatch, replay: (@Sendable (LokiLabels) -> LokiLabels)? = nil) {
        self.replay = replay
        // Loki answers a push without entries with 422: there is nothing to send.
        pieces = batch.isEmpty ? [] : [Piece(batch: batch)]
    }

    /// The piece to send now; nil when the push is done.
    var current: LokiBatch? { pieces.last?.batch }

    /// Takes note of what was heard of the current piece; returns the wait when it must be sent
    /// again.
    mutating func heard(_ heard: Heard, chance: () -> Double) -> LokiRetry? {
        switch heard {
        case .nothing(let reason):
            return retry(status: nil, reason: reason, chance: chance())
        case .answer(.accepted, _):
            outcome.accepted += settle()
        case .answer(.refused(let status, let ignored, let line), let text):
            let late = tooFarBehind(text)
            let latePart = late?.entryCount ?? 0
            refused(
                ignored: ignored.map { max(0, $0 - latePart) }, leaving: latePart,
                reason: "\(status) \(line)")
            if let late {
                outcome.replayed += latePart
                pieces.append(Piece(batch: late, isReplay: true))
            }
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
    /// `leaving` of them are not judged yet.
    mutating func refused(ignored: Int?, leaving: Int = 0, reason: String) {
        let total = settle() - leaving
        outcome.refuse(min(ignored ?? total, total), of: total, reason: reason)
    }

    /// The entries of the current piece that Loki found too old for their stream, under the labels of a
    /// stream of their own; nil when there are none, or they were there already.
    ///
    /// An entry may be an hour older than the newest of its stream (loki.md §2.5). After an outage what
    /// another collector has sent meanwhile may be newer than that.
    private func tooFarBehind(_ text: String) -> LokiBatch? {
        guard let replay, let piece = pieces.last, !piece.isReplay,
            let behind = LokiLateness(text)
        else { return nil }
        return piece.batch.part(as: replay) { stream, time in
            time < behind.oldest && behind.concerns(stream.labels)
        }
    }

    /// Puts the current piece away; what comes next begins with a short wait again.
    private mutating func settle() -> Int {
        backoff.reset()
        failures = 0
        rateRefusals = 0
        return pieces.popLast()?.batch.entryCount ?? 0
    }

    private mutating func halve() -> Bool {
        guard let piece = pieces.last, let (first, second) = piece.batch.halves() else {
            return false
        }
        pieces.removeLast()
        pieces += [second, first].map { Piece(batch: $0, isReplay: piece.isReplay) }
        return true
    }

    private mutating func retry(status: Int?, reason: String, chance: Double) -> LokiRetry {
        failures = min(failures, .max - 1) + 1
        return LokiRetry(
            failures: failures, status: status, reason: reason, wait: backoff.wait(chance: chance))
    }
}
