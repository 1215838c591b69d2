// Whatever is sent, nothing traps, nothing takes long, and numbers stay within their bounds.

import EventSocket
import MediaQuality
import Testing

struct HostileReportTests {
    /// Reports of every kind.
    static func seeds() throws -> [[UInt8]] {
        let json = [
            #"{"sender_information":{"packets":50},"ssrc":11,"type":200,"report_count":1,"report_blocks":[{"#
                + #""source_ssrc":12,"fraction_lost":64,"ia_jitter":80,"packets_lost":16777215,"lsr":"1"}],"#
                + #""report_blocks_xr":{"type":7,"id":1,"fraction_lost":3,"round_trip_delay":20}}"#,
            #"{"MOS":"4.1","JITTER":3,"PACKET_LOSS":1,"EXPECTED_PK":100,"INC_MOS":400,"OUT_RTP_PK":5}"#,
        ]
        return try [Fixture.senderReport + Fixture.extendedReport] + json.map { Array($0.utf8) }
            + Fixture.messages().map { try Fixture.body($0) }
            + ["x-rtp-stat-avm.txt", "rtp-rxstat-cisco.txt", "p-rtp-stat.txt"].map {
                try Fixture.bytes($0)
            }
    }

    private static let nasty: [UInt8] = [
        0, 1, 0x0a, 0x22, 0x2c, 0x39, 0x3d, 0x5c, 0x7d, 0x80, 0xff,
    ]

    private static func expectSane(_ reports: [QualityReport]) {
        for report in reports {
            if let loss = report.lossRatio { #expect((0...1).contains(loss)) }
            for seconds in [report.jitterSeconds, report.roundTripSeconds] {
                if let seconds { #expect((0...10).contains(seconds)) }
            }
            for score in report.scores { #expect((1...5).contains(score.value)) }
            #expect(report.scores.count <= 4)
        }
    }

    private static func probe(_ bytes: [UInt8]) {
        _ = readEverything(bytes)
        for format in [MediaFormat(payloadType: 0), nil] {
            var reports = RTCPReader.read(bytes.span, now: 1) ?? []
            reports += RTCPJSONReader.read(bytes.span) ?? []
            reports += AgentReportReader.read(bytes.span) ?? []
            reports += VQReportReader.read(bytes.span)?.reports ?? []
            for header in StatisticsHeader.allCases {
                reports += header.read(bytes.span, 0..<bytes.count) ?? []
            }
            for index in reports.indices { reports[index].complete(with: format) }
            expectSane(reports)
        }
    }

    @Test func `every prefix of every report is read`() throws {
        for seed in try Self.seeds() {
            for length in 0...seed.count { _ = readEverything(Array(seed.prefix(length))) }
        }
    }

    @Test func `every report is read with any byte replaced`() throws {
        for seed in try Self.seeds() {
            var bytes = seed
            for index in bytes.indices {
                let good = bytes[index]
                for bad in Self.nasty where bad != good {
                    bytes[index] = bad
                    _ = readEverything(bytes)
                }
                bytes[index] = good
            }
        }
    }

    @Test(arguments: [0, 1, 0xffff])
    func `every length within RTCP may be anything`(length: Int) {
        let packet = Fixture.senderReport + Fixture.extendedReport
        for place in stride(from: 2, to: packet.count - 1, by: 2) {
            var changed = packet
            changed[place] = UInt8(length >> 8)
            changed[place + 1] = UInt8(length & 255)
            Self.probe(changed)
        }
    }

    @Test(arguments: ["0", "1", "-1", "65535", "4294967295", "1e308", "99999999999999999999999999"])
    func `any number may stand in the place of any other`(number: String) throws {
        for seed in try Self.seeds().dropFirst() {
            var index = 0
            while index < seed.count {
                guard (0x30...0x39).contains(seed[index]) else {
                    index += 1
                    continue
                }
                var end = index
                while end < seed.count, (0x30...0x39).contains(seed[end]) { end += 1 }
                Self.probe(Array(seed[..<index]) + Array(number.utf8) + Array(seed[end...]))
                index = end
            }
        }
    }

    @Test(arguments: [
        "0", "-1", "4294967296", "99999999999999999999", "", "x", "nan", "inf", "1e9",
    ])
    func `a switch may say anything`(value: String) throws {
        let names = [
            "SSRC", "Source0-SSRC", "Source0-Fraction", "Source0-Lost", "Source0-Jitter",
            "Source0-LSR", "Source0-DLSR", "RTP-Rate", "Capture-Time", "Sender-Packet-Count",
            "variable_rtp_audio_in_packet_count", "variable_rtp_audio_out_packet_count",
            "variable_rtp_audio_in_mos", "variable_rtp_audio_in_jitter_loss_rate",
            "variable_rtp_use_codec_name", "variable_rtp_use_codec_rate",
        ]
        for event in ["RECV_RTCP_MESSAGE", "SEND_RTCP_MESSAGE", "CHANNEL_HANGUP_COMPLETE", "CDR"] {
            for bad in names {
                let members = names.map { "\"\($0)\":\"\($0 == bad ? value : "1")\"" }
                let json = "{\"Event-Name\":\"\(event)\",\(members.joined(separator: ","))}"
                Self.expectSane(
                    QualityReport.reports(of: try SwitchEvent(json: Array(json.utf8))))
            }
        }
    }

    // Quadratic work on a hundred thousand bytes would take minutes.
    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            "a", "=", "a=", "a=1", "PL=1,", ";", "\n", "CallID:x\n", "a:b=c\n", "{\"ssrc\":",
            "[{},",
            "{\"report_blocks\":[", "\"", "80c80000", "1A=",
        ])
    func `a long run of one thing is read in linear time`(piece: String) {
        var bytes: [UInt8] = []
        while bytes.count < 120_000 { bytes += piece.utf8 }
        _ = readEverything(bytes)
        _ = readEverything(Array("{\"report_blocks\":[".utf8) + bytes)
        _ = readEverything([0x9f, 0xc9, 0xff, 0xff] + bytes)
        let zeros = [UInt8](repeating: 0, count: 120_000)
        _ = readEverything([0x80, 0xcf, 0x75, 0x30] + zeros)
    }
}
