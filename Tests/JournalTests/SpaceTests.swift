// Read-only while the disk is nearly full.

import CallGraph
import Foundation
import Synchronization
import Testing

@testable import Journal

struct SpaceTests {
    private static let reserve: Int64 = 1000
    private static let options = JournalOptions(
        retentionDays: 0, retentionBytes: 0, minFreeBytes: reserve)

    @Test func `with less than the reserve nothing is taken, and what was taken is written`()
        async throws
    {
        let bench = try Bench(Self.options)
        let journal = try bench.open()
        bench.space.set(free: Self.reserve)
        await journal.lookAtSpace()
        #expect(journal.append("x", text: "1", time: bench.clock.now))
        bench.space.set(free: Self.reserve - 1)
        await journal.lookAtSpace()
        #expect(journal.append { _ in Issue.record("nothing is to be written") } == .readOnly)
        #expect(!journal.append("x", text: "2", time: bench.clock.now))
        let statistics = journal.statistics
        #expect(statistics.isReadOnly)
        #expect(statistics.freeBytes == Self.reserve - 1)
        #expect(statistics.reserveBytes == Self.reserve)
        #expect(statistics.refusedAppends == 2)
        #expect(try await journal.texts("x") == ["1"])

        journal.seal(bench.clock)
        try await journal.writeAll()
        #expect(journal.statistics.recordsWritten == 1)
        #expect(try await journal.texts("x") == ["1"])
        try await journal.end()
        #expect(try await bench.open().texts("x") == ["1"])
    }

    @Test func `it goes on by itself when an eighth more than the reserve is free`() async throws {
        let bench = try Bench(Self.options)
        let journal = try bench.open()
        for (free, isTaken) in [
            (999, false), (1000, false), (1124, false), (1125, true), (1000, true), (999, false),
        ] as [(Int64, Bool)] {
            bench.space.set(free: free)
            await journal.lookAtSpace()
            #expect(
                journal.append("x", text: "\(free)", time: bench.clock.now) == isTaken, "\(free)")
        }
        #expect(try await journal.texts("x") == ["1125", "1000"])
    }

    @Test func `what retention may delete goes first, and what it promises stays`() async throws {
        let bench = try Bench()
        let journal = try await RetentionTests.journal(bench, hours: 4)
        try await journal.end()
        let options = JournalOptions(
            retentionDays: 1, retentionBytes: 0, minFreeBytes: Self.reserve)
        let second = try bench.open(options)
        // The first hour is too old by now; each segment that goes makes room.
        bench.clock.advance(seconds: 22 * 3600)
        let folder = bench.directory + "/segments"
        bench.space.set {
            let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
            let count = (names ?? []).count { $0.hasSuffix(".sqlite") }
            return DiskSpace(
                freeBytes: count < 4 ? Self.reserve : Self.reserve - 1, totalBytes: 1 << 40)
        }
        await second.lookAtSpace()
        #expect(second.statistics.segments == 3)
        #expect(!second.statistics.isReadOnly)

        bench.space.set(free: 0)
        await second.lookAtSpace()
        #expect(second.statistics.segments == 3)
        #expect(second.statistics.isReadOnly)
        #expect(try await second.texts("x") == ["1", "2", "3"])
    }

    @Test func `the default is 512 MiB, or 2 % of a file system where that is less`() {
        let large = DiskSpace(freeBytes: 0, totalBytes: 1 << 40)
        #expect(large.reserve(nil) == 512 << 20)
        #expect(DiskSpace(freeBytes: 0, totalBytes: 10 << 30).reserve(nil) == (10 << 30) / 50)
        #expect(large.reserve(7) == 7)
    }

    @Test func `no bound and a file system that tells nothing never stop it`() async throws {
        let bench = try Bench(JournalOptions(minFreeBytes: 0))
        let journal = try bench.open()
        bench.space.set(free: 0)
        await journal.lookAtSpace()
        #expect(journal.append("x", text: "1", time: bench.clock.now))
        try await journal.end()

        let second = try bench.open(Self.options)
        await second.lookAtSpace()
        #expect(!second.append("x", text: "2", time: bench.clock.now))
        bench.space.set { nil }
        await second.lookAtSpace()
        #expect(second.append("x", text: "3", time: bench.clock.now))
        #expect(second.statistics.freeBytes == nil)
    }

    @Test func `the file system of a folder can be told, that of nothing cannot`() throws {
        let bench = try Bench()
        let found = try #require(DiskSpace(of: bench.directory))
        #expect(found.freeBytes > 0 && found.totalBytes >= found.freeBytes)
        #expect(DiskSpace(of: bench.directory + "/nothing") == nil)
    }

    @Test func `while it runs, the look comes by itself`() async throws {
        let bench = try Bench(Self.options)
        let journal = try bench.open()
        bench.space.set(free: 0)
        let running = Task { try await journal.run() }
        while !journal.statistics.isReadOnly { await Task.yield() }
        journal.shutdown()
        try await running.value
    }
}
