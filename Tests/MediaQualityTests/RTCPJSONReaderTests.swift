// RTCP in JSON, as each agent writes it.

import MediaQuality
import Testing

struct RTCPJSONReaderTests {
    private static func read(_ json: String) -> [QualityReport]? {
        rtcpJSON(Array(json.utf8))
    }

    @Test func `rtpengine's numbers are read, packets lost with their sign`() throws {
        let reports = try #require(
            Self.read(
                #"""
                { "sender_information":{"ntp_timestamp_sec":3908988800,"ntp_timestamp_usec":5,"octets":8000,
                "rtp_timestamp":160, "packets":50},"ssrc":11,"type":200,"report_count":1,"report_blocks":[
                {"source_ssrc":12,"highest_seq_no":5,"fraction_lost":64,"ia_jitter":80,"packets_lost":16777215,
                "lsr":123,"dlsr":9}],"sdes_report_count":1,"sdes_information":[
                {"sdes_chunk_ssrc":11,"type":1,"text":"cname"}] }
                """#))
        #expect(reports.count == 1)
        #expect(reports[0].reporterSSRC == 11 && reports[0].streamSSRC == 12)
        #expect(reports[0].lossRatio == 0.25 && reports[0].packetsLost == -1)
        #expect(reports[0].jitterUnits == 80 && reports[0].packetsSent == 50)
        #expect(reports[0].roundTripSeconds == nil)
    }

    @Test func `Asterisk's numbers in quotes and its null are read`() throws {
        let reports = try #require(
            Self.read(
                #"""
                {"ssrc": 11, "type": 201, "report_count": 1, "sender_information": null,
                "report_blocks": [{"source_ssrc": 12, "fraction_lost": 0, "packets_lost": 0,
                "highest_seq_no": 5, "ia_jitter": 3, "lsr": "123", "dlsr": 9}]}
                """#))
        #expect(reports.map(\.jitterUnits) == [3])
        #expect(reports.map(\.packetsSent) == [nil])
    }

    @Test func `captagent's extended report is one of its own`() throws {
        let reports = try #require(
            Self.read(
                #"""
                {"ssrc":1,"type":207,"report_count":0,"Extended_report_information":{"identifier":9,
                "loss_rate":26,"round_trip_delay":200,"MOS_LQ":42,"MOS_CQ":127}}
                """#))
        #expect(reports.map(\.source) == [.rtcpXR])
        #expect(reports[0].streamSSRC == 9 && reports[0].roundTripSeconds == 0.2)
        #expect(reports[0].scores == [MOSScore(.xrListening, 4.2)].compactMap(\.self))
    }

    @Test func `heplify's empty extended block is none`() throws {
        let reports = try #require(
            Self.read(
                #"""
                {"ssrc":1,"type":202,"report_blocks":[{"source_ssrc":2,"fraction_lost":0,"packets_lost":-3,
                "ia_jitter":8}],"report_blocks_xr":{"type":0,"id":0,"fraction_lost":0,"round_trip_delay":0}}
                """#))
        #expect(reports.map(\.source) == [.rtcpJSON])
        #expect(reports.map(\.packetsLost) == [-3])
    }

    @Test func `the structures of pion are read by their names`() throws {
        let reports = try #require(
            Self.read(
                #"""
                {"SSRC":5,"NTPTime":1,"RTPTime":2,"PacketCount":3,"OctetCount":4,"Reports":[{"SSRC":6,
                "FractionLost":128,"TotalLost":1,"LastSequenceNumber":2,"Jitter":90,"Delay":3}]}
                """#))
        #expect(reports.map(\.lossRatio) == [0.5] && reports.map(\.packetsSent) == [3])
    }

    @Test(arguments: [
        "", "{", "[]", "{}", "null", #"{"MOS":4}"#, #"{"ssrc":1,"type":17}"#,
        #"{"ssrc":1,"report_blocks":[{"source_ssrc":2,"fraction_lost":4711,"ia_jitter":1}]}"#,
        #"{"ssrc":1,"report_blocks":[{"source_ssrc":2,"fraction_lost":1,"ia_jitter":4294967295}]}"#,
    ])
    func `what is no RTCP, or nothing but nonsense, is refused`(json: String) {
        #expect(Self.read(json) == nil)
    }

    @Test func `an RTP agent's summary is read`() throws {
        let json = Array(
            #"""
            {"CORRELATION_ID":"a@b","JITTER":"3.5","TOTAL_PK":990,"EXPECTED_PK":1000,"PACKET_LOSS":10,
            "MOS":4.1,"MEAN_MOS":4.2,"CODEC_NAME":"PCMA","TYPE":"FINAL"}
            """#.utf8)
        let reports = try #require(agentReport(json))
        #expect(reports.map(\.lossRatio) == [0.01] && reports.map(\.jitterSeconds) == [0.0035])
        #expect(reports.map(\.score) == [MOSScore(.rtpAgent, 4.2)])
        #expect(reports.map(\.scope) == [.call])
        #expect(rtcpJSON(json) == nil)
    }

    @Test func `horaclifix gives both sides of an SBC`() throws {
        let json = Array(
            #"""
            {"INC_ID":"a","OUT_ID":"b","INC_RTP_PK":99,"INC_RTP_PK_LOSS":1,"INC_RTP_AVG_JITTER":4,
            "INC_RTCP_AVG_LAT":30,"INC_MOS":432,"OUT_RTP_PK":50,"OUT_RTP_PK_LOSS":0,"OUT_MOS":0}
            """#.utf8)
        let reports = try #require(agentReport(json))
        #expect(reports.map(\.lossRatio) == [0.01, 0])
        #expect(reports.map(\.roundTripSeconds) == [0.03, nil])
        #expect(reports.map(\.score?.value) == [4.32, nil])
    }
}
