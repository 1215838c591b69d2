// The words on arrows, of log lines, of times, and of the first sentences.

import CallGraph
import Testing

@testable import TraceRendering

@Suite("Words")
struct WordsTests {
    @Test(arguments: [
        ("INVITE sip:a SIP/2.0\r\nContent-Type: application/sdp\r\n\r\nv=0", true),
        ("INVITE sip:a SIP/2.0\r\nc: application/sdp\r\n\r\nv=0", true),
        ("INVITE sip:a SIP/2.0\r\nCONTENT-TYPE :\tApplication/SDP;x=y\r\n\r\n", true),
        ("INVITE sip:a SIP/2.0\nContent-Type:application/sdp", true),
        (
            "INVITE sip:a SIP/2.0\r\nContent-Type: multipart/mixed\r\n\r\n--x\r\nContent-Type: application/sdp",
            true
        ),
        ("INVITE sip:a SIP/2.0\r\nAccept: application/sdp\r\n\r\n", false),
        ("INVITE sip:a SIP/2.0\r\nContent-Type: application/sdpx-not", true),
        ("INVITE sip:a SIP/2.0\r\nContent-Type: text/plain\r\n\r\napplication/sdp", false),
        ("", false), (":", false), ("\n:", false), ("\nc:", false),
    ])
    func `SDP is told by its content type`(text: String, hasSDP: Bool) {
        #expect(MessageGlance(text).hasSDP == hasSDP)
    }

    @Test(
        arguments: [
            ("SIP/2.0 180 Ringing\r\n", "Ringing"), ("SIP/2.0 486 Busy Here\n", "Busy Here"),
            ("SIP/2.0 200 ", nil), ("SIP/2.0 200", nil), ("INVITE sip:a SIP/2.0\r\n", nil),
            ("", nil),
        ] as [(String, String?)])
    func `a reason phrase is all after the status`(text: String, reason: String?) {
        #expect(MessageGlance(text).reason == reason)
    }

    @Test func `a label sheds its parts as room runs out`() {
        let row = SIPRow(
            time: TraceSketch.start, callID: "c", source: .unknown, destination: .unknown,
            transport: "udp", method: "INVITE", status: 183, cseq: "1 INVITE",
            seenBy: [
                .init(node: "a", time: TraceSketch.start),
                .init(node: "b", time: TraceSketch.start),
            ], isRetransmission: true, isMalformed: false,
            text: "SIP/2.0 183 Session Progress\r\nc: application/sdp\r\n\r\n")
        var label = SIPLabel(row, legMethod: "INVITE", options: LadderOptions(), glyphs: .unicode)
        label.right = ":5080"
        #expect(label.long == "183 Session Progress (SDP) ×2 ↻ :5080")
        #expect(label.fitting(37) == "183 Session Progress (SDP) ×2 ↻ :5080")
        #expect(label.fitting(36) == "183 Session Progress (SDP) ×2 ↻")
        #expect(label.fitting(30) == "183 Session Progre… (SDP) ×2 ↻")
        #expect(label.fitting(16) == "183 SDP ×2 ↻")
        #expect(label.fitting(11) == nil)
        let other = SIPLabel(row, legMethod: "BYE", options: LadderOptions(), glyphs: .ascii)
        #expect(other.long == "183 Session Progress (INVITE) (SDP) x2 (retr.)")
    }

    @Test(arguments: [
        ("2026-11-22 23:26:31.046767 48.60% [NOTICE] sofia.c:1 Hangup\n", "sofia.c:1 Hangup", 0),
        ("2026-11-22 23:26:31.046767 [ERR] x.c:1 no\r\nv=0\nt=0", "x.c:1 no", 2),
        ("EXECUTE [depth=0] set(a=b)", "EXECUTE [depth=0] set(a=b)", 0),
        ("2026-11-22 23:26:31.046767", "", 0),
        ("2026-11-22 23:26:31.0467x7 a", "2026-11-22 23:26:31.0467x7 a", 0),
        ("2026-11-22 23:26:31.046767 48.60 x", "48.60 x", 0),
        ("2026-11-22 23:26:31.046767 [", "[", 0), ("", "", 0), ("\n\n", "", 0),
        ("\n\na\nb", "a", 1),
    ])
    func `a log line leaves out what the row says`(text: String, line: String, more: Int) {
        #expect(LogLine(text).text == line)
        #expect(LogLine(text).moreLines == more)
    }

