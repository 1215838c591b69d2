// What is there after the program has ended, one way or the other.

import CallGraph
import Foundation
import Testing

@testable import Journal

struct RestartTests {
    @Test func `everything appended before the end is found after a restart, by any name`()
        async throws
    {
        let bench = try Bench()
        let first = try bench.open()
        for number in 0..<50 {
            first.append("call-\(number % 7)", "all", text: "\(number)", time: bench.clock.now)
            if number % 10 == 9 { first.seal(bench.clock) }
        }
        try await first.end()

        let second = try bench.open()
        #expect(try await second.texts("all") == (0..<50).map(String.init))
        #expect(try await second.texts("call-3") == ["3", "10", "17", "24", "31", "38", "45"])
        #expect(second.statistics.records == 50)
    }

    @Test func `keys are the same after a restart and others in another journal`() throws {
        let bench = try Bench()
        let key = try bench.open().hasher.key("x")
        let again = try bench.open().hasher.key("x")
        let other = try Bench().open().hasher.key("x")
        #expect(key == again)
        #expect(key != other)
    }

    @Test func `block numbers go on after a restart`() async throws {
        let bench = try Bench()
        for round in 0..<3 {
            let journal = try bench.open()
            journal.append("x", text: "\(round)", time: bench.clock.now)
            try await journal.end()
            bench.clock.advance(seconds: 3600)
        }
        let journal = try bench.open()
        let found = try await journal.records(
            carrying: [journal.hasher.key("x")], in: .distantPast ... .distantFuture, limit: 9)
        #expect(found.records.map(\.position.block) == [1, 2, 3])
        #expect(found.records.map(\.text) == ["0", "1", "2"])
    }

    @Test func `block numbers go on behind a cursor when the segments are gone`() async throws {
        let bench = try Bench()
        let first = try bench.open()
        for _ in 0..<3 {
            first.append("x", text: "old", time: bench.clock.now)
            first.seal(bench.clock)
        }
        try await first.writeAll()
        let follower = try first.follower(named: "loki")
        _ = try await follower.next(maxBlocks: 9)
        try await follower.commit(through: 3)
        try await first.end()
        for file in try bench.segmentFiles() {
            try FileManager.default.removeItem(atPath: bench.segmentPath(file))
        }

        let second = try bench.open()
        second.append("x", text: "new", time: bench.clock.now)
        second.seal(bench.clock)
        try await second.writeAll()
        let blocks = try await second.follower(named: "loki").next(maxBlocks: 9)
        #expect(blocks.map(\.number) == [4])
        #expect(blocks.flatMap(\.block.texts) == ["new"])
    }

    @Test func `what was written is found in the files of a killed process`() async throws {
        let bench = try Bench()
        let journal = try bench.open()
        for number in 0..<300 {
            journal.append("x", text: "\(number)", time: bench.clock.now)
            if number < 200 { journal.seal(bench.clock) }
            if number == 150 { try await journal.writeAll() }
        }
        try await journal.writeAll()
        // No end: the last hundred were never sealed, and the files are as they lie.
        let crashed = try bench.crashed()
        let after = try crashed.open()
        #expect(try await after.texts("x") == (0..<200).map(String.init))
        after.append("x", text: "more", time: crashed.clock.now)
        try await after.end()
        let again = try crashed.open()
        #expect(try await again.texts("x").last == "more")
        #expect(again.statistics.records == 201)
    }

    @Test func `the end leaves two files a segment, without a log beside them`() async throws {
        let bench = try Bench()
        let journal = try bench.open()
        journal.append("x", text: "1", time: bench.clock.now)
        journal.seal(bench.clock)
        try await journal.writeAll()
        #expect(try await journal.texts("x") == ["1"])
        try await journal.end()
        let all = try FileManager.default.contentsOfDirectory(atPath: bench.directory + "/segments")
        #expect(all.sorted() == ["20261122T22.frames", "20261122T22.sqlite"])
    }

    @Test func `a journal that is open cannot be opened again`() throws {
        let bench = try Bench()
        let journal = try bench.open()
        let path = bench.directory + "/journal.sqlite"
        #expect(throws: JournalError.inUse(path: path)) { try bench.open() }
        _ = journal.statistics
    }

    @Test func `a journal of a later version is refused and left alone`() throws {
        let bench = try Bench()
        _ = try bench.open().statistics
        let path = bench.directory + "/journal.sqlite"
        let later = JournalFormat.version + 1
        try Spoiler.execute("PRAGMA user_version = \(later)", on: path)
        #expect(
            throws: JournalError.newerFormat(path: path, found: later, known: JournalFormat.version)
        ) {
            try bench.open()
        }
        #expect(try Spoiler.number("PRAGMA user_version", on: path) == later)
    }

    @Test func `what is no journal is refused and left alone`() throws {
        let bench = try Bench()
        let path = bench.directory + "/journal.sqlite"
        try Spoiler.execute("CREATE TABLE cat (name TEXT)", on: path)
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(throws: JournalError.notAJournal(path: path)) { try bench.open() }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)

        try Spoiler.overwrite(path)
        #expect(throws: JournalError.notAJournal(path: path)) { try bench.open() }
    }

    @Test func `a file where the folder should be is named in the error`() throws {
        let bench = try Bench()
        try Data("cat".utf8).write(to: URL(fileURLWithPath: bench.directory + "/file"))
        #expect(throws: JournalError.notAJournal(path: bench.directory + "/file")) {
            try RecordJournal(
                directory: bench.directory + "/file", options: bench.options,
                now: { .distantPast })
        }
    }
}
