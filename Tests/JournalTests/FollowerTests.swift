// Followers: order, places that survive, catching up and waiting.

import CallGraph
import Testing

@testable import Journal

struct FollowerTests {
    /// A journal with this many blocks on disk, each with one record that says its number.
    static func journal(_ bench: Bench, blocks: Int) async throws -> RecordJournal {
        let journal = try bench.open()
        for number in 0..<blocks {
            journal.append("x", text: "\(number + 1)", time: bench.clock.now)
            journal.seal(bench.clock)
            if number % 60 == 0 { try await journal.writeAll() }
        }
        try await journal.writeAll()
        return journal
    }

    @Test(arguments: [1, 7, 1000, -1])
    func `blocks come in order, each once`(maxBlocks: Int) async throws {
        let bench = try Bench()
        let journal = try await Self.journal(bench, blocks: 150)
        let follower = try journal.follower(named: "loki")
        var numbers: [UInt64] = []
        var texts: [String] = []
        while numbers.count < 150 {
            let blocks = try await follower.next(maxBlocks: maxBlocks)
            #expect((1...max(1, min(maxBlocks, 64))).contains(blocks.count))
            numbers += blocks.map(\.number)
            texts += blocks.flatMap(\.block.texts)
            try await follower.commit(through: blocks.last?.number ?? 0)
        }
        #expect(numbers == Array(1...150))
        #expect(texts == (1...150).map(String.init))
        #expect(await follower.missedBlocks == 0)
    }

    @Test func `a follower sees only what is on disk`() async throws {
        let bench = try Bench()
        let journal = try await Self.journal(bench, blocks: 1)
        journal.append("x", text: "pending", time: bench.clock.now)
        journal.seal(bench.clock)
        journal.append("x", text: "open", time: bench.clock.now)
        let follower = try journal.follower(named: "loki")
        #expect(try await follower.next(maxBlocks: 9).flatMap(\.block.texts) == ["1"])
    }

    @Test func `a commit survives the end, and what was not committed comes again`() async throws {
        let bench = try Bench()
        let first = try await Self.journal(bench, blocks: 10)
        let follower = try first.follower(named: "loki")
        _ = try await follower.next(maxBlocks: 8)
        try await follower.commit(through: 5)
        #expect(await follower.position == 5)
        try await first.end()

        let second = try bench.open()
        let again = try second.follower(named: "loki")
        #expect(await again.position == 5)
        #expect(try await again.next(maxBlocks: 64).map(\.number) == Array(6...10))
        let other = try second.follower(named: "traces")
        #expect(try await other.next(maxBlocks: 64).map(\.number) == Array(1...10))
    }

    @Test func `who reads ahead may commit what lies behind`() async throws {
        let bench = try Bench()
        let journal = try await Self.journal(bench, blocks: 20)
        let follower = try journal.follower(named: "otlp")
        var read: UInt64 = 0
        var numbers: [UInt64] = []
        while true {
            let ahead = try await follower.ahead(of: read, maxBlocks: 8)
            if ahead.blocks.isEmpty { break }
            numbers += ahead.blocks.map(\.number)
            read = ahead.through
        }
        #expect(numbers == Array(1...20) && read == 20)
        #expect(await follower.position == 0)
        try await follower.commit(through: 6)
        #expect(await follower.position == 6)
        #expect(try await follower.next(maxBlocks: 2).map(\.number) == [7, 8])
        try await follower.commit(through: 99)
        #expect(await follower.position == 20)
        #expect(await follower.lagSeconds(now: .distantFuture) == 0)
        #expect(try await follower.ahead(of: 20, maxBlocks: 8).blocks.isEmpty)
        #expect(await follower.missedBlocks == 0)
    }

    @Test func `a commit survives a killed process`() async throws {
        let bench = try Bench()
        let journal = try await Self.journal(bench, blocks: 4)
        let follower = try journal.follower(named: "loki")
        _ = try await follower.next(maxBlocks: 3)
        try await follower.commit(through: 3)
        let crashed = try bench.crashed()
        let after = try crashed.open()
        #expect(try await after.follower(named: "loki").next(maxBlocks: 9).map(\.number) == [4])
    }

