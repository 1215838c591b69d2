// The course of pushes: retries, halves, refusals, cancellation.

import Synchronization
import Testing

@testable import LokiPush

struct ClientTests {
    static let labels = LokiLabels([("job", "test")])

    static func batch(_ count: Int, lineBytes: Int = 1) -> LokiBatch {
        var batch = LokiBatch()
        for number in 0..<count {
            let line = Array("\(number)".utf8) + [UInt8](repeating: 46, count: lineBytes)
            batch.add(labels: labels, LokiEntry(time: Int64(number), line: line))
        }
        return batch
    }

    static func client(
        _ transport: ScriptedTransport, _ clock: ManualClock, chance: Double = 1
    ) -> LokiClient<ScriptedTransport, ManualClock> {
        LokiClient(
            transport: transport, encoding: .protobuf, tenant: LokiTenant("acme"), clock: clock,
            chance: { chance })
    }

    @Test func `a batch is sent once and accepted`() async throws {
        let transport = ScriptedTransport()
        let clock = ManualClock()
        let outcome = try await Self.client(transport, clock).push(Self.batch(5))
        #expect(outcome == LokiOutcome(accepted: 5))
        #expect(transport.sent.count == 1)
        #expect(transport.sent[0].tenant?.name == "acme")
        #expect(transport.sent[0].contentType == "application/x-protobuf")
        #expect(clock.sleeps.isEmpty)
    }

    @Test func `an empty batch is not sent`() async throws {
        let transport = ScriptedTransport()
        let outcome = try await Self.client(transport, ManualClock()).push(LokiBatch())
        #expect(outcome == LokiOutcome())
        #expect(transport.sent.isEmpty)
    }

    @Test func `429, 503 and no connection are tried again after growing waits`() async throws {
        let transport = ScriptedTransport([
            .answer(429, "ingestion rate limit exceeded\nmore"), .answer(503), .failure, .failure,
        ])
        let clock = ManualClock()
        let told = Mutex<[LokiRetry]>([])
        let outcome = try await Self.client(transport, clock).push(Self.batch(3)) { retry in
            told.withLock { $0.append(retry) }
        }
        #expect(outcome == LokiOutcome(accepted: 3))
        #expect(transport.sent.count == 5)
        #expect(transport.sent.allSatisfy { $0.entries == transport.sent[0].entries })
        #expect(clock.sleeps == [.seconds(1), .seconds(2), .seconds(4), .seconds(8)])
        let retries = told.withLock { $0 }
        #expect(retries.map(\.status) == [429, 503, nil, nil])
        #expect(retries.map(\.failures) == [1, 2, 3, 4])
        #expect(retries[0].reason == "429 ingestion rate limit exceeded")
        #expect(retries[2].reason == "connection refused")
        #expect(retries.map(\.wait) == clock.sleeps)
    }

    @Test func `waits stop growing at a minute and chance takes a quarter at most`() async throws {
        let script = [ScriptedTransport.Step](repeating: .answer(503), count: 10)
        let longest: [Double] = [1, 2, 4, 8, 16, 32, 60, 60, 60, 60]
        for chance in [0.0, 0.5, 1, 7, -3] {
            let clock = ManualClock()
            _ = try await Self.client(ScriptedTransport(script), clock, chance: chance)
                .push(Self.batch(1))
            let share = 0.75 + 0.25 * min(max(chance, 0), 1)
            #expect(clock.sleeps == longest.map { .seconds($0) * share })
        }
    }

    @Test func `random waits lie within their bounds and grow`() async throws {
        let script = [ScriptedTransport.Step](repeating: .failure, count: 7)
        let clock = ManualClock()
        let client = LokiClient(
            transport: ScriptedTransport(script), encoding: .protobuf, clock: clock)
        _ = try await client.push(Self.batch(1))
        #expect(clock.sleeps.count == 7)
        for (wait, base) in zip(clock.sleeps, [1.0, 2, 4, 8, 16, 32, 60]) {
            #expect(wait <= .seconds(base))
            #expect(wait >= .seconds(base * 0.75))
        }
        #expect(clock.sleeps == clock.sleeps.sorted())
    }

