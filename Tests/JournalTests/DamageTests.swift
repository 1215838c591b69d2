// Files that are not as they were written: what can be read is, the rest is said.

import CallGraph
import Foundation
import Testing

@testable import Journal

struct DamageTests {
    /// A closed journal with three blocks in one segment.
    static func bench() async throws -> Bench {
        let bench = try Bench()
        let journal = try bench.open()
        for number in 1...3 {
            journal.append("x", text: "\(number)", time: bench.clock.now)
            journal.seal(bench.clock)
        }
        try await journal.end()
        return bench
    }

    @Test(arguments: [
        "UPDATE block SET frame_bytes = frame_bytes - 1 WHERE number = 2",
        "UPDATE block SET frame_bytes = frame_bytes + 1 WHERE number = 2",
        "UPDATE block SET frame_bytes = 0 WHERE number = 2",
        "UPDATE block SET frame_bytes = 4 WHERE number = 2",
        "UPDATE block SET frame_bytes = -1 WHERE number = 2",
        "UPDATE block SET frame_bytes = 9223372036854775807 WHERE number = 2",
        "UPDATE block SET frame_bytes = 'cat' WHERE number = 2",
        "UPDATE block SET frame_offset = frame_offset + 1 WHERE number = 2",
        "UPDATE block SET frame_offset = 0 WHERE number = 2",
        "UPDATE block SET frame_offset = -1 WHERE number = 2",
        "UPDATE block SET frame_offset = 1000000 WHERE number = 2",
        "UPDATE block SET frame_offset = 9223372036854775807 WHERE number = 2",
        "UPDATE block SET frame_offset = (SELECT frame_offset FROM block WHERE number = 1) WHERE number = 2",
        "UPDATE block SET frame_offset = 'cat' WHERE number = 2",
        "UPDATE block SET frame_check = frame_check + 1 WHERE number = 2",
        "UPDATE block SET frame_check = -1 WHERE number = 2",
        "UPDATE block SET frame_check = 'cat' WHERE number = 2",
        "UPDATE block SET raw_bytes = raw_bytes + 1 WHERE number = 2",
        "UPDATE block SET raw_bytes = raw_bytes - 1 WHERE number = 2",
        "UPDATE block SET raw_bytes = -1 WHERE number = 2",
        "UPDATE block SET raw_bytes = 9223372036854775807 WHERE number = 2",
        "UPDATE block SET raw_bytes = 'cat' WHERE number = 2",
    ])
    func `a block that cannot be read is left out, counted and named`(damage: String)
        async throws
    {
        let bench = try await Self.bench()
        try Spoiler.execute(damage, on: bench.segmentPath("20261122T22.sqlite"))
        let journal = try bench.open()
        let found = try await journal.records(
            carrying: [journal.hasher.key("x")], in: .distantPast ... .distantFuture, limit: 9)
        #expect(found.records.map(\.text) == ["1", "3"])
        #expect(!found.isComplete)
        #expect(found.warnings.count == 1)
        #expect(found.warnings.first?.hasPrefix("block 2 of 20261122T22 cannot be read") == true)
        #expect(journal.statistics.unreadableBlocks == 1)

        let follower = try journal.follower(named: "loki")
        var numbers: [UInt64] = []
        while numbers.count < 2 { numbers += try await follower.next(maxBlocks: 9).map(\.number) }
        #expect(numbers == [1, 3])
        #expect(await follower.missedBlocks == 1)
        #expect(journal.statistics.unreadableBlocks == 2)
    }

    @Test func `a follower passes a damaged last block and is not behind`() async throws {
        let bench = try await Self.bench()
        try Spoiler.execute(
            "UPDATE block SET frame_check = 0 WHERE number = 3",
            on: bench.segmentPath("20261122T22.sqlite"))
        let journal = try bench.open()
        let follower = try journal.follower(named: "loki")
        #expect(try await follower.next(maxBlocks: 9).map(\.number) == [1, 2])
        bench.clock.advance(seconds: 100)
        #expect(await follower.lagSeconds(now: bench.clock.now) == 100)
        try await follower.commit(through: 2)
        #expect(await follower.lagSeconds(now: bench.clock.now) == 0)
    }

    @Test func `a segment that is found broken when it is read is counted and named`() async throws
    {
        let bench = try await Self.bench()
        let path = bench.segmentPath("20261122T22.sqlite")
        let journal = try bench.open()
        #expect(journal.statistics.unreadableSegments == 0)
        try Spoiler.execute("DROP TABLE block_keys", on: path)
        for _ in 0..<2 {
            let found = try await journal.records(
                carrying: [journal.hasher.key("x")], in: .distantPast ... .distantFuture, limit: 9)
            #expect(found.records.isEmpty && !found.isComplete)
            #expect(found.warnings.count == 1)
        }
        #expect(journal.statistics.unreadableSegments == 1)
        #expect(journal.unreadableSegments == ["20261122T22 is damaged"])
    }

