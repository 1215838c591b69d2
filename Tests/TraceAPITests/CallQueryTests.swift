// The query of a search: what it means, and what is told to who gets it wrong.

import CallGraph
import Testing

@testable import TraceAPI

struct CallQueryTests {
    private static let now = Timestamp(microseconds: 1_795_385_600_000_000)

    private func query(_ text: String) throws -> CallQuery {
        try CallQuery(QueryParameter.parse(text), now: Self.now)
    }

    @Test func `every parameter says what it says`() throws {
        let query = try query(
            "number=%2B49*&from=1010&to=*99&domain=acme.test&address=10.0.0.0/8&status=4xx"
                + "&outcome=no_answer&node=fs1&since=-2h&until=2026-11-22T22:13:20Z&limit=9&cursor=1f-a"
        )
        #expect(query.number == TextPattern("+49*") && query.from == TextPattern("1010"))
        #expect(query.to == TextPattern("*99") && query.domain == TextPattern("acme.test"))
        #expect(query.address == (try CIDR(parsing: "10.0.0.0/8")))
        #expect(query.status == StatusPattern("4xx") && query.outcome == .noAnswer)
        #expect(query.node == TextPattern("fs1") && query.limit == 9)
        #expect(query.interval == Self.now.advanced(bySeconds: -7200)...Self.now)
        #expect(query.before == CallPosition(block: 0x1f, record: 10))
    }

    @Test func `nothing asked is everything, fifty at a time`() throws {
        for text in ["", "number=&since=&cursor=", "&&"] {
            let query = try query(text)
            #expect(query.number == nil && query.before == nil && query.limit == 50)
            #expect(query.interval == .distantPast ... .distantFuture)
        }
    }

    @Test func `a plus is a plus, escaped or not`() throws {
        #expect(try query("number=+4912").number == TextPattern("+4912"))
        #expect(try query("number=%2b4912").number == TextPattern("+4912"))
    }

    @Test(arguments: [
        "nubmer=1", "number=1&number=2", "number=*", "number=**", "number=1*2", "number=%2",
        "number=%ff", "status=99", "status=4x", "status=x44", "status=1xx", "status=700",
        "outcome=Busy", "address=10.0.0.1/8", "address=x", "address=10.0.0.0/33", "limit=0",
        "limit=1001", "limit=x", "limit=-1", "since=yesterday", "since=-2", "since=2h", "since=-h",
        "since=-1h&until=-2h", "cursor=x", "cursor=1", "cursor=01-1", "cursor=1-1-1",
        "cursor=-1-1", "cursor=1-fffffffff",
    ])
    func `what is wrong is refused with a sentence`(text: String) throws {
        let problem = #expect(throws: QueryProblem.self) { _ = try query(text) }
        #expect((problem?.text.count ?? 0) > 10)
    }

    @Test func `a query of any length and bytes is read or refused`() throws {
        #expect(throws: QueryProblem.self) {
            _ = try query("number=" + String(repeating: "1", count: 9000))
        }
        #expect(throws: QueryProblem.self) {
            _ = try query("number=" + String(repeating: "1", count: 257))
        }
        for byte in 1...255 as ClosedRange<UInt8> {
            _ = try? query(String(decoding: [byte, 61, byte, 38, byte], as: UTF8.self))
        }
    }

    @Test(
        arguments: [
            ("-90s", 90), ("-15m", 900), ("-2h", 7200), ("-7d", 604_800), ("-0s", 0),
            ("-9999999999d", nil), ("-12345678901d", nil), ("90s", nil), ("-s", nil), ("- 9s", nil),
        ] as [(String, Int64?)])
    func `times before now are read`(text: String, seconds: Int64?) {
        let moment = Timestamp(before: text, now: Self.now)
        if let seconds {
            #expect(moment == Self.now.advanced(bySeconds: -seconds))
        } else {
            #expect(moment == nil || moment == .distantPast)
        }
    }
}
