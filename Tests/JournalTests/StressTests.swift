// Appending, writing, looking up and following all at once.

import CallGraph
import Foundation
import Synchronization
import Testing

@testable import Journal

struct StressTests {
    /// How many records have been appended.
    final class Progress: Sendable {
        private let atomic = Atomic(0)
        var count: Int { atomic.load(ordering: .acquiring) }
        func set(_ count: Int) { atomic.store(count, ordering: .releasing) }
    }

    @Test(arguments: [1, 2]) func `nothing is lost or doubled while all happens at once`(
        seed: UInt64
    ) async throws {
        let bench = try Bench()
        let journal = try bench.open()
        let total = 12_000
        let appended = Progress()
        let running = Task { try await journal.run() }

        // One that appends, in bursts of random length, on a thread of its own as receivers do.
        let (done, isDone) = AsyncStream.makeStream(of: Void.self)
        Thread.detachNewThread {
            var random = Seeded(state: seed)
            for number in 0..<total {
                let bytes = Int(random.next() % 1500)
                while !journal.append(
                    "all", "call-\(number % 40)", text: "\(number)", time: bench.clock.now,
                    bytes: bytes)
                {
                    sched_yield()
                }
                appended.set(number + 1)
                if random.next() % 40 == 0 {
                    journal.seal(bench.clock)
                    usleep(500)
                }
            }
            isDone.finish()
        }
        // One that follows, commits now and then, and starts anew at its place.
        let following = Task {
            var random = Seeded(state: seed &+ 1)
            var texts: [String] = []
            var follower = try journal.follower(named: "loki")
            while texts.count < total {
                let blocks = try await follower.next(maxBlocks: Int(random.next() % 20))
                texts += blocks.flatMap(\.block.texts)
                try await follower.commit(through: blocks.last?.number ?? 0)
                if random.next() % 8 == 0 { follower = try journal.follower(named: "loki") }
            }
            return texts
        }
        // Some that look up: what they find is a whole beginning of what was appended.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for reader in 0..<3 {
                group.addTask {
                    var random = Seeded(state: seed &+ 10 &+ UInt64(reader))
                    var isLast = false
                    while !isLast {
                        let before = appended.count
                        isLast = before == total
                        let call = Int(random.next() % 40)
                        let texts = try await journal.texts("call-\(call)", limit: total)
                        #expect(texts.count >= (before + 39 - call) / 40)
                        // What is only in memory is found without a pause for others.
                        await Task.yield()
                        let expected = stride(from: call, to: total, by: 40).map(String.init)
                        #expect(texts == Array(expected.prefix(texts.count)))
                    }
                }
            }
            try await group.waitForAll()
        }
        for await _ in done {}
        // The open block is only sealed when the clock moves.
        bench.clock.advance(seconds: 2)
        let followed = try await following.value
        #expect(followed == (0..<total).map(String.init))
        journal.shutdown()
        try await running.value
        #expect(
            try await bench.open().texts("all", limit: total) == (0..<total).map(String.init))
    }
}