    @Test func `records that stop making sense inside a sound frame are named`() async throws {
        let bench = try await Self.bench()
        let frame = try compress([9, 0, 0, 0] + [UInt8](repeating: 1, count: 40))
        let check = frame.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        var frames = try Data(contentsOf: bench.framesFile)
        try Spoiler.execute(
            """
            UPDATE block SET frame_offset = \(frames.count), frame_bytes = \(frame.count),
            frame_check = \(check), raw_bytes = 44 WHERE number = 2
            """, on: bench.segmentPath("20261122T22.sqlite"))
        frames.append(frame)
        try frames.write(to: bench.framesFile)
        let journal = try bench.open()
        let found = try await journal.records(
            carrying: [journal.hasher.key("x")], in: .distantPast ... .distantFuture, limit: 9)
        #expect(found.records.map(\.text) == ["1", "3"])
        #expect(journal.statistics.unreadableBlocks == 1)
    }

    @Test func `many warnings are cut short`() async throws {
        let bench = try Bench()
        let first = try bench.open()
        for number in 0..<20 {
            first.append("x", text: "\(number)", time: bench.clock.now)
            first.seal(bench.clock)
        }
        try await first.end()
        try Spoiler.execute(
            "UPDATE block SET frame_bytes = 0", on: bench.segmentPath("20261122T22.sqlite"))
        let journal = try bench.open()
        let found = try await journal.records(
            carrying: [journal.hasher.key("x")], in: .distantPast ... .distantFuture, limit: 9)
        #expect(found.warnings.count == 9)
        #expect(found.warnings.last == "and 12 more warnings")
    }

    @Test func `a file that is no segment is left as it is, and a new one begun beside it`()
        async throws
    {
        let bench = try Bench()
        _ = try bench.open().statistics
        let path = bench.segmentPath("20261122T22.sqlite")
        try Spoiler.overwrite(path)
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        let journal = try bench.open()
        #expect(journal.statistics.unreadableSegments == 1)
        journal.append("x", text: "1", time: bench.clock.now)
        let found = try await journal.records(
            carrying: [journal.hasher.key("x")], in: .distantPast ... .distantFuture, limit: 9)
        #expect(found.records.map(\.text) == ["1"])
        #expect(!found.isComplete)
        #expect(found.warnings.count == 1)
        try await journal.end()
        #expect(try bench.segmentFiles() == ["20261122T22-2.sqlite", "20261122T22.sqlite"])
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    }

    @Test func `databases of others, of later versions and of other journals are left out`()
        async throws
    {
        let bench = try await Self.bench()
        let other = try await Self.bench()
        let files = FileManager.default
        for name in ["later", "broken"] {
            try files.copyItem(
                atPath: bench.segmentPath("20261122T22.sqlite"),
                toPath: bench.segmentPath("\(name).sqlite"))
        }
        let later = JournalFormat.version + 1
        try Spoiler.execute(
            "PRAGMA user_version = \(later)", on: bench.segmentPath("later.sqlite"))
        try Spoiler.execute("DELETE FROM segment", on: bench.segmentPath("broken.sqlite"))
        try files.copyItem(
            atPath: other.segmentPath("20261122T22.sqlite"),
            toPath: bench.segmentPath("other.sqlite"))
        try Spoiler.execute("CREATE TABLE cat (x)", on: bench.segmentPath("cat.sqlite"))
        try Spoiler.execute("PRAGMA user_version = 0", on: bench.segmentPath("empty.sqlite"))
        let journal = try bench.open()
        #expect(journal.catalog.unreadable.map(\.name) == ["broken", "cat", "later", "other"])
        #expect(journal.statistics.segments == 1)
        let found = try await journal.records(
            carrying: [journal.hasher.key("x")], in: .distantPast ... .distantFuture, limit: 9)
        #expect(found.records.map(\.text) == ["1", "2", "3"])
        #expect(found.warnings.count == 4)
    }

    @Test(arguments: ["first_number", "last_number", "seconds", "start", "records", "blocks"])
    func `a summary with absurd numbers does no harm`(column: String) async throws {
        for value in [Int64.min, -1, 0, 1, .max] {
            let bench = try await Self.bench()
            try Spoiler.execute(
                "UPDATE segment SET \(column) = \(value)",
                on: bench.segmentPath("20261122T22.sqlite"))
            let journal = try bench.open()
            journal.append("x", text: "new", time: bench.clock.now)
            let found = try await journal.records(
                carrying: [journal.hasher.key("x")], in: .distantPast ... .distantFuture, limit: 9)
            #expect(found.records.last?.text == "new")
            _ = journal.statistics
            try await journal.end()
        }
    }

    @Test func `every byte of a small segment may be wrong without harm`() async throws {
        let bench = try await Self.bench()
        let path = bench.segmentPath("20261122T22.sqlite")
        let sound = try Data(contentsOf: URL(fileURLWithPath: path))
        // Each of the first hundred bytes, then every 101st: all of them would take minutes.
        var places = Array(0..<100)
        places += stride(from: 100, to: sound.count, by: 101)
        for place in places {
            var spoilt = sound
            spoilt[place] ^= 0xff
            try spoilt.write(to: URL(fileURLWithPath: path))
            let journal = try bench.open()
            let found = try await journal.records(
                carrying: [journal.hasher.key("x")], in: .distantPast ... .distantFuture, limit: 9)
            #expect(Set(found.records.map(\.text)).isSubset(of: ["1", "2", "3"]))
        }
    }
}
