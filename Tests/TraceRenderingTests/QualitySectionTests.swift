// The section on quality: a paragraph a stream, in words.

import CallGraph
import MediaQuality
import Testing
import TraceRendering

@Suite("Quality section")
struct QualitySectionTests {
    private static func row(
        _ seconds: Int64, reporter: String, _ report: QualityReport
    ) -> TraceMessage {
        .quality(
            QualityRow(
                time: TraceSketch.time(seconds * 1_000_000), callID: "up@127.0.0.20", node: "rtp1",
                reporter: reporter, report: report))
    }

    @Test func `each stream says its mean and its worst, and scores by their algorithms`() throws {
        var rows = TraceSketch(callIDs: ["up@127.0.0.20"]).rows(
            """
            sip | 0 | 1 | 127.0.0.20:5060 | 127.0.0.11:5060 | INVITE sip:1001@acme.test SIP/2.0 | 1 INVITE | sdp | 101
            sip | 900000 | 1 | 127.0.0.11:5060 | 127.0.0.20:5060 | SIP/2.0 200 OK | 1 INVITE | sdp | 101
            """)
        for (index, loss) in [0, 0.0625, 0.25].enumerated() {
            var report = QualityReport.sketch(loss: loss, jitter: 0.002 * Double(index))
            report.streamSSRC = 9
            report.packetsLost = Int64(index * 7)
            report.scores = [MOSScore(.eModel, 4.4 - Double(index))].compactMap(\.self)
            rows.append(Self.row(Int64(2 + index * 2), reporter: "127.0.0.20:4001", report))
        }
        // Only what was sent: in the JSON, not here.
        var sender = QualityReport(.rtcpJSON)
        sender.packetsSent = 50
        rows.append(Self.row(7, reporter: "127.0.0.11:6001", sender))
        var phone = QualityReport(.vqRTCPXR, .sent, scope: .call)
        phone.roundTripSeconds = 0.2
        phone.scores = [MOSScore(.vqListening, 3.4), MOSScore(.vqConversational, 3.3)]
            .compactMap(\.self)
        rows.append(Self.row(8, reporter: "127.0.0.20:4000", phone))
        let trace = Trace.sketch(
            rows, dialogs: [.sketch("up@127.0.0.20", status: (200, "OK"), answered: 900_000)])
        let text = Ladder.render(trace, options: LadderOptions())
        try Golden.expect(text, matches: "quality.txt")
    }

    @Test func `a call that nobody measured has no section`() throws {
        let text = Ladder.render(try Trace.recorded(), options: LadderOptions())
        #expect(!text.contains("\nQuality\n"))
    }
}
