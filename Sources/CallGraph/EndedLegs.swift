// Which calls are over, for whoever reads a journal from end to end and is to see each call whole, once.

/// Legs that have ended and wait, for a short time, for the rest of their call.
///
/// Sees blocks in their order, and says which legs ended a while ago. Whoever asks makes the trace of each
/// and says what came of it: the call was sent, with these legs, or goes on. The block of the oldest end
/// that nothing was said of yet is where to begin after a restart. Time is an argument; everything is
/// bounded: who is full is not to be shown more.
public struct EndedLegs: Sendable {
    /// A leg that has ended.
    private struct Waiting {
        /// The first block that showed it.
        var block: UInt64
        var end: Timestamp
        var due: Timestamp
        /// As late as it can become due: a leg that ends again and again must not hold up the rest.
        var dueLast: Timestamp
    }

    /// A call that goes on though one of its legs has ended.
    private struct Delayed {
        var leg: Identity
        var end: Timestamp
        var since: Timestamp
        var due: Timestamp
        var waitSeconds: Int64
    }

    private let settleSeconds: Int64
    private let waitingMax: Int
    private let delayedMax: Int
    private var waiting: [Identity: Waiting] = [:]
    /// Legs in the order in which they are due; one that is due later by now is put behind.
    private var queue: [(leg: Identity, due: Timestamp)] = []
    private var next = 0
    private var delayed: [CallIdentifier: Delayed] = [:]
    private var delayedDue = Timestamp.distantFuture
    private var history = SentCalls()
    private var attempts = OpenAttempts(most: Limits.attemptsWatchedMax)
    /// How far the journal has been read: when the last record came, and in which block.
    private var read = (received: Timestamp.distantPast, block: UInt64(0))

    /// Legs wait for `settleSeconds`: long enough for what other agents and the other legs say.
    public init(
        settleSeconds: Int, waitingMax: Int = Limits.endsWaitingMax,
        delayedMax: Int = Limits.callsDelayedMax
    ) {
        self.settleSeconds = Int64(settleSeconds)
        self.waitingMax = waitingMax
        self.delayedMax = delayedMax
    }

    /// True when no more is to be shown before something was said of what waits.
    public var isFull: Bool { waiting.count >= waitingMax }

    /// The oldest block with an end that nothing was said of yet.
    public var oldestBlock: UInt64? { waiting.values.lazy.map(\.block).min() }

    /// Takes note of the ends in a block, and of attempts that nobody answers.
    public mutating func see(_ block: RecordBlock, number: UInt64, now: Timestamp) {
        read.block = number
        block.forEach { entry in
            read.received = max(read.received, min(entry.header.received, now))
            if entry.header.kind == .sip { attempts.see(entry, in: block) }
            if let end = CallEnd(entry, in: block) {
                see(end, received: entry.header.received, block: number, now: now)
            }
            return true
        }
    }

    /// Lets attempts end of which nothing was heard for as long as any call may ring. To be called when blocks
    /// were seen, and with `isCaughtUp` when there are no more: time that has passed is then silence.
    public mutating func expire(now: Timestamp, isCaughtUp: Bool) {
        let until = isCaughtUp ? now : read.received
        let silent = until.advanced(bySeconds: -Limits.attemptSilenceSeconds)
        for (dialog, received) in attempts.expire(before: silent) {
            // It has waited long enough, and needs no look if its call was sent since it came.
            let end = CallEnd(dialog, time: received)
            see(end, received: received, block: read.block, now: now)
        }
    }

    /// Takes note of an end that came at `received`.
    public mutating func see(_ end: CallEnd, received: Timestamp, block: UInt64, now: Timestamp) {
        // A call is read from the whole journal, past the place of whoever reads along.
        guard history.seenUntil(of: end.identity).map({ $0 < received }) ?? true else { return }
        let due = min(received, now).advanced(bySeconds: settleSeconds)
        if var known = waiting[end.identity] {
            known.end = max(known.end, end.time)
            known.due = min(max(known.due, due), known.dueLast)
            waiting[end.identity] = known
        } else {
            waiting[end.identity] = Waiting(
                block: block, end: end.time, due: due,
                dueLast: due.advanced(bySeconds: 4 * settleSeconds))
            queue.append((end.identity, due))
        }
    }