    @Test(arguments: [400, 415, 422])
    func `a refusal is never sent again`(status: Int) async throws {
        let transport = ScriptedTransport([.answer(status, "bad")])
        let clock = ManualClock()
        let outcome = try await Self.client(transport, clock).push(Self.batch(4))
        #expect(
            outcome == LokiOutcome(refused: 4, refusals: [.other: 4], reasons: ["\(status) bad"]))
        #expect(transport.sent.count == 1)
        #expect(clock.sleeps.isEmpty)
    }

    @Test func `of a partly refused push only the ignored lines are refused`() async throws {
        let text = "user 'fake', total ignored: 3 out of 10 for stream: {}"
        let transport = ScriptedTransport([.answer(400, text)])
        let outcome = try await Self.client(transport, ManualClock()).push(Self.batch(10))
        #expect(
            outcome
                == LokiOutcome(
                    accepted: 7, refused: 3, refusals: [.other: 3], reasons: ["400 " + text]))
        let lying = ScriptedTransport([.answer(400, "total ignored: 900 out of 10")])
        let all = try await Self.client(lying, ManualClock()).push(Self.batch(10))
        #expect(all.accepted == 0)
        #expect(all.refused == 10)
    }

    @Test func `what is too large goes in halves, in order, until it fits`() async throws {
        let transport = ScriptedTransport(entriesMax: 3)
        let clock = ManualClock()
        let batch = Self.batch(10)
        let outcome = try await Self.client(transport, clock).push(batch)
        #expect(outcome == LokiOutcome(accepted: 10))
        #expect(transport.sent.map(\.entries.count) == [10, 5, 2, 3, 5, 2, 3])
        let passed = transport.sent.filter { $0.entries.count <= 3 }.flatMap(\.entries)
        #expect(passed == batch.streams[0].entries.map(\.line))
        #expect(clock.sleeps.isEmpty)
    }

    @Test func `a single entry that is too large is refused and the others pass`() async throws {
        let large = "grpc: received message larger than max (5 vs. 4)"
        // 0 and 1 together, then 0 alone, then 1.
        let transport = ScriptedTransport([.answer(500, large), .answer(500, large), .answer(204)])
        let outcome = try await Self.client(transport, ManualClock()).push(Self.batch(2))
        #expect(
            outcome
                == LokiOutcome(
                    accepted: 1, refused: 1, refusals: [.other: 1], reasons: ["500 " + large]))
        #expect(transport.sent.map(\.entries.count) == [2, 1, 1])
    }

    @Test func `the third refusal for the rate halves a large batch, a small one stays`()
        async throws
    {
        let script = [ScriptedTransport.Step](repeating: .answer(429), count: 3)
        let large = ScriptedTransport(script)
        let clock = ManualClock()
        let outcome = try await Self.client(large, clock).push(Self.batch(4, lineBytes: 50_000))
        #expect(outcome == LokiOutcome(accepted: 4))
        #expect(large.sent.map(\.entries.count) == [4, 4, 4, 2, 2])
        #expect(clock.sleeps.count == 3)
        let small = ScriptedTransport(script)
        _ = try await Self.client(small, ManualClock()).push(Self.batch(4))
        #expect(small.sent.map(\.entries.count) == [4, 4, 4, 4])
    }

    @Test func `different reasons are kept once each and bounded`() async throws {
        // Every pair is halved, every single entry refused for a reason of its own.
        let script: [ScriptedTransport.Step] = (0..<80).map { .answer(400, "reason \($0 % 2)") }
        let transport = ScriptedTransport([.answer(413)] + script)
        let outcome = try await Self.client(transport, ManualClock()).push(Self.batch(8))
        #expect(outcome.refused == 8)
        #expect(outcome.reasons == ["400 reason 0", "400 reason 1"])
        #expect(transport.sent.map(\.entries.count) == [8, 4, 4])
    }

    @Test func `a cancelled push ends in its wait and says so`() async throws {
        let transport = ScriptedTransport([.failure, .failure])
        let clock = ManualClock(stands: true)
        let (waiting, signal) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            try await Self.client(transport, clock).push(Self.batch(2)) { _ in signal.yield() }
        }
        for await _ in waiting { break }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(transport.sent.count == 1)
    }

    @Test func `a push of a cancelled task sends nothing`() async throws {
        let transport = ScriptedTransport()
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await Self.client(transport, ManualClock()).push(Self.batch(2))
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(transport.sent.isEmpty)
    }

    // loki.md §2.5: good lines of the push are stored, and a new stream takes lines of up to seven days.
    @Test func `what is too old for its stream goes to a stream of its own, once`() async throws {
        let answer = """
            entry with timestamp 1970-01-01 00:00:00.000000002 +0000 UTC ignored, reason: 'entry too far \
            behind, entry timestamp is: 1970-01-01T00:00:00.000000002Z, oldest acceptable timestamp is: \
            1970-01-01T00:00:00.000000004Z',
            user 'fake', total ignored: 4 out of 10 for stream: {job="test"}
            """
        let transport = ScriptedTransport([.answer(400, answer)])
        let client = LokiClient(
            transport: transport, encoding: .protobuf, clock: ManualClock(),
            replay: { _ in LokiLabels([("job", "late")]) })
        let outcome = try await client.push(Self.batch(10))
        #expect(outcome == LokiOutcome(accepted: 10, replayed: 4))
        #expect(transport.sent.map(\.entries.count) == [10, 4])
        #expect(transport.sent[1].entries == Array(transport.sent[0].entries.prefix(4)))

        let stubborn = ScriptedTransport([.answer(400, answer), .answer(400, answer)])
        let again = LokiClient(
            transport: stubborn, encoding: .protobuf, clock: ManualClock(),
            replay: { _ in LokiLabels([("job", "late")]) })
        let refused = try await again.push(Self.batch(10))
        #expect(refused.accepted == 6)
        #expect(refused.refused == 4)
        #expect(refused.refusals == [.tooFarBehind: 4])
        #expect(stubborn.sent.count == 2)
    }

    @Test(arguments: [
        "entry too far behind", "too far behind, oldest acceptable timestamp is: yesterday",
        "too far behind, oldest acceptable timestamp is: 2026-13-01T00:00:00Z",
    ])
    func `lateness without a readable time is a refusal`(text: String) async throws {
        let transport = ScriptedTransport([.answer(400, text)])
        let client = LokiClient(
            transport: transport, encoding: .protobuf, clock: ManualClock(), replay: { $0 })
        #expect(try await client.push(Self.batch(3)).refused == 3)
        #expect(transport.sent.count == 1)
    }
}
