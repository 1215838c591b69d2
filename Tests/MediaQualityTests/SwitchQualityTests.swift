// What FreeSWITCH says of media.

import EventSocket
import MediaQuality
import Testing

struct SwitchQualityTests {
    private static func reports(_ headers: [(String, String)]) throws -> [QualityReport] {
        let members = headers.map { "\"\($0.0)\":\"\($0.1)\"" }.joined(separator: ",")
        return QualityReport.reports(of: try SwitchEvent(json: Array("{\(members)}".utf8)))
    }

    private static let received: [(String, String)] = [
        ("Event-Name", "RECV_RTCP_MESSAGE"), ("Unique-ID", "u"), ("SSRC", "d40f7f1f"),
        ("Sender-Packet-Count", "50"), ("Octect-Packet-Count", "8000"), ("RTP-Rate", "8000"),
        ("Capture-Time", "1795390678931778"),
    ]

    @Test func `a report of RTCP without a block says what was sent`() throws {
        let reports = try Self.reports(Self.received)
        #expect(reports.map(\.reporterSSRC) == [0xd40f_7f1f] && reports.map(\.packetsSent) == [50])
        #expect(reports.map(\.hasMeasurement) == [false])
    }

    @Test func `a block received by the switch is about what it sent, and tells the round trip`()
        throws
    {
        // 1795390678.931778 is 0x77d6'ee88 in the middle of NTP's 64 bits.
        let now = UInt32(truncatingIfNeeded: (1_795_390_678 + 2_208_988_800) << 16) | 61065
        let reports = try Self.reports(
            Self.received + [
                ("Source0-SSRC", "ff075e2d"), ("Source0-Fraction", "64"),
                ("Source0-Lost", "16777215"), ("Source0-Jitter", "160"),
                ("Source0-LSR", String(now &- 65536 &- 6554)), ("Source0-DLSR", "65536"),
            ])
        #expect(reports.map(\.direction) == [.sent] && reports.map(\.source) == [.switch])
        #expect(reports.map(\.lossRatio) == [0.25] && reports.map(\.packetsLost) == [-1])
        #expect(reports.map(\.jitterSeconds) == [0.02])
        let trip = try #require(reports[0].roundTripSeconds)
        #expect(abs(trip - 0.1) < 0.001)
    }

    @Test func `what the switch sends is about what it received, without a round trip`() throws {
        let reports = try Self.reports([
            ("Event-Name", "SEND_RTCP_MESSAGE"), ("SSRC", "1"), ("RTP-Rate", "8000"),
            ("Capture-Time", "1795390678931778"), ("Source-SSRC", "2"),
            ("Source-Fraction", "0"), ("Source-Lost", "0"), ("Source-Jitter", "8"),
            ("Source-LSR", "1"), ("Source-DLSR", "1"),
        ])
        #expect(reports.map(\.direction) == [.received])
        #expect(reports.map(\.jitterSeconds) == [0.001])
        #expect(reports.map(\.roundTripSeconds) == [nil])
    }

    @Test(arguments: [("CHANNEL_HANGUP_COMPLETE", QualitySource.switch), ("CDR", .cdr)])
    func `the counts of a channel are read`(name: String, source: QualitySource) throws {
        let reports = try Self.reports([
            ("Event-Name", name), ("variable_rtp_audio_in_packet_count", "616"),
            ("variable_rtp_audio_out_packet_count", "614"), ("variable_rtp_audio_in_mos", "4.41"),
            ("variable_rtp_audio_in_jitter_loss_rate", "0.01"),
            ("variable_rtp_use_codec_name", "PCMU"), ("variable_rtp_use_codec_rate", "8000"),
        ])
        #expect(reports.map(\.source) == [source] && reports.map(\.scope) == [.call])
        #expect(reports.map(\.packetsReceived) == [616] && reports.map(\.packetsSent) == [614])
        #expect(reports[0].scores.map(\.algorithm) == [.freeSWITCH, .eModel])
        #expect(reports[0].lossRatio.map { abs($0 - 0.01 / 1.01) < 1e-12 } == true)
    }

    @Test func `a score of a channel that received nothing is none`() throws {
        let reports = try Self.reports([
            ("Event-Name", "CHANNEL_HANGUP_COMPLETE"),
            ("variable_rtp_audio_in_packet_count", "0"),
            ("variable_rtp_audio_out_packet_count", "12"), ("variable_rtp_audio_in_mos", "4.50"),
            ("variable_rtp_audio_in_jitter_loss_rate", "0.00"),
        ])
        #expect(reports.map(\.packetsReceived) == [0] && reports.map(\.packetsSent) == [12])
        #expect(reports.map(\.lossRatio) == [nil] && reports[0].scores.isEmpty)
    }

    @Test func `other events and channels without media say nothing`() throws {
        #expect(try Self.reports([("Event-Name", "CHANNEL_CREATE")]).isEmpty)
        #expect(
            try Self.reports([
                ("Event-Name", "CHANNEL_HANGUP_COMPLETE"), ("variable_sip_call_id", "x"),
            ]).isEmpty)
    }
}