    @Test func `a commit is carried out in a task that is cancelled`() async throws {
        let bench = try Bench()
        let journal = try await Self.journal(bench, blocks: 2)
        let follower = try journal.follower(named: "loki")
        _ = try await follower.next(maxBlocks: 2)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await follower.commit(through: 2)
        }
        try await task.value
        #expect(try journal.ledger.cursor("loki") == 2)
    }

    @Test func `a place never goes back or beyond what was handed out`() async throws {
        let bench = try Bench()
        let journal = try await Self.journal(bench, blocks: 5)
        let follower = try journal.follower(named: "loki")
        try await follower.commit(through: 99)
        #expect(await follower.position == 0)
        _ = try await follower.next(maxBlocks: 3)
        try await follower.commit(through: 99)
        #expect(await follower.position == 3)
        try await follower.commit(through: 1)
        #expect(await follower.position == 3)
        #expect(try journal.ledger.cursor("loki") == 3)
    }

    @Test func `at the end it waits for the next block`() async throws {
        let bench = try Bench()
        let journal = try await Self.journal(bench, blocks: 1)
        let follower = try journal.follower(named: "loki")
        _ = try await follower.next(maxBlocks: 9)
        try await follower.commit(through: 1)
        async let next = follower.next(maxBlocks: 9)
        while !journal.stored.hasWaiters { await Task.yield() }
        journal.append("x", text: "later", time: bench.clock.now)
        journal.seal(bench.clock)
        try await journal.writeAll()
        #expect(try await next.flatMap(\.block.texts) == ["later"])
    }

    @Test func `waiting can be cancelled and begun again`() async throws {
        let bench = try Bench()
        let journal = try await Self.journal(bench, blocks: 1)
        let follower = try journal.follower(named: "loki")
        _ = try await follower.next(maxBlocks: 9)
        try await follower.commit(through: 1)
        let waiting = Task { try await follower.next(maxBlocks: 9) }
        while !journal.stored.hasWaiters { await Task.yield() }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        #expect(!journal.stored.hasWaiters)

        journal.append("x", text: "later", time: bench.clock.now)
        journal.seal(bench.clock)
        try await journal.writeAll()
        #expect(try await follower.next(maxBlocks: 9).map(\.number) == [2])
    }

    @Test func `after the end it hands out the rest and then nothing`() async throws {
        let bench = try Bench()
        let journal = try await Self.journal(bench, blocks: 3)
        let follower = try journal.follower(named: "loki")
        _ = try await follower.next(maxBlocks: 9)
        try await follower.commit(through: 2)
        try await journal.end()
        #expect(try await follower.next(maxBlocks: 9).map(\.number) == [3])
        await #expect(throws: JournalError.closed) { try await follower.commit(through: 3) }
    }

    @Test func `after the end nothing comes when all is committed`() async throws {
        let bench = try Bench()
        let journal = try await Self.journal(bench, blocks: 3)
        let follower = try journal.follower(named: "loki")
        _ = try await follower.next(maxBlocks: 9)
        try await follower.commit(through: 3)
        try await journal.end()
        #expect(try await follower.next(maxBlocks: 9).isEmpty)
    }

    @Test func `what is not committed is handed out again`() async throws {
        let bench = try Bench()
        let journal = try await Self.journal(bench, blocks: 9)
        let follower = try journal.follower(named: "loki")
        #expect(try await follower.next(maxBlocks: 4).map(\.number) == [1, 2, 3, 4])
        #expect(try await follower.next(maxBlocks: 2).map(\.number) == [1, 2])
        try await follower.commit(through: 3)
        #expect(try await follower.next(maxBlocks: 64).map(\.number) == [4, 5, 6, 7, 8, 9])
        #expect(await follower.missedBlocks == 0)
    }

    @Test func `the end wakes a follower that waits`() async throws {
        let bench = try Bench()
        let journal = try await Self.journal(bench, blocks: 0)
        let follower = try journal.follower(named: "loki")
        async let next = follower.next(maxBlocks: 9)
        while !journal.stored.hasWaiters { await Task.yield() }
        try await journal.end()
        #expect(try await next.isEmpty)
    }

    @Test func `the lag is the age of the first block that is not committed`() async throws {
        let bench = try Bench()
        let journal = try bench.open()
        for number in 1...4 {
            journal.append("x", text: "\(number)", time: bench.clock.now)
            journal.seal(bench.clock)
            try await journal.writeAll()
            bench.clock.advance(seconds: 10)
        }
        let follower = try journal.follower(named: "loki")
        #expect(await follower.lagSeconds(now: bench.clock.now) == 40)
        _ = try await follower.next(maxBlocks: 3)
        #expect(await follower.lagSeconds(now: bench.clock.now) == 40)
        try await follower.commit(through: 2)
        #expect(await follower.lagSeconds(now: bench.clock.now) == 20)
        _ = try await follower.next(maxBlocks: 3)
        try await follower.commit(through: 4)
        #expect(await follower.lagSeconds(now: bench.clock.now) == 0)
    }

    @Test(arguments: ["", String(repeating: "x", count: 65)])
    func `a name that cannot be a label is refused`(name: String) throws {
        let journal = try Bench().open()
        #expect(throws: JournalError.badFollowerName(name)) {
            try journal.follower(named: name)
        }
    }
}