    @Test(arguments: [
        (0.0, "0.00 s"), (0.3249, "0.32 s"), (9.994, "9.99 s"), (9.996, "10 s"),
        (119.6, "2 min 0 s"),
        (185, "3 min 5 s"), (7800, "2 h 10 min"), (-5, "0.00 s"), (.nan, "an unknown time"),
        (.infinity, "an unknown time"), (1e300, "an unknown time"),
    ])
    func `a length of time is said as one says it`(seconds: Double, words: String) {
        #expect(TimeWords.duration(seconds) == words)
    }

    @Test(
        arguments: [
            (Outcome.busy, 486, "1001 was busy (486 Why)"),
            (.rejected, 603, "1001 rejected the call (603 Why)"),
            (.noAnswer, 480, "1001 did not answer after 4.00 s of ringing (480 Why)"),
            (.notFound, 404, "1001 was not found (404 Why)"),
            (.redirect, 302, "the call was redirected (302 Why)"),
            (.auth, 407, "the caller did not show valid credentials (407 Why)"),
            (.clientError, 488, "the call was refused (488 Why)"),
            (.serverError, 503, "the call failed (503 Why)"),
            (.timeout, 408, "the call timed out (408 Why)"),
            (.timeout, nil, "no final answer ever came"),
            (.abandoned, 487, "1010 gave up after 4.00 s of ringing (487 Why)"),
            (.inProgress, nil, "it is still ringing"),
        ] as [(Outcome, Int?, String)])
    func `each outcome has its sentence`(outcome: Outcome, status: Int?, sentence: String) {
        let dialog = Dialog.sketch(
            "c", outcome: outcome, status: status.map { ($0, "Why") }, ringing: 1_000_000,
            end: 5_000_000)
        let lines = CallSentence(.sketch([], dialogs: [dialog]), show: { $0 }).lines()
        #expect(lines == ["1010 called 1001 (acme.test) at 2026-11-22 23:26:31.060 UTC", sentence])
    }

    @Test func `a caller who gives up before it rings, and a registration refused`() {
        let gone = Dialog.sketch("c", outcome: .abandoned, status: (487, "X"), end: 2_000_000)
        let lines = CallSentence(.sketch([], dialogs: [gone]), show: { $0 }).lines()
        #expect(lines.last == "1010 gave up after 2.00 s, before it rang (487 X)")
        let refused = Dialog.sketch("c", "REGISTER", outcome: .rejected, status: (403, "Forbidden"))
        #expect(
            CallSentence(.sketch([], dialogs: [refused]), show: { $0 }).lines() == [
                "1010 could not register at acme.test at 2026-11-22 23:26:31.060 UTC: 403 Forbidden"
            ])
    }

    @Test func `a channel is counted to the leg that a link ties it to`() {
        let channel = Channel(uuid: "u", node: "fs1", coreUUID: nil, start: TraceSketch.start)
        let link = Link(
            .same, Identity(.dialog, "b"), Identity(.channel, "u"), strength: .token,
            from: TraceSketch.start, evidence: [])
        let legs = LadderLegs(
            .sketch(
                [], dialogs: [.sketch("a", start: 5), .sketch("b", start: 1)], channels: [channel],
                links: [link]))
        #expect(legs.all.map(\.dialog?.callID) == ["b", "a"])
        #expect(legs.all.map(\.number) == [1, 2])
        #expect(legs.number(ofSwitchName: "u") == 1)
        #expect(legs.number(of: Identity(.dialog, "a")) == 2)
        #expect(legs.number(ofSwitchName: "nobody") == nil)
    }
}
