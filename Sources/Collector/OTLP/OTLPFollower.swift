// Sends finished calls as traces: a follower with a durable place of its own.

internal import CallGraph
internal import Journal
internal import Logging
internal import PrometheusText
internal import ServiceLifecycle
internal import TraceAPI
internal import TraceExport

/// Follows the journal and sends each call that is over to an OTLP endpoint, at least once.
///
/// Its place in the journal is before the oldest end of a leg whose call was not sent yet. An endpoint that
/// is away holds up nothing but this: the journal is read on when it is back.
final class OTLPFollower<Transport: OTLPTransport>: Service {
    /// The follower's name in the journal and in metrics.
    static var name: String { "otlp" }

    private let follower: JournalFollower
    private let tracer: any CallTracer
    private let transport: Transport
    private let settleSeconds: Int
    private let metrics: OTLPMetrics
    private let logger: Logger
    private let clock: @Sendable () -> Timestamp

    init(
        follower: JournalFollower, tracer: any CallTracer, transport: Transport,
        settleSeconds: Int, metrics: OTLPMetrics, logger: Logger,
        clock: @escaping @Sendable () -> Timestamp
    ) {
        self.follower = follower
        self.tracer = tracer
        self.transport = transport
        self.settleSeconds = settleSeconds
        self.metrics = metrics
        self.logger = logger
        self.clock = clock
    }

    /// Follows until the service group shuts down. What is not sent by then is sent after the next start:
    /// calls wait for some seconds anyway, and the end of the program does not.
    func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.follow() }
            group.addTask { try? await gracefulShutdown() }
            await group.next()
            group.cancelAll()
        }
    }

    /// Blocks read before calls that are due have their turn.
    private static var blocksPerRead: Int { 8 }
    /// Calls traced before the journal is read on: their requests take some seconds at most.
    private static var callsPerTurn: Int { 64 }
    /// Between two looks at a journal in which nothing is new: a block comes once a second.
    private static var pause: Duration { .milliseconds(250) }

    private func follow() async {
        var calls = EndedLegs(settleSeconds: settleSeconds)
        var read = await follower.position
        var hasComplained = false
        while !Task.isCancelled {
            do {
                let before = read
                if !calls.isFull {
                    let ahead = try await follower.ahead(
                        of: read, maxBlocks: Self.blocksPerRead)
                    for stored in ahead.blocks {
                        calls.see(stored.block, number: stored.number, now: clock())
                    }
                    read = ahead.through
                    calls.expire(now: clock(), isCaughtUp: ahead.blocks.isEmpty)
                }
                let sent = try await sendDue(&calls)
                try await follower.commit(through: calls.oldestBlock.map { $0 - 1 } ?? read)
                hasComplained = false
                if read == before, sent == 0 { try await Task.sleep(for: Self.pause) }
            } catch is CancellationError {
                return
            } catch {
                if !hasComplained { logger.error("cannot read the journal for traces: \(error)") }
                hasComplained = true
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }

    /// Traces the calls that are due, some of them, and sends their spans; returns how many were looked at.
    ///
    /// The calls count as sent before they are: the place in the journal moves only afterwards, and who is
    /// cancelled in between begins at it anew.
    private func sendDue(_ calls: inout EndedLegs) async throws -> Int {
        var looked = 0
        var request = OTLPRequest()
        while looked < Self.callsPerTurn, let due = calls.due(now: clock()) {
            looked += 1
            for span in try await spans(of: due, &calls) where !request.append(span) {
                try await send(request)
                request = OTLPRequest()
                _ = request.append(span)
            }
        }
        if !request.isEmpty { try await send(request) }
        return looked
    }

    /// The spans of a call that is over; none of one that goes on.
    private func spans(
        of due: EndedLegs.Due, _ calls: inout EndedLegs
    ) async throws -> [[UInt8]] {
        let leg = due.end.identity
        // What comes while the trace is made may be in it or not.
        let began = clock().advanced(bySeconds: -1)
        let trace: Trace?
        do {
            trace = try await tracer.trace(leg.id, options: TraceOptions(at: due.end.time))
        } catch {
            calls.again(leg, now: clock())
            throw error
        }
        guard let trace, let call = CallIdentifier(text: trace.call.id) else {
            calls.isGone(leg)
            metrics.lost(.gone)
            return []
        }
        let legs =
            trace.dialogs.map { Identity(.dialog, $0.callID) }
            + trace.channels.map { Identity(.channel, $0.uuid) } + [leg]
        guard trace.call.end != nil || due.isOverdue else {
            if !calls.goesOn(call, after: due.end, legs: legs, now: clock()) {
                metrics.lost(.delayed)
            }
            return []
        }
        let spans = CallSpans(trace, known: { calls.call(of: $0) })
        calls.sent(call, legs: legs, seenUntil: began)
        return spans.encoded()
    }

    /// Sends a request until it is settled, however long that takes.
    private func send(_ request: OTLPRequest) async throws(CancellationError) {
        var course = OTLPCourse(spanCount: request.spanCount)
        let body = request.body
        while true {
            let step = await step(of: &course, body)
            if Task.isCancelled { throw CancellationError() }
            switch step {
            case .settled(let accepted, let refused, let reason):
                metrics.accepted.increment(by: accepted)
                metrics.refused.increment(by: refused)
                metrics.delivery.settle(refusal: refused > 0 ? reason : nil)
                if refused > 0 {
                    logger.warning("\(refused) spans were refused for good: \(reason)")
                }
                return
            case .again(let wait, let failures, let reason):
                metrics.retries.increment()
                metrics.delivery.fail(reason, at: clock())
                // Once when it begins and then with every doubling: not a line for every try.
                if failures & (failures - 1) == 0 {
                    logger.warning("traces are not taken, trying again: \(reason)")
                }
                do {
                    try await Task.sleep(for: wait)
                } catch {
                    throw CancellationError()
                }
            }
        }
    }

    private func step(of course: inout OTLPCourse, _ body: [UInt8]) async -> OTLPCourse.Step {
        let chance = Double.random(in: 0..<1)
        do {
            let answer = try await transport.post(body)
            return course.heard(
                .classify(
                    status: answer.status, retryAfter: answer.retryAfter, body: answer.body,
                    now: clock()),
                chance: chance)
        } catch {
            return course.heardNothing(
                OTLPAnswer.shorten(String(describing: error)), chance: chance)
        }
    }
}
