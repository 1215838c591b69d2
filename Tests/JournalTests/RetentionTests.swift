// What is deleted, and what never is.

import CallGraph
import Foundation
import Testing

@testable import Journal

struct RetentionTests {
    /// A journal with a block in each of so many hours, and the clock in the last of them.
    static func journal(_ bench: Bench, hours: Int) async throws -> RecordJournal {
        let journal = try bench.open()
        for hour in 0..<hours {
            if hour > 0 { bench.clock.advance(seconds: 3600) }
            journal.append("x", text: "\(hour)", time: bench.clock.now, bytes: 5000)
            journal.seal(bench.clock)
        }
        try await journal.writeAll()
        #expect(journal.statistics.segments == hours)
        return journal
    }

    @Test func `a segment is deleted whole when all of it is too old`() async throws {
        let bench = try Bench(JournalOptions(retentionDays: 1, retentionBytes: 0))
        let journal = try await Self.journal(bench, hours: 3)
        // The first segment ends at 23:00; the clock stands at 00:13:20 of the next day.
        await journal.deleteOld()
        #expect(journal.statistics.segments == 3)
        bench.clock.advance(seconds: 22 * 3600 + 45 * 60)
        await journal.deleteOld()
        #expect(journal.statistics.segments == 3)
        bench.clock.advance(seconds: 2 * 60)
        await journal.deleteOld()
        #expect(try bench.segmentFiles() == ["20261122T23.sqlite", "20261123T00.sqlite"])
        #expect(try await journal.texts("x") == ["1", "2"])
        #expect(journal.statistics.deletedSegments == 1)
    }

    @Test func `the segment that is written is never deleted`() async throws {
        let bench = try Bench(JournalOptions(retentionDays: 1, retentionBytes: 1))
        let journal = try await Self.journal(bench, hours: 3)
        bench.clock.advance(seconds: 1000 * 86_400)
        await journal.deleteOld()
        #expect(try bench.segmentFiles() == ["20261123T00.sqlite"])
        #expect(try await journal.texts("x") == ["2"])
    }

    @Test func `the oldest segments go while there are too many bytes`() async throws {
        let bench = try Bench()
        let first = try await Self.journal(bench, hours: 5)
        let bytes = first.statistics.bytesOnDisk
        try await first.end()
        let journal = try bench.open(JournalOptions(retentionDays: 0, retentionBytes: bytes))
        await journal.deleteOld()
        #expect(journal.statistics.segments == 5)
        let one = journal.statistics.bytesOnDisk / 5
        let smaller = JournalOptions(retentionDays: 0, retentionBytes: one * 3 + one / 2)
        try await journal.end()
        let second = try bench.open(smaller)
        await second.deleteOld()
        #expect(try await second.texts("x") == ["2", "3", "4"])
        #expect(second.statistics.bytesOnDisk <= smaller.retentionBytes)
    }

    @Test func `no days and no bytes keep everything`() async throws {
        let bench = try Bench(JournalOptions(retentionDays: 0, retentionBytes: 0))
        let journal = try await Self.journal(bench, hours: 3)
        bench.clock.advance(seconds: 100_000 * 86_400)
        await journal.deleteOld()
        #expect(journal.statistics.segments == 3)
    }

    @Test func `days beyond all time keep everything`() async throws {
        let bench = try Bench(JournalOptions(retentionDays: .max, retentionBytes: .max))
        let journal = try await Self.journal(bench, hours: 2)
        await journal.deleteOld()
        #expect(journal.statistics.segments == 2)
    }

    @Test func `the files beside a segment go with it`() async throws {
        let bench = try Bench(JournalOptions(retentionDays: 1, retentionBytes: 0))
        let journal = try await Self.journal(bench, hours: 2)
        #expect(try await journal.texts("x") == ["0", "1"])
        bench.clock.advance(seconds: 30 * 3600)
        await journal.deleteOld()
        let names = try FileManager.default.contentsOfDirectory(
            atPath: bench.directory + "/segments")
        #expect(!names.isEmpty)
        #expect(names.allSatisfy { $0.hasPrefix("20261122T23") })
    }

    @Test func `a follower goes on after what was deleted, and knows what it missed`()
        async throws
    {
        let bench = try Bench(JournalOptions(retentionDays: 1, retentionBytes: 0))
        let journal = try await Self.journal(bench, hours: 4)
        let follower = try journal.follower(named: "loki")
        #expect(try await follower.next(maxBlocks: 1).map(\.number) == [1])
        bench.clock.advance(seconds: 24 * 3600)
        await journal.deleteOld()
        #expect(journal.statistics.segments == 1)
        #expect(try await follower.next(maxBlocks: 9).map(\.number) == [4])
        #expect(await follower.missedBlocks == 2)
    }

    @Test func `a clock set back an hour goes on in the same segment, a day begins another`()
        async throws
    {
        let bench = try Bench()
        let journal = try bench.open()
        for (number, step) in [0, -3599, -86_400, 3600].enumerated() {
            bench.clock.advance(seconds: Int64(step))
            journal.append("x", text: "\(number)", time: bench.clock.now)
            journal.seal(bench.clock)
            try await journal.writeAll()
        }
        #expect(
            try bench.segmentFiles() == [
                "20261121T21.sqlite", "20261121T22.sqlite", "20261122T22.sqlite",
            ])
        #expect(try await journal.texts("x") == ["0", "1", "2", "3"])
    }

    @Test func `segments shorter than an hour say minutes and seconds in their names`()
        async throws
    {
        let bench = try Bench(
            JournalOptions(segmentSeconds: 10, retentionDays: 0, retentionBytes: 0))
        _ = try await Self.journal(bench, hours: 2)
        #expect(
            try bench.segmentFiles() == ["20261122T221320.sqlite", "20261122T231320.sqlite"])
    }
}
