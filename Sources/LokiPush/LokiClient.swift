// The client: pushes a batch until Loki has judged every entry of it.

/// Pushes batches to one Loki for one tenant.
///
/// One batch at a time is the caller's choice: the client has no queue and keeps nothing between
/// calls.
public struct LokiClient<Transport: LokiTransport, ClockType: Clock>: Sendable
where ClockType.Duration == Duration {
    private let transport: Transport
    private let encoder: LokiEncoder
    private let tenant: LokiTenant?
    private let clock: ClockType
    private let replay: (@Sendable (LokiLabels) -> LokiLabels)?
    private let chance: @Sendable () -> Double

    /// A client.
    ///
    /// - Parameters:
    ///   - transport: carries the requests.
    ///   - encoding: the form of the pushes.
    ///   - tenant: whose data it is, for a Loki with tenants.
    ///   - clock: measures the waits.
    ///   - replay: the labels of the stream that takes what is too old for the one of these labels; nil
    ///     when such entries are to be given up.
    ///   - chance: a number from 0 up to 1 that spreads the waits.
    public init(
        transport: Transport, encoding: LokiEncoding, tenant: LokiTenant? = nil, clock: ClockType,
        replay: (@Sendable (LokiLabels) -> LokiLabels)? = nil,
        chance: @escaping @Sendable () -> Double = { .random(in: 0..<1) }
    ) {
        self.transport = transport
        self.encoder = LokiEncoder(encoding)
        self.tenant = tenant
        self.clock = clock
        self.replay = replay
        self.chance = chance
    }

    /// Pushes a batch and returns when every entry is accepted or refused, however long that takes.
    ///
    /// Network errors and answers that blame no entry are repeated for ever, after waits that grow
    /// from a second to a minute. What is too large goes in halves, and so does what is refused for
    /// its rate three times in a row. A refusal is never repeated. A repeated push stores nothing
    /// twice.
    /// - Parameter onRetry: called before each wait.
    /// - Throws: when the task is cancelled; the batch is then partly pushed at most, and may be
    ///   pushed again as a whole.
    public func push(
        _ batch: LokiBatch, onRetry: @Sendable (LokiRetry) -> Void = { _ in }
    ) async throws(CancellationError) -> LokiOutcome {
        var course = PushCourse(batch, replay: replay)
        while let piece = course.current {
            if Task.isCancelled { throw CancellationError() }
            let body: [UInt8]
            do throws(LokiEncodingError) {
                body = try encoder.encode(piece)
            } catch {
                course.refused(ignored: nil, reason: error.description)
                continue
            }
            let retry = course.heard(await answer(to: body), chance: chance)
            guard let retry else { continue }
            if Task.isCancelled { throw CancellationError() }
            onRetry(retry)
            do {
                try await clock.sleep(for: retry.wait)
            } catch {
                // A clock's sleep fails for one reason only.
                throw CancellationError()
            }
        }
        return course.outcome
    }

    private func answer(to body: [UInt8]) async -> PushCourse.Heard {
        do {
            let (status, text) = try await transport.post(
                body: body, contentType: encoder.contentType,
                contentEncoding: encoder.contentEncoding, tenant: tenant)
            return .answer(LokiAnswer.classify(status: status, body: text), text: text)
        } catch {
            return .nothing(reason: LokiAnswer.shorten(String(describing: error)))
        }
    }
}
