// Look-ups of records wherever they are: open, pending, stored.

import CallGraph
import Testing

@testable import Journal

struct LookUpTests {
    @Test func `a record is found as soon as it is appended`() async throws {
        let bench = try Bench()
        let journal = try bench.open()
        journal.append("a@host", text: "1", time: bench.clock.now)
        #expect(try await journal.texts("a@host") == ["1"])
        #expect(try await journal.texts("b@host") == [])
    }

    @Test func `open, pending and stored records come in order of receipt, each once`()
        async throws
    {
        let bench = try Bench()
        let journal = try bench.open()
        for number in 1...30 {
            journal.append(
                number % 2 == 1 ? "odd" : "even", text: "\(number)", time: bench.clock.now)
            if number % 4 == 0 { journal.seal(bench.clock) }
            if number == 16 { try await journal.writeAll() }
        }
        let odd = stride(from: 1, through: 29, by: 2).map(String.init)
        #expect(journal.statistics.pendingBlocks == 3)
        #expect(try await journal.texts("odd") == odd)
        try await journal.writeAll()
        #expect(try await journal.texts("odd") == odd)
        #expect(try await journal.texts("odd", "even") == (1...30).map(String.init))
    }

    @Test func `a record keeps its position when it is sealed and written`() async throws {
        let bench = try Bench()
        let journal = try bench.open()
        journal.append("x", text: "0", time: bench.clock.now)
        journal.seal(bench.clock)
        journal.append("x", text: "1", time: bench.clock.now)
        journal.append("x", text: "2", time: bench.clock.now)
        let keys: Set = [journal.hasher.key("x")]
        let all = Timestamp.distantPast...Timestamp.distantFuture
        let open = try await journal.records(carrying: keys, in: all, limit: 9)
        journal.seal(bench.clock)
        let sealed = try await journal.records(carrying: keys, in: all, limit: 9)
        try await journal.writeAll()
        let stored = try await journal.records(carrying: keys, in: all, limit: 9)
        #expect(open.records == sealed.records)
        #expect(open.records == stored.records)
        #expect(open.records.map(\.position.block) == [1, 2, 2])
    }

    @Test(arguments: [0, 1, 2])
    func `a record is found by each of its names`(writes: Int) async throws {
        let bench = try Bench()
        let journal = try bench.open()
        journal.append("call", "uuid", "session", text: "1", time: bench.clock.now)
        if writes > 0 { journal.seal(bench.clock) }
        if writes > 1 { try await journal.writeAll() }
        for name in ["call", "uuid", "session"] {
            #expect(try await journal.texts(name) == ["1"])
        }
    }

    @Test(arguments: [0, 1, 2])
    func `the interval is that of capture, with both ends`(writes: Int) async throws {
        let bench = try Bench()
        let journal = try bench.open()
        let start = bench.clock.now
        for second in 0..<10 as Range<Int64> {
            journal.append("x", text: "\(second)", time: start.advanced(bySeconds: second))
            if second % 3 == 0 && writes > 0 { journal.seal(bench.clock) }
        }
        if writes > 1 { try await journal.writeAll() }
        let found = try await journal.texts(
            "x", from: start.advanced(bySeconds: 3), to: start.advanced(bySeconds: 6))
        #expect(found == ["3", "4", "5", "6"])
        #expect(try await journal.texts("x", to: start.advanced(bySeconds: -1)) == [])
        #expect(try await journal.texts("x", from: start.advanced(bySeconds: 10)) == [])
    }

    @Test(arguments: [0, 1, 2], [0, 1, 5, 9])
    func `a limit keeps the first records and says that there are more`(
        writes: Int, limit: Int
    ) async throws {
        let bench = try Bench()
        let journal = try bench.open()
        for number in 0..<10 {
            journal.append("x", text: "\(number)", time: bench.clock.now)
            if number % 3 == 0 && writes > 0 { journal.seal(bench.clock) }
        }
        if writes > 1 { try await journal.writeAll() }
        let found = try await journal.records(
            carrying: [journal.hasher.key("x")], in: .distantPast ... .distantFuture, limit: limit)
        #expect(found.records.map(\.text) == (0..<limit).map(String.init))
        #expect(!found.isComplete)
        #expect(found.warnings == ["only the first \(limit) records are shown"])
    }

    @Test func `a limit that is just reached is no limit`() async throws {
        let bench = try Bench()
        let journal = try bench.open()
        for number in 0..<3 {
            journal.append("x", text: "\(number)", time: bench.clock.now)
            journal.seal(bench.clock)
            try await journal.writeAll()
        }
        #expect(try await journal.texts("x", limit: 3) == ["0", "1", "2"])
    }

    @Test func `no keys find nothing, and a negative limit is none`() async throws {
        let bench = try Bench()
        let journal = try bench.open()
        journal.append("x", text: "1", time: bench.clock.now)
        let all = Timestamp.distantPast...Timestamp.distantFuture
        #expect(try await journal.records(carrying: [], in: all, limit: 5).records.isEmpty)
        let none = try await journal.records(
            carrying: [journal.hasher.key("x")], in: all, limit: -1)
        #expect(none.records.isEmpty)
        #expect(!none.isComplete)
    }

    @Test func `segments outside the interval are not opened`() async throws {
        let bench = try Bench()
        let journal = try bench.open()
        let start = bench.clock.now
        for hour in 0..<3 {
            journal.append("x", text: "\(hour)", time: bench.clock.now)
            journal.seal(bench.clock)
            bench.clock.advance(seconds: 3600)
        }
        try await journal.writeAll()
        let files = try bench.segmentFiles()
        #expect(files == ["20261122T22.sqlite", "20261122T23.sqlite", "20261123T00.sqlite"])
        // Spoilt on disk, so that a look into it would be noticed.
        try Spoiler.overwrite(bench.segmentPath(files[0]))
        #expect(try await journal.texts("x", from: start.advanced(bySeconds: 1)) == ["1", "2"])
    }
}

@Suite struct SharedNameTests {
    @Test func `what more blocks have than asked for is not read, and the answer says so`()
        async throws
    {
        let bench = try Bench()
        let journal = try bench.open()
        for number in 0..<6 {
            journal.append("shared", text: "\(number)", time: bench.clock.now)
            journal.seal(bench.clock)
        }
        try await journal.writeAll()
        let keys: Set = [journal.hasher.key("shared")]
        let all = Timestamp.distantPast ... .distantFuture
        let few = try await journal.records(carrying: keys, in: all, limit: 9, blocksMax: 5)
        #expect(few.records.isEmpty && !few.isComplete)
        let enough = try await journal.records(carrying: keys, in: all, limit: 9, blocksMax: 6)
        #expect(enough.records.count == 6 && enough.isComplete)
    }
}
