// The writer's loop: sealing by age, the end, cancellation.

import CallGraph
import Foundation
import Testing

@testable import Journal

struct RunningTests {
    @Test func `a block is sealed when its first record is half a second old`() throws {
        let bench = try Bench()
        let journal = try bench.open()
        journal.sealIfOld(now: bench.clock.now)
        #expect(journal.statistics.pendingBlocks == 0)
        journal.append("x", text: "1", time: bench.clock.now)
        bench.clock.advance(microseconds: 499_999)
        journal.append("x", text: "2", time: bench.clock.now)
        journal.sealIfOld(now: bench.clock.now)
        #expect(journal.statistics.pendingBlocks == 0)
        bench.clock.advance(microseconds: 1)
        journal.sealIfOld(now: bench.clock.now)
        #expect(journal.statistics.pendingBlocks == 1)
    }

    @Test func `a clock that is set back seals the open block`() throws {
        let bench = try Bench()
        let journal = try bench.open()
        journal.append("x", text: "1", time: bench.clock.now)
        bench.clock.advance(seconds: -3600)
        journal.sealIfOld(now: bench.clock.now)
        #expect(journal.statistics.pendingBlocks == 1)
    }

    @Test func `a full block is sealed at once`() throws {
        let bench = try Bench()
        let journal = try bench.open()
        for _ in 0..<11 { journal.append("x", text: "", time: bench.clock.now, bytes: 50_000) }
        #expect(journal.statistics.pendingBlocks == 1)
        #expect(journal.statistics.pendingBytes >= Limits.blockBytesFull)
    }

    @Test func `while it runs, what is old enough gets to disk by itself`() async throws {
        let bench = try Bench()
        let journal = try bench.open()
        let running = Task { try await journal.run() }
        journal.append("x", text: "1", time: bench.clock.now)
        bench.clock.advance(seconds: 1)
        while journal.statistics.records == 0 { await Task.yield() }
        journal.shutdown()
        try await running.value
        #expect(try await bench.open().texts("x") == ["1"])
    }

    @Test func `what is old enough gets to disk while large queries keep every thread`()
        async throws
    {
        let bench = try Bench()
        let journal = try bench.open()
        let running = Task { try await journal.run() }
        journal.append("x", text: "1", time: bench.clock.now)
        bench.clock.advance(seconds: 1)
        while journal.statistics.records == 0 { await Task.yield() }
        journal.append("x", text: "2", time: bench.clock.now)
        bench.clock.advance(seconds: 1)
        let end = ContinuousClock.now + .seconds(60)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<(2 * ProcessInfo.processInfo.activeProcessorCount) {
                group.addTask {
                    // No suspension: a thread that is taken stays taken.
                    while journal.statistics.records < 2 && ContinuousClock.now < end {}
                }
            }
        }
        #expect(ContinuousClock.now < end)
        journal.shutdown()
        try await running.value
        #expect(try await bench.open().texts("x") == ["1", "2"])
    }

    @Test func `shutdown writes all that was appended`() async throws {
        let bench = try Bench()
        let journal = try bench.open()
        let running = Task { try await journal.run() }
        for number in 0..<2000 {
            #expect(journal.append("x", text: "\(number)", time: bench.clock.now, bytes: 700))
        }
        journal.shutdown()
        try await running.value
        let statistics = journal.statistics
        #expect(statistics.recordsWritten == 2000)
        #expect(statistics.pendingBlocks == 0)
        #expect(
            try await bench.open().texts("x", limit: 2000) == (0..<2000).map(String.init))
    }

    @Test func `cancellation writes all that was appended`() async throws {
        let bench = try Bench()
        let journal = try bench.open()
        let running = Task { try await journal.run() }
        for number in 0..<2000 {
            #expect(journal.append("x", text: "\(number)", time: bench.clock.now, bytes: 700))
        }
        running.cancel()
        try await running.value
        #expect(
            try await bench.open().texts("x", limit: 2000) == (0..<2000).map(String.init))
    }

    @Test func `it runs once`() async throws {
        let bench = try Bench()
        let journal = try bench.open()
        try await journal.end()
        await #expect(throws: JournalError.alreadyRunning) { try await journal.run() }
    }

    @Test func `after the end appends are refused and look-ups still answer`() async throws {
        let bench = try Bench()
        let journal = try bench.open()
        journal.append("x", text: "1", time: bench.clock.now)
        try await journal.end()
        #expect(!journal.append("x", text: "2", time: bench.clock.now))
        #expect(journal.statistics.refusedAppends == 1)
        #expect(try await journal.texts("x") == ["1"])
    }

    @Test func `the figures say what is on disk and what waits`() async throws {
        let bench = try Bench()
        let journal = try bench.open()
        #expect(journal.statistics == JournalStatistics())
        let start = bench.clock.now
        journal.append("x", text: "1", time: start)
        journal.seal(bench.clock)
        bench.clock.advance(seconds: 5)
        journal.append("x", text: "2", time: bench.clock.now)
        journal.append("x", text: "3", time: bench.clock.now)
        journal.seal(bench.clock)
        var statistics = journal.statistics
        #expect(statistics.pendingBlocks == 2)
        #expect(statistics.pendingBytes > 0)
        try await journal.writeAll()
        statistics = journal.statistics
        #expect(statistics.pendingBlocks == 0)
        #expect(statistics.blocks == 2)
        #expect(statistics.records == 3)
        #expect(statistics.recordsWritten == 3)
        #expect(statistics.segments == 1)
        #expect(statistics.bytesOnDisk >= 4096)
        #expect(statistics.oldest == start)
        #expect(statistics.newest == start.advanced(bySeconds: 5))
    }
}
