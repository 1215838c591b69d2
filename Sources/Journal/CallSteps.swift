// What became of calls, kept until their beginnings are met.

import CallGraph

/// What became of one call, put together from its steps in any order.
struct CallSteps: Sendable {
    private(set) var answered = Timestamp.distantFuture
    private var over = Timestamp.distantPast
    private var challenged = Timestamp.distantPast
    private var finalStatus: UInt16 = 0
    private var challengeStatus: UInt16 = 0
    private var kinds: UInt8 = 0

    /// True when nothing is known.
    var isEmpty: Bool { kinds == 0 }

    /// True when nothing can change any more how the attempt ended. After a challenge it can be tried again.
    var isDecided: Bool { has(.answered) || has(.failed) || has(.ended) || has(.silent) }

    /// True when it is known when the call ended.
    var isOver: Bool { has(.failed) || has(.ended) }

    /// True when the call fell silent, at a time that is not known.
    var isSilent: Bool { has(.silent) }

    /// How the attempt ended so far.
    var outcome: Outcome {
        if has(.answered) || has(.ended) { return .answered }
        if has(.failed) { return Outcome(status: Int(finalStatus)) }
        if has(.challenged) { return .auth }
        return has(.silent) ? .timeout : .inProgress
    }

    /// The final status; nil while there is none.
    var status: Int? {
        if has(.answered) || has(.failed) { return Int(finalStatus) }
        return has(.challenged) ? Int(challengeStatus) : nil
    }

    /// Takes a step in.
    mutating func take(_ step: DialogStep) {
        kinds |= 1 << step.kind.rawValue
        switch step.kind {
        case .answered:
            answered = min(answered, step.time)
            finalStatus = step.status
        case .failed:
            over = step.time
            finalStatus = step.status
        case .ended: over = step.time
        case .challenged:
            // The last try counts.
            if step.time >= challenged { (challenged, challengeStatus) = (step.time, step.status) }
        case .silent: break
        }
    }

    /// Says in the dialog what became of it.
    func describe(_ dialog: inout Dialog) {
        dialog.outcome = outcome
        dialog.status = status
        dialog.answered = has(.answered) ? answered : nil
        if has(.failed) || has(.ended) {
            dialog.end = max(over, dialog.start)
        } else if has(.challenged), !has(.answered) {
            dialog.end = max(challenged, dialog.start)
        }
    }

    private func has(_ kind: DialogStep.Kind) -> Bool { kinds & 1 << kind.rawValue != 0 }
}

/// The steps of many calls by their numbers, in chunks: numbers of calls that are up lie close together.
struct CallStepTable: Sendable {
    /// True when steps were left out for want of room.
    private(set) var hasOverflowed = false
    private var chunks: [UInt64: Int] = [:]
    private var entries: [CallSteps] = []
    private var free: [Int] = []
    private var last: (chunk: UInt64, start: Int)?

    private static let chunkSize = 64

    /// Takes a step in.
    mutating func take(_ step: DialogStep) {
        let chunk = step.number / UInt64(Self.chunkSize)
        guard let start = start(of: chunk) ?? begin(chunk) else {
            hasOverflowed = true
            return
        }
        entries[start + Int(step.number % UInt64(Self.chunkSize))].take(step)
    }

    /// What became of a call, as far as has been taken in.
    mutating func steps(of number: UInt64) -> CallSteps {
        guard let start = start(of: number / UInt64(Self.chunkSize)) else { return CallSteps() }
        return entries[start + Int(number % UInt64(Self.chunkSize))]
    }

    /// Forgets calls from this number on, as far as whole chunks go.
    mutating func forget(from number: UInt64) {
        last = nil
        for (chunk, start) in chunks where chunk > number / UInt64(Self.chunkSize) {
            chunks[chunk] = nil
            free.append(start)
        }
    }

    private mutating func start(of chunk: UInt64) -> Int? {
        if let last, last.chunk == chunk { return last.start }
        guard let start = chunks[chunk] else { return nil }
        last = (chunk, start)
        return start
    }

    private mutating func begin(_ chunk: UInt64) -> Int? {
        guard chunks.count < JournalLimits.stepChunksMax else { return nil }
        let start: Int
        if let used = free.popLast() {
            start = used
            for index in start..<start + Self.chunkSize { entries[index] = CallSteps() }
        } else {
            start = entries.count
            entries.append(contentsOf: repeatElement(CallSteps(), count: Self.chunkSize))
        }
        chunks[chunk] = start
        last = (chunk, start)
        return start
    }
}
