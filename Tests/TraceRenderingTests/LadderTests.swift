// Ladders of calls of every kind, each compared with one that was looked at.

import CallGraph
import Testing
import TraceRendering

@Suite("Ladder")
struct LadderTests {
    private static let one = TraceSketch(callIDs: ["busy-1@127.0.0.20"], uuids: ["u1"])

    @Test func `an answered call through a proxy and a switch`() throws {
        let trace = try Trace.recorded()
        #expect(trace.messages.count == 96)
        let text = Ladder.render(trace, options: LadderOptions())
        try Golden.expect(text, matches: "answered.txt")
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
    }

    @Test func `the same in ASCII, wide, without events and logs`() throws {
        let options = LadderOptions(width: 140, unicode: false, showEvents: false, showLogs: false)
        let text = Ladder.render(try Trace.recorded(), options: options)
        #expect(text.utf8.allSatisfy { $0 < 0x80 })
        try Golden.expect(text, matches: "answered-ascii.txt")
    }

    @Test func `the same in colour is the same text with colours`() throws {
        let trace = try Trace.recorded()
        let plain = Ladder.render(trace, options: LadderOptions())
        let colored = Ladder.render(trace, options: LadderOptions(color: true))
        #expect(colored.contains("\u{1b}[36m"))
        #expect(!plain.unicodeScalars.contains("\u{1b}"))
        #expect(colored.replacing(/\u{1b}\[[0-9;]*m/, with: "") == plain)
    }

    @Test func `a busy callee`() throws {
        let rows = Self.one.rows(
            """
            sip | 0 | 1 | 127.0.0.20:5060 | 127.0.0.11:5060 | INVITE sip:1001@acme.test SIP/2.0 | 1 INVITE | sdp | 101
            event | 900 | 1 | fs1 | CHANNEL_CREATE | sofia/internal/1010@acme.test
            sip | 2100 | 1 | 127.0.0.11:5060 | 127.0.0.20:5060 | SIP/2.0 100 Trying | 1 INVITE | - | 101
            log | 5000 | 1 | fs1 | err | 2026-11-22 23:26:31.065074 48.60% [ERR] switch_ivr_originate.c:2 Cannot create outgoing channel of type [user] cause: [USER_BUSY]\\nmore\\nlines
            sip | 80000 | 1 | 127.0.0.11:5060 | 127.0.0.20:5060 | SIP/2.0 486 Busy Here | 1 INVITE | - | 101
            sip | 580000 | 1 | 127.0.0.11:5060 | 127.0.0.20:5060 | SIP/2.0 486 Busy Here | 1 INVITE | retr | 101
            sip | 580900 | 1 | 127.0.0.20:5060 | 127.0.0.11:5060 | ACK sip:1001@acme.test SIP/2.0 | 1 ACK | - | 101
            event | 600000 | 1 | fs1 | CHANNEL_HANGUP | USER_BUSY
            """)
        var channel = Channel(uuid: "u1", node: "fs1", coreUUID: nil, start: TraceSketch.time(900))
        channel.callID = "busy-1@127.0.0.20"
        channel.direction = .inbound
        channel.hangupCause = "USER_BUSY"
        channel.end = TraceSketch.time(600_000)
        let trace = Trace.sketch(
            rows,
            dialogs: [
                .sketch(
                    "busy-1@127.0.0.20", outcome: .busy, status: (486, "Busy Here"), end: 580_900)
            ],
            channels: [channel], hosts: [("127.0.0.11:0", "fs1 101")],
            findings: [
                Finding(
                    .warning, "busy", "486 Busy Here came first from 127.0.0.11:5060",
                    at: TraceSketch.time(80_000))
            ])
        try Golden.expect(Ladder.render(trace, options: LadderOptions()), matches: "busy.txt")
    }

