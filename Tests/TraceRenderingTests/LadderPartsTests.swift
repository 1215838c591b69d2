// The rules by which rows are joined and coloured.

import CallGraph
import Testing

@testable import TraceRendering

@Suite("Ladder, its parts")
struct LadderPartsTests {
    @Test(
        arguments: [
            (nil, LadderStyle.request), (180, .provisional), (200, .success), (302, .redirect),
            (404, .failure), (503, .failure), (603, .failure), (Int.min, .provisional),
            (.max, .failure),
        ] as [(Int?, LadderStyle)])
    func `each class of status has its colour`(status: Int?, style: LadderStyle) {
        #expect(LadderStyle(status: status) == style)
    }

    @Test func `only events of one channel, switch and time share a row`() {
        let event = EventRow(
            time: TraceSketch.start, uuid: "u", node: "fs1", name: "CODEC", detail: nil)
        var run = NoisyRun(event)
        #expect(run.takes(event))
        var other = event
        other.time = TraceSketch.time(1)
        #expect(!run.takes(other))
        other = event
        other.uuid = "v"
        #expect(!run.takes(other))
        other = event
        other.node = "fs2"
        #expect(!run.takes(other))

        let results = [
            run.add("CODEC", room: 30), run.add("CODEC", room: 30), run.add("STATE", room: 30),
            run.add("LONGER", room: 30),
        ]
        #expect(results == [true, true, true, false])
        #expect(run.text(times: "x") == "CODEC x2, STATE")
    }

    @Test func `an application is complete at once only when the next row says so of it`() {
        let rows = TraceSketch(callIDs: [], uuids: ["u"]).rows(
            """
            event | 0 | 1 | fs1 | CHANNEL_EXECUTE | set(a=b)
            event | 0 | 1 | fs1 | CHANNEL_EXECUTE_COMPLETE | set(a=b)
            event | 1 | 1 | fs1 | CHANNEL_EXECUTE | bridge(x)
            event | 1 | 1 | fs1 | CHANNEL_EXECUTE_COMPLETE | set(c=d)
            event | 2 | 1 | fs1 | CHANNEL_EXECUTE | answer
            event | 3 | 1 | fs1 | CHANNEL_EXECUTE_COMPLETE | answer
            """)
        let text = Ladder.render(.sketch(rows), options: LadderOptions())
        let lines = text.split(separator: "\n").suffix(5).map { $0.drop { $0 != "·" } }
        #expect(
            lines == [
                "· fs1: CHANNEL_EXECUTE set(a=b), complete", "· fs1: CHANNEL_EXECUTE bridge(x)",
                "· fs1: EXECUTE_COMPLETE set", "· fs1: CHANNEL_EXECUTE answer",
                "· fs1: EXECUTE_COMPLETE answer",
            ])
    }

    @Test func `switched off, events and logs leave no row and are counted as not shown`() {
        let rows = TraceSketch(callIDs: [], uuids: ["u"]).rows(
            """
            event | 0 | 1 | fs1 | CHANNEL_ANSWER | -
            log | 0 | 1 | fs1 | err | text
            """)
        let options = LadderOptions(showEvents: false, showLogs: false)
        let text = Ladder.render(.sketch(rows), options: options)
        #expect(!text.contains("CHANNEL_ANSWER") && !text.contains("err"))
        #expect(text.contains("1 event (not shown), 1 log line (not shown)"))
    }

    @Test func `times count from the start, before it with a minus, and never overflow`() {
        let start = TraceSketch.start
        #expect(LadderGutter.offset(TraceSketch.time(13_999), since: start) == "+0.013")
        #expect(LadderGutter.offset(TraceSketch.time(-13_307), since: start) == "-0.013")
        #expect(LadderGutter.offset(TraceSketch.time(86_400_000_000), since: start) == "+86400.000")
        #expect(
            LadderGutter.offset(.distantPast, since: .distantFuture) == "-9223372036854.775")
    }
}
