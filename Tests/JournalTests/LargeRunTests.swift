// Large runs: what was merged is found as before.

import CallGraph
import GRDB
import Testing

@testable import Journal

@Suite struct LargeRunTests {
    @Test func `sixteen runs become one, in which every key is still found`() async throws {
        let bench = try Bench()
        let journal = try bench.open()
        let blocks = JournalLimits.blocksPerRun * JournalLimits.runsPerLargeRun
        // More than a page of one key, keys of one block each, and one that stands in every third.
        for number in 0..<blocks + 5 {
            let third = number % 3 == 0 ? ["third"] : []
            journal.append(
                names: ["all", "own-\(number)"] + third, text: "\(number)", time: bench.clock.now)
            journal.seal(bench.clock)
            if number % 100 == 99 { try await journal.writeAll() }
        }
        try await journal.writeAll()
        let segment = try DatabaseQueue(path: bench.segmentPath("20261122T22.sqlite"))
        let sizes = try await segment.read { db in try Int.fetchAll(db, sql: "SELECT size FROM run")
        }
        #expect(sizes == [RunSize.large.rawValue])
        let left = try await segment.read { db in
            try Int.fetchOne(db, sql: "SELECT count(DISTINCT run) FROM run_page")
        }
        #expect(left == 1)
        let everywhere = try await journal.texts("all", limit: 5000)
        #expect(everywhere == (0..<blocks + 5).map(String.init))
        let third = try await journal.texts("third", limit: 5000)
        #expect(third == stride(from: 0, to: blocks + 5, by: 3).map(String.init))
        for number in stride(from: 0, to: blocks + 5, by: 97) {
            #expect(try await journal.texts("own-\(number)") == ["\(number)"])
        }
    }
}
