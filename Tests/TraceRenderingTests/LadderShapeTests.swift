// Ladders of odd shape: many hosts, long addresses, messages that go nowhere, hostile text.

import CallGraph
import Testing
import TraceRendering

@Suite("Ladder, odd shapes")
struct LadderShapeTests {
    @Test func `hosts with IPv6 addresses, short and long`() throws {
        let rows = TraceSketch(callIDs: ["six"]).rows(
            """
            sip | 0 | 1 | v6:20:5060 | v6:1111222233334444:5060 | OPTIONS sip:acme.test SIP/2.0 | 1 OPTIONS | - | 200
            sip | 100 | 1 | v6:1111222233334444:5060 | v6:1111222233334445:5080 | OPTIONS sip:acme.test SIP/2.0 | 1 OPTIONS | - | 200
            sip | 200 | 1 | v6:1111222233334445:5090 | v6:1111222233334444:5060 | SIP/2.0 200 OK | 1 OPTIONS | - | 200
            sip | 300 | 1 | v6:1111222233334444:5060 | v6:20:5060 | SIP/2.0 200 OK | 1 OPTIONS | - | 200
            """)
        let trace = Trace.sketch(
            rows, dialogs: [.sketch("six", "OPTIONS", status: (200, "OK"), end: 300)],
            hosts: [("v6:20:0", "phone")])
        try Golden.expect(Ladder.render(trace, options: LadderOptions()), matches: "ipv6.txt")
    }

    @Test func `twelve hosts take more columns than the terminal has`() throws {
        var lines: [String] = []
        for hop in 0..<11 {
            lines.append(
                "sip | \(hop * 1000) | 1 | 10.0.0.\(hop):5060 | 10.0.0.\(hop + 1):5060 | "
                    + "INVITE sip:1001@acme.test SIP/2.0 | 1 INVITE | sdp | a\(hop),a\(hop + 1)")
        }
        lines.append(
            "sip | 11000 | 1 | 10.0.0.11:5060 | 10.0.0.0:5060 | SIP/2.0 200 OK | 1 INVITE | sdp | a11"
        )
        lines.append("event | 12000 | 1 | fs7 | CHANNEL_ANSWER | -")
        let trace = Trace.sketch(
            TraceSketch(callIDs: ["far"], uuids: ["u"]).rows(lines.joined(separator: "\n")),
            dialogs: [.sketch("far", status: (200, "OK"), answered: 11_000)],
            hosts: [("10.0.0.1:0", "edge 11"), ("10.0.0.7:0", "fs7")])
        let text = Ladder.render(trace, options: LadderOptions())
        try Golden.expect(text, matches: "twelve-hosts.txt")
    }

    @Test func `thirty hosts share the last column`() throws {
        let lines = (0..<30).map {
            "sip | \($0 * 1000) | 1 | 10.0.0.\($0):5060 | 10.0.0.\($0 + 1):5060 | "
                + "INVITE sip:1001@acme.test SIP/2.0 | 1 INVITE | - | a"
        }
        let trace = Trace.sketch(TraceSketch(callIDs: ["far"]).rows(lines.joined(separator: "\n")))
        let text = Ladder.render(trace, options: LadderOptions())
        let widest = text.split(separator: "\n").map(\.count).max() ?? 0
        #expect(widest < 600)
        #expect(text.contains("10.0.0.29:5060 → 10.0.0.30:5060"))
        #expect(text.contains("other"))
    }

    @Test func `a host that speaks to itself, and one that nobody knows`() throws {
        let rows = TraceSketch(callIDs: ["self"]).rows(
            """
            sip | 0 | 1 | 127.0.0.11:5060 | 127.0.0.11:5080 | INVITE sip:1001@acme.test SIP/2.0 | 1 INVITE | sdp | 101
            sip | 100 | 1 | 127.0.0.11:5080 | 127.0.0.11:5080 | SIP/2.0 100 Trying | 1 INVITE | - | 101
            sip | 200 | 1 | 127.0.0.11:5060 | ? | INVITE sip:1001@acme.test SIP/2.0 | 1 INVITE | sdp | 101
            sip | 300 | 1 | ? | ? | SIP/2.0 404 Not Found | 1 INVITE | bad | 101
            """)
        let trace = Trace.sketch(
            rows,
            dialogs: [.sketch("self", outcome: .notFound, status: (404, "Not Found"), end: 300)])
        try Golden.expect(Ladder.render(trace, options: LadderOptions()), matches: "itself.txt")
    }

    @Test func `legs that only a switch knows`() throws {
        var channel = Channel(uuid: "u-1", node: "fs1", coreUUID: "c", start: TraceSketch.start)
        channel.name = "loopback/1001-a"
        channel.direction = .outbound
        channel.answered = TraceSketch.time(1_500_000)
        channel.end = TraceSketch.time(62_000_000)
        channel.hangupCause = "NORMAL_CLEARING"
        let rows = TraceSketch(callIDs: [], uuids: ["u-1"]).rows(
            """
            event | 0 | 1 | fs1 | CHANNEL_CREATE | loopback/1001-a
            event | 0 | 1 | fs1 | CHANNEL_STATE | CS_INIT
            event | 0 | 1 | fs1 | CODEC | -
            event | 0 | 1 | fs1 | CODEC | -
            event | 1500000 | 1 | fs1 | CHANNEL_ANSWER | -
            event | 62000000 | 1 | fs1 | CHANNEL_HANGUP | NORMAL_CLEARING
            """)
        let trace = Trace.sketch(rows, channels: [channel])
        try Golden.expect(
            Ladder.render(trace, options: LadderOptions()), matches: "events-only.txt")
    }

    @Test func `hostile names and texts are spelt out`() throws {
        var dialog = Dialog.sketch("\u{1b}]0;owned\u{07}", status: (200, "O\u{9b}31mK"), end: 3000)
        dialog.from = "\u{1b}[2J\r\n\u{202e}evil\0"
        dialog.to = String(repeating: "漢字e\u{301}", count: 4000)
        dialog.domain = "\u{301}\u{302}\u{2028}.test"
        dialog.endedBy = "\u{1b}c"
        var rows = TraceSketch(callIDs: [dialog.callID], uuids: ["u"]).rows(
            """
            sip | 0 | 1 | 127.0.0.20:5060 | 127.0.0.11:5060 | \u{1b}[31mINVITE\u{7f} sip:x | 1 INVITE | bad sdp | 101
            sip | 1000 | 1 | 127.0.0.11:5060 | 127.0.0.20:5060 | SIP/2.0 200 漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字 | 1 INVITE | sdp | 101,102
            event | 2000 | 1 | f\u{9b}s | CHANNEL\u{1b}_CREATE | \u{2067}x
            log | 3000 | 1 | fs1 | in\u{1b}fo | \u{1b}[0mred\r\\nmore
            """)
        #expect(rows.count == 4)
        if case .sip(var row) = rows[0] {
            row.method = String(repeating: "A", count: 10_000)
            rows.append(.sip(row))
        }
        let trace = Trace.sketch(
            rows, dialogs: [dialog], hosts: [("127.0.0.11:0", "\u{1b}[5m漢字漢字漢字漢字漢字漢字漢字 101")],
            findings: [Finding(.error, "x", "\u{1b}[1mbold\u{85}", at: nil)])
        try Golden.expect(Ladder.render(trace, options: LadderOptions()), matches: "hostile.txt")
        try Golden.expect(
            Ladder.render(trace, options: LadderOptions(unicode: false)),
            matches: "hostile-ascii.txt")
    }
}
