// Calls are found by what they are, wherever their facts stand.

import CallGraph
import Foundation
import Testing

@testable import Journal

struct SearchTests {
    private static func query(_ change: (inout CallQuery) -> Void) -> CallQuery {
        var query = CallQuery()
        change(&query)
        return query
    }

    private func ids(
        _ journal: RecordJournal, now: Timestamp, _ change: (inout CallQuery) -> Void
    ) async throws -> [String] {
        let page = try await journal.calls(Self.query(change), now: now)
        #expect(page.isComplete, "\(page.warnings)")
        return page.calls.map(\.dialog.callID)
    }

    @Test func `each filter finds its call and leaves the other`() async throws {
        let bench = try Bench()
        let journal = try bench.open()
        let now = bench.clock.now
        var book = CallBook()
        book.restart(now: now)
        book.begin(
            journal, from: "+491234567", to: "1001", callID: "a",
            time: now.advanced(bySeconds: -60))
        book.step(journal, 0, .failed, status: 486, time: now.advanced(bySeconds: -50))
        book.begin(
            journal, from: "2002", to: "0800", target: "agent-7", domain: "Other.Test",
            source: Endpoint(family: .v6, high: 0x2001_0db8_0000_0000, low: 1, port: 5060),
            destination: .unknown, node: "200", callID: "b", time: now)
        book.step(journal, 1, .answered, status: 200, time: now)
        for stage in 0..<3 {
            if stage == 1 { journal.seal(bench.clock) }
            if stage == 2 { try await journal.writeAll() }
            #expect(try await ids(journal, now: now) { _ in } == ["b", "a"])
            for (text, found) in [
                ("+491234567", ["a"]), ("491234567", []), ("*4567", ["a"]), ("+49*", ["a"]),
                ("*2345*", ["a"]), ("1001", ["a"]), ("2002", ["b"]), ("0800", ["b"]),
                ("AGENT-7", ["b"]), ("*0*", ["b", "a"]), ("9", []),
            ] {
                #expect(
                    try await ids(journal, now: now) { $0.number = TextPattern(text) } == found,
                    "\(text)")
            }
            #expect(try await ids(journal, now: now) { $0.from = TextPattern("2002") } == ["b"])
            #expect(try await ids(journal, now: now) { $0.from = TextPattern("0800") } == [])
            #expect(try await ids(journal, now: now) { $0.to = TextPattern("0800") } == ["b"])
            #expect(try await ids(journal, now: now) { $0.to = TextPattern("agent-7") } == ["b"])
            #expect(
                try await ids(journal, now: now) { $0.domain = TextPattern("other.TEST") } == ["b"])
            #expect(try await ids(journal, now: now) { $0.node = TextPattern("fs1") } == ["a"])
            for (text, found) in [
                ("10.0.0.1", ["a"]), ("10.0.0.2", ["a"]), ("10.0.0.0/8", ["a"]), ("10.0.0.3", []),
                ("2001:db8::/32", ["b"]), ("0.0.0.0/0", ["a"]), ("::/0", ["b"]),
            ] {
                let network = try CIDR(parsing: text)
                #expect(try await ids(journal, now: now) { $0.address = network } == found)
            }
            for (text, found) in [("486", ["a"]), ("4xx", ["a"]), ("200", ["b"]), ("503", [])] {
                #expect(
                    try await ids(journal, now: now) { $0.status = StatusPattern(text) } == found)
            }
            #expect(try await ids(journal, now: now) { $0.outcome = .busy } == ["a"])
            #expect(try await ids(journal, now: now) { $0.outcome = .answered } == ["b"])
            #expect(try await ids(journal, now: now) { $0.outcome = .inProgress } == [])
            #expect(try await ids(journal, now: now) { $0.interval = now...now } == ["b"])
            let earlier = now.advanced(bySeconds: -1)
            #expect(
                try await ids(journal, now: now) { $0.interval = .distantPast...earlier } == ["a"]
            )
        }
    }

    @Test func `a call is shown from its record, with what became of it`() async throws {
        let bench = try Bench()
        let journal = try bench.open()
        let start = bench.clock.now
        var book = CallBook()
        book.restart(now: start)
        book.begin(journal, from: "1010", to: "0800", target: "77", time: start)
        book.step(journal, 0, .answered, status: 200, time: start.advanced(bySeconds: 4))
        book.step(journal, 0, .ended, time: start.advanced(bySeconds: 34))
        let page = try await journal.calls(CallQuery(), now: start.advanced(bySeconds: 60))
        let call = try #require(page.calls.first)
        #expect(page.calls.count == 1 && page.next == nil && page.isComplete)
        #expect(call.dialog.callID == "call-0@x" && call.dialog.method == "INVITE")
        #expect(call.dialog.from == "1010" && call.dialog.to == "0800" && call.target == "77")
        #expect(call.dialog.domain == "acme.test" && call.node == "fs1")
        #expect(call.source.text == "10.0.0.1:5060" && call.destination.text == "10.0.0.2:5080")
        #expect(call.dialog.start == start && call.dialog.end == start.advanced(bySeconds: 34))
        #expect(call.dialog.outcome == .answered && call.dialog.status == 200)
        #expect(call.durationSeconds == 30)
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
    func `random calls, blocks, runs, segments and restarts are searched as a model says`(
        seed: UInt64
    ) async throws {
        var random = Seeded(state: seed)
        let bench = try Bench(
            JournalOptions(segmentSeconds: 600, retentionDays: 0, retentionBytes: 0))
        var journal = try bench.open()
        var book = CallBook()
        book.restart(now: bench.clock.now)
        let nodes = ["fs1", "200", "kamailio"]
        for _ in 0..<900 {
            let now = bench.clock.now
            switch Int.random(in: 0..<100, using: &random) {
            case 0..<35:
                let from = String(Int.random(in: 1000..<1040, using: &random))
                let to = String(Int.random(in: 1000..<1040, using: &random))
                book.begin(
                    journal, from: from, to: to,
                    target: Bool.random(using: &random) ? to : "0\(to)",
                    domain: "d\(Int.random(in: 0..<3, using: &random)).test",
                    source: Endpoint(
                        v4: 0x0a00_0000 + UInt32.random(in: 0..<4, using: &random), port: 5060),
                    node: try #require(nodes.randomElement(using: &random)), time: now)
            case 35..<70:
                let open = book.calls.indices.filter { book.calls[$0].end == nil }
                guard let index = open.randomElement(using: &random) else { continue }
                if book.calls[index].answered != nil {
                    book.step(journal, index, .ended, time: now)
                } else if Bool.random(using: &random) {
                    book.step(journal, index, .answered, status: 200, time: now)
                } else {
                    let status = [404, 480, 486, 487, 503].randomElement(using: &random)
                    book.step(journal, index, .failed, status: try #require(status), time: now)
                }
            case 70..<73:
                let fresh = book.calls.indices.filter { book.calls[$0].status == nil }
                guard let index = fresh.randomElement(using: &random) else { continue }
                book.step(journal, index, .challenged, status: 407, time: now)
            case 73..<93: journal.seal(bench.clock)
            case 93..<95: try await journal.writeAll()
            case 95:
                if Int.random(in: 0..<3, using: &random) == 0 {
                    try await journal.end()
                    journal = try bench.open()
                    bench.clock.advance(seconds: 1)
                    book.restart(now: bench.clock.now)
                }
            default: bench.clock.advance(seconds: Int64.random(in: 1..<40, using: &random))
            }
            bench.clock.advance(microseconds: 1000)
        }
        let now = bench.clock.now
        #expect(try bench.segmentFiles().count > 1)
        for _ in 0..<60 {
            let query = Self.query { query in
                func sometimes() -> Bool { Int.random(in: 0..<4, using: &random) == 0 }
                let number = String(Int.random(in: 1000..<1040, using: &random))
                if sometimes() {
                    query.number = TextPattern(
                        [number, "*" + number.suffix(2), "10*"][Int(random.next() % 3)])
                }
                if sometimes() { query.from = TextPattern("*" + number.suffix(1)) }
                if sometimes() { query.to = TextPattern("0" + number) }
                if sometimes() { query.domain = TextPattern("D1.test") }
                if sometimes() { query.node = TextPattern("200") }
                if sometimes() { query.address = try? CIDR(parsing: "10.0.0.2/31") }
                if sometimes() {
                    query.status = StatusPattern(Bool.random(using: &random) ? "4xx" : "200")
                }
                if sometimes() { query.outcome = Outcome.allCases.randomElement(using: &random) }
                if sometimes() {
                    let since = now.advanced(bySeconds: -Int64.random(in: 0..<9000, using: &random))
                    query.interval = since...since.advanced(bySeconds: 3000)
                }
            }
            let (calls, warnings) = try await journal.allCalls(query, limit: 50, now: now)
            #expect(warnings == [])
            #expect(calls.map(\.dialog.callID) == book.expected(query, now: now), "\(query)")
            for call in calls {
                let model = try #require(book.calls.first { $0.callID == call.dialog.callID })
                #expect(call.dialog.outcome == model.outcome(now: now))
                #expect(call.dialog.status == model.status)
                #expect(call.dialog.answered == model.answered)
                if model.answered != nil { #expect(call.dialog.end == model.end) }
            }
        }
    }

    @Test func `pages show each call once while new calls come`() async throws {
        let bench = try Bench()
        let journal = try bench.open()
        var book = CallBook()
        book.restart(now: bench.clock.now)
        for _ in 0..<40 {
            book.begin(journal, from: "1", to: "2", time: bench.clock.now)
            if book.calls.count % 3 == 0 { journal.seal(bench.clock) }
        }
        let expected = book.calls.reversed().map(\.callID)
        var query = CallQuery()
        query.limit = 6
        var found: [String] = []
        while true {
            let page = try await journal.calls(query, now: bench.clock.now)
            found += page.calls.map(\.dialog.callID)
            for _ in 0..<5 { book.begin(journal, from: "1", to: "2", time: bench.clock.now) }
            if found.count == 12 { journal.seal(bench.clock) }
            if found.count == 24 { try await journal.writeAll() }
            guard let next = page.next else { break }
            query.before = next
        }
        #expect(found == expected)
    }

    @Test func `a call that a restart fell into is read from its records`() async throws {
        let bench = try Bench()
        let first = try bench.open()
        var book = CallBook()
        book.restart(now: bench.clock.now)
        book.begin(first, from: "1", to: "2", time: bench.clock.now)
        book.begin(first, from: "3", to: "4", time: bench.clock.now)
        book.step(first, 1, .answered, status: 200, time: bench.clock.now)
        try await first.end()
        bench.clock.advance(seconds: 10)
        let journal = try bench.open()
        book.restart(now: bench.clock.now)
        book.step(journal, 0, .failed, status: 486, time: bench.clock.now)
        book.step(journal, 1, .ended, time: bench.clock.now)
        let now = bench.clock.now
        let page = try await journal.calls(CallQuery(), now: now)
        #expect(page.calls.map(\.dialog.outcome) == [.answered, .busy])
        #expect(page.calls.map(\.durationSeconds) == [10, nil])
        #expect(try await ids(journal, now: now) { $0.outcome = .busy } == ["call-0@x"])
        #expect(try await ids(journal, now: now) { $0.status = StatusPattern("503") } == [])
    }

    @Test func `a change within a call that began before is no call of its own`() async throws {
        let bench = try Bench()
        let first = try bench.open()
        var book = CallBook()
        book.restart(now: bench.clock.now)
        book.begin(first, from: "1", to: "2", callID: "long", time: bench.clock.now)
        book.step(first, 0, .answered, status: 200, time: bench.clock.now)
        try await first.end()
        bench.clock.advance(seconds: 1800)
        let journal = try bench.open()
        book.restart(now: bench.clock.now)
        book.begin(
            journal, from: "1", to: "2", callID: "long", toTag: "2", time: bench.clock.now)
        book.begin(
            journal, from: "5", to: "6", callID: "late", toTag: "2", time: bench.clock.now)
        #expect(try await ids(journal, now: bench.clock.now) { _ in } == ["late", "long"])
    }

    @Test func `what retention deletes is not listed any more`() async throws {
        let bench = try Bench(JournalOptions(retentionDays: 1, retentionBytes: 0))
        let journal = try bench.open()
        var book = CallBook()
        book.restart(now: bench.clock.now)
        for hour in 0..<3 {
            book.begin(journal, from: "1", to: "\(hour)", time: bench.clock.now)
            journal.seal(bench.clock)
            try await journal.writeAll()
            bench.clock.advance(seconds: 12 * 3600)
        }
        await journal.deleteOld()
        let page = try await journal.calls(CallQuery(), now: bench.clock.now)
        #expect(page.calls.map(\.dialog.to) == ["2", "1"] && page.isComplete)
    }

    @Test func `damaged facts are passed over, counted and told`() async throws {
        let bench = try Bench()
        let journal = try bench.open()
        var book = CallBook()
        book.restart(now: bench.clock.now)
        for _ in 0..<250 {
            book.begin(journal, from: "1", to: "2", time: bench.clock.now)
            journal.seal(bench.clock)
        }
        try await journal.end()
        let file = bench.segmentPath(try #require(try bench.segmentFiles().first))
        #expect(try Spoiler.number("SELECT count(*) FROM block_facts", on: file) == 250 - 128)
        #expect(try Spoiler.number("SELECT count(*) FROM fact_run", on: file) == 1)
        try Spoiler.execute("UPDATE fact_run SET data = zeroblob(50) WHERE id = 1", on: file)
        let again = try bench.open()
        var query = CallQuery()
        query.limit = 1000
        let page = try await again.calls(query, now: bench.clock.now)
        #expect(page.calls.count == 250 - 128)
        #expect(!page.isComplete)
        #expect(page.warnings.contains { $0.contains("blocks 1 to 128") }, "\(page.warnings)")
        #expect(again.statistics.unreadableBlocks > 0)
    }

    @Test func `a segment of the first version is told of and left as it is`() async throws {
        let bench = try Bench()
        let first = try bench.open()
        first.append("old", text: "old", time: bench.clock.now)
        try await first.end()
        let file = bench.segmentPath(try #require(try bench.segmentFiles().first))
        try Spoiler.execute("PRAGMA user_version = 1", on: file)
        try Spoiler.execute("PRAGMA user_version = 1", on: bench.directory + "/journal.sqlite")

        let journal = try bench.open()
        var book = CallBook()
        book.restart(now: bench.clock.now)
        book.begin(journal, from: "1", to: "2", time: bench.clock.now)
        let page = try await journal.calls(CallQuery(), now: bench.clock.now)
        #expect(page.calls.count == 1 && !page.isComplete)
        let found = try await journal.records(
            carrying: [journal.hasher.key("old")], in: .distantPast ... .distantFuture, limit: 5)
        #expect(found.records.isEmpty && !found.isComplete)
        for warning in page.warnings.prefix(1) + found.warnings.prefix(1) {
            #expect(warning.contains("before the first release"), "\(warning)")
        }
        try await journal.end()
        #expect(try bench.segmentFiles().count == 2)
        #expect(try Spoiler.number("PRAGMA user_version", on: file) == 1)
        let ledger = bench.directory + "/journal.sqlite"
        #expect(try Spoiler.number("PRAGMA user_version", on: ledger) == JournalFormat.version)
    }
}