    /// A leg that ended a while ago.
    public struct Due: Sendable, Equatable {
        /// The leg and its end.
        public var end: CallEnd
        /// True when its call has gone on for so long without a further sign that it is to be taken as it
        /// is.
        public var isOverdue: Bool
    }

    /// The next leg that has waited long enough; nil when there is none. Something must be said of it:
    /// `sent`, `goesOn` or `isGone`; or it is asked for again by `again`.
    public mutating func due(now: Timestamp) -> Due? {
        while next < queue.count {
            let (leg, due) = queue[next]
            guard let known = waiting[leg] else {
                advance()
                continue
            }
            if known.due > due {
                advance()
                queue.append((leg, known.due))
                continue
            }
            guard due <= now else { break }
            advance()
            return Due(end: CallEnd(leg, time: known.end), isOverdue: false)
        }
        return delayedCall(now: now)
    }

    /// Says that the leg could not be looked at: it is due again after a second.
    public mutating func again(_ leg: Identity, now: Timestamp) {
        guard waiting[leg] != nil else { return }
        let due = now.advanced(bySeconds: 1)
        waiting[leg]?.due = due
        queue.append((leg, due))
    }

    /// Says that nothing is known of the leg any more.
    public mutating func isGone(_ leg: Identity) {
        waiting[leg] = nil
        for (call, one) in delayed where one.leg == leg { delayed[call] = nil }
    }

    /// Says that a call was sent, with these legs and whatever came of them until `seenUntil`.
    ///
    /// A leg that was sent in another call before stays with that one.
    public mutating func sent(_ call: CallIdentifier, legs: [Identity], seenUntil: Timestamp) {
        delayed[call] = nil
        for leg in legs {
            history.remember(leg, of: history.call(of: leg) ?? call, seenUntil: seenUntil)
            waiting[leg] = nil
        }
    }

    /// Says that the call of a leg that was due goes on, with these legs. It is due again after a minute,
    /// then after ever longer, unless an end comes before. False when there are too many of them: it is
    /// then forgotten until its next end.
    public mutating func goesOn(
        _ call: CallIdentifier, after end: CallEnd, legs: [Identity], now: Timestamp
    ) -> Bool {
        waiting[end.identity] = nil
        for leg in legs {
            if let known = waiting[leg], known.due <= now { waiting[leg] = nil }
        }
        let before = delayed[call]
        guard before != nil || delayed.count < delayedMax else { return false }
        let wait = min((before?.waitSeconds ?? 30) * 2, Limits.delaySecondsMax)
        let due = now.advanced(bySeconds: wait)
        delayed[call] = Delayed(
            leg: end.identity, end: end.time, since: before?.since ?? now, due: due,
            waitSeconds: wait)
        delayedDue = min(delayedDue, due)
        return true
    }

    /// The call in which a leg was sent; nil when it was not, or long ago.
    public func call(of leg: Identity) -> CallIdentifier? { history.call(of: leg) }

    private mutating func delayedCall(now: Timestamp) -> Due? {
        while now >= delayedDue {
            let first = delayed.min { ($0.value.due, $0.value.leg) < ($1.value.due, $1.value.leg) }
            delayedDue = first?.value.due ?? .distantFuture
            guard let (call, one) = first, one.due <= now else { return nil }
            // Sent meanwhile, under the name of a call that it turned out to be part of.
            if let seen = history.seenUntil(of: one.leg), seen >= one.since {
                delayed[call] = nil
                continue
            }
            // Until something is said of it: whoever says nothing does not see it at once again.
            delayed[call]?.due = now.advanced(bySeconds: one.waitSeconds)
            return Due(
                end: CallEnd(one.leg, time: one.end),
                isOverdue: now.seconds(since: one.since) >= Double(Limits.goesOnSecondsMax))
        }
        return nil
    }

    private mutating func advance() {
        next += 1
        guard next > 1024, next * 2 > queue.count else { return }
        queue.removeFirst(next)
        next = 0
    }
}
