// The index: key lists merged into runs, and look-ups before and after.

import CallGraph
import Testing

@testable import Journal

struct RunTests {
    /// Brute force's answer: the texts of the records that have one of the names.
    struct Expected {
        var records: [(names: [String], text: String)] = []

        func texts(_ names: Set<String>) -> [String] {
            records.filter { !names.isDisjoint(with: $0.names) }.map(\.text)
        }
    }

    @Test(arguments: [126, 127, 128, 129, 255, 256, 257])
    func `nothing is lost around the merging of lists`(blocks: Int) async throws {
        let bench = try Bench()
        let journal = try bench.open()
        for number in 0..<blocks {
            journal.append("all", "one-\(number)", text: "\(number)", time: bench.clock.now)
            journal.seal(bench.clock)
            if number % 50 == 0 { try await journal.writeAll() }
        }
        try await journal.writeAll()
        #expect(try await journal.texts("all", limit: 1000) == (0..<blocks).map(String.init))
        for number in [0, 1, 126, 127, 128, 255, 256] where number < blocks {
            #expect(try await journal.texts("one-\(number)") == ["\(number)"])
        }
        try await journal.end()
        let path = bench.segmentPath("20261122T22.sqlite")
        #expect(try Spoiler.number("SELECT count(*) FROM run", on: path) == blocks / 128)
        #expect(try Spoiler.number("SELECT count(*) FROM block_keys", on: path) == blocks % 128)
    }

    @Test func `many blocks of few records answer as a search of everything does`() async throws {
        let bench = try Bench(
            JournalOptions(segmentSeconds: 3600, retentionDays: 0, retentionBytes: 0))
        let journal = try bench.open()
        var random = Seeded(state: 7)
        var expected = Expected()
        for number in 0..<3600 {
            // Names of every frequency: in nearly each block, in one of ten, in one or two.
            var names = ["often-\(random.next() % 3)", "call-\(random.next() % 900)"]
            if random.next() % 10 == 0 { names.append("seldom-\(random.next() % 20)") }
            expected.records.append((names, "\(number)"))
            journal.append(names: names, text: "\(number)", time: bench.clock.now)
            if random.next() % 3 == 0 { journal.seal(bench.clock) }
            if random.next() % 100 == 0 { try await journal.writeAll() }
            bench.clock.advance(seconds: 2)
        }
        // The clock has gone on for two hours; blocks lie in three segments, and some in memory.
        #expect(try bench.segmentFiles().count >= 2)
        #expect(journal.statistics.blocks > 1000)
        for number in stride(from: 0, to: 900, by: 3) {
            #expect(
                try await journal.texts("call-\(number)") == expected.texts(["call-\(number)"]))
        }
        for number in 0..<20 {
            let name = "seldom-\(number)"
            #expect(try await journal.texts(name) == expected.texts([name]))
        }
        let some: Set = ["often-0", "call-17", "seldom-3"]
        #expect(
            try await journal.texts("often-0", "call-17", "seldom-3", limit: 5000)
                == expected.texts(some))
    }

    @Test func `a key that goes on from page to page is found whole`() {
        // Key 5 stands at the end of the first page and at the beginning of the second.
        let entries = (0..<10).map { RunEntry(key: 5 << 24, block: UInt8($0)) }
        let page = RunPage(entries[...])
        var found: [UInt8] = []
        page?.forEachBlock(under: 5 << 24) { found.append($0) }
        #expect(found == Array(0..<10))
        page?.forEachBlock(under: 4 << 24) { _ in Issue.record("4 is not there") }
        page?.forEachBlock(under: 6 << 24) { _ in Issue.record("6 is not there") }
    }

    @Test func `a key on two pages of a run gives the blocks of both`() async throws {
        let bench = try Bench()
        let journal = try bench.open()
        // 128 blocks with one common key and 16 of their own each: three pages, and wherever the
        // common key falls among the random ones, all of its 128 entries must be found.
        for round in 0..<8 {
            for number in 0..<128 {
                let own = (0..<16).map { "\(round)-\(number)-\($0)" }
                journal.append(
                    names: ["common-\(round)"] + own, text: "\(number)", time: bench.clock.now)
                journal.seal(bench.clock)
            }
            try await journal.writeAll()
        }
        for round in 0..<8 {
            #expect(try await journal.texts("common-\(round)") == (0..<128).map(String.init))
        }
    }

    @Test func `keys sort in SQLite as they do here`() {
        let keys: [UInt64] = [0, 1, 1 << 62, (1 << 63) - 1, 1 << 63, (1 << 63) + 1, .max]
        #expect(keys.map(RunPage.column) == keys.map(RunPage.column).sorted())
        #expect(keys.map(RunPage.column).map(RunPage.key) == keys)
        #expect(RunPage.column(0) == .min)
        #expect(RunPage.column(.max) == .max)
    }
}