    @Test func `a caller who gives up`() throws {
        let rows = TraceSketch(callIDs: ["gone@127.0.0.20"]).rows(
            """
            sip | 0 | 1 | 127.0.0.20:5060 | 127.0.0.10:5060 | INVITE sip:1001@acme.test SIP/2.0 | 1 INVITE | sdp | 200
            sip | 300 | 1 | 127.0.0.10:5060 | 127.0.0.20:5060 | SIP/2.0 100 Trying | 1 INVITE | - | 200
            sip | 500 | 1 | 127.0.0.10:5060 | 127.0.0.21:5060 | INVITE sip:1001@127.0.0.21 SIP/2.0 | 1 INVITE | sdp | 200
            sip | 900 | 1 | 127.0.0.21:5060 | 127.0.0.10:5060 | SIP/2.0 180 Ringing | 1 INVITE | - | 200
            sip | 1000 | 1 | 127.0.0.10:5060 | 127.0.0.20:5060 | SIP/2.0 180 Ringing | 1 INVITE | - | 200
            sip | 12001000 | 1 | 127.0.0.20:5060 | 127.0.0.10:5060 | CANCEL sip:1001@acme.test SIP/2.0 | 1 CANCEL | - | 200
            sip | 12001200 | 1 | 127.0.0.10:5060 | 127.0.0.20:5060 | SIP/2.0 200 canceling | 1 CANCEL | - | 200
            sip | 12001400 | 1 | 127.0.0.10:5060 | 127.0.0.21:5060 | CANCEL sip:1001@127.0.0.21 SIP/2.0 | 1 CANCEL | - | 200
            sip | 12002000 | 1 | 127.0.0.21:5060 | 127.0.0.10:5060 | SIP/2.0 487 Request Terminated | 1 INVITE | - | 200
            sip | 12002300 | 1 | 127.0.0.10:5060 | 127.0.0.20:5060 | SIP/2.0 487 Request Terminated | 1 INVITE | - | 200
            """)
        let trace = Trace.sketch(
            rows,
            dialogs: [
                .sketch(
                    "gone@127.0.0.20", outcome: .abandoned, status: (487, "Request Terminated"),
                    ringing: 900, end: 12_002_300, endedBy: "1010")
            ],
            hosts: [("127.0.0.10:0", "proxy")])
        try Golden.expect(Ladder.render(trace, options: LadderOptions()), matches: "abandoned.txt")
    }

    @Test func `a call that is still up`() throws {
        let rows = TraceSketch(callIDs: ["up@127.0.0.20"]).rows(
            """
            sip | 0 | 1 | 127.0.0.20:5060 | 127.0.0.11:5060 | INVITE sip:1001@acme.test SIP/2.0 | 1 INVITE | sdp | 101
            sip | 2000000 | 1 | 127.0.0.11:5060 | 127.0.0.20:5060 | SIP/2.0 200 OK | 1 INVITE | sdp | 101
            sip | 2100000 | 1 | 127.0.0.20:5060 | 127.0.0.11:5060 | ACK sip:1001@acme.test SIP/2.0 | 1 ACK | - | 101
            """)
        var trace = Trace.sketch(
            rows
                + [
                    .quality(
                        QualityRow(
                            time: TraceSketch.time(35_000_000), callID: "up@127.0.0.20",
                            node: "rtp1",
                            report: .sketch(loss: 0.0625, jitter: 0.002, mos: 3.9)))
                ],
            dialogs: [.sketch("up@127.0.0.20", status: (200, "OK"), answered: 2_000_000)])
        trace.isComplete = false
        trace.warnings = ["fs1 was not connected from 23:20 to 23:26"]
        try Golden.expect(
            Ladder.render(trace, options: LadderOptions()), matches: "in-progress.txt")
    }

    @Test func `a registration`() throws {
        let rows = TraceSketch(callIDs: ["reg@127.0.0.20"]).rows(
            """
            sip | 0 | 1 | 127.0.0.20:5060 | 127.0.0.10:5060 | REGISTER sip:acme.test SIP/2.0 | 1 REGISTER | - | 200
            sip | 400 | 1 | 127.0.0.10:5060 | 127.0.0.20:5060 | SIP/2.0 401 Unauthorized | 1 REGISTER | - | 200
            sip | 900 | 1 | 127.0.0.20:5060 | 127.0.0.10:5060 | REGISTER sip:acme.test SIP/2.0 | 2 REGISTER | - | 200
            sip | 1400 | 1 | 127.0.0.10:5060 | 127.0.0.20:5060 | SIP/2.0 200 OK | 2 REGISTER | - | 200
            """)
        let trace = Trace.sketch(
            rows, dialogs: [.sketch("reg@127.0.0.20", "REGISTER", status: (200, "OK"), end: 1400)])
        try Golden.expect(Ladder.render(trace, options: LadderOptions()), matches: "register.txt")
    }

    @Test func `a trace of nothing`() throws {
        try Golden.expect(
            Ladder.render(.sketch([]), options: LadderOptions()), matches: "empty.txt")
    }
}
