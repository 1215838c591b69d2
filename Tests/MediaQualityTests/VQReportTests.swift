// Reports of telephones, in every dialect that was seen.

import MediaQuality
import Testing

struct VQReportTests {
    private static func read(_ file: String) throws -> VQReport {
        try #require(vqReport(Fixture.body(file)), "\(file)")
    }

    @Test func `fields without a blank after the colon and written into each other are read`()
        throws
    {
        let report = try Self.read("dialect-a-no-space.sip")
        #expect(report.callID == "call-a-1")
        #expect(report.reports.count == 1)
        let local = report.reports[0]
        #expect(local.reporterSSRC == 0x014e_a261 && local.streamSSRC == 0x1f63_4ea2)
        #expect(local.reporterAddress == "192.0.2.13:57460")
        #expect(local.lossRatio == 0 && local.jitterSeconds == 0)
        #expect(local.roundTripSeconds == nil, "0 is not measured")
        #expect(local.scores.map(\.value) == [4.1, 4.1])
        #expect(local.format == MediaFormat(payloadType: 8))
        #expect(local.begin == 1_466_063_234_000_000 && local.end == 1_466_063_241_000_000)
    }

    @Test(arguments: [
        ("dialect-b-lf-session.sip", QualityReport.Scope.call),
        ("dialect-b-lf-interval.sip", .interval), ("dialect-b-lf-alert.sip", .interval),
    ])
    func `lines that end in a line feed, a decimal SSRC, metrics before the Call-ID`(
        file: String, scope: QualityReport.Scope
    ) throws {
        let report = try Self.read(file)
        #expect(report.callID == "call-b-1@192.0.2.52")
        let local = report.reports[0]
        #expect(local.scope == scope)
        #expect(local.reporterSSRC == 3_825_483_318)
        #expect(local.roundTripSeconds == 0.003)
        #expect(local.scores.map(\.algorithm) == [.vqListening, .vqConversational])
        #expect(local.scores.map(\.value) == [3.8, 3.4])
    }

    @Test func `the form of RFC 6035 gives both sides`() throws {
        let report = try Self.read("dialect-c-rfc6035.sip")
        #expect(report.callID == "1890463548@alice.example.com")
        #expect(report.reports.map(\.direction) == [.received, .sent])
        #expect(report.reports.map(\.lossRatio) == [0.05, 0.005])
        #expect(report.reports.map(\.roundTripSeconds) == [0.2, 0.2])
        #expect(report.reports.map(\.jitterSeconds) == [0.002, 0.002])
        #expect(report.reports.map(\.score?.value) == [3.4, 4.2])
        #expect(report.reports[0].reporterSSRC == 0x1a3b_5c7d)
        #expect(report.reports[0].streamSSRC == 0x2468_abcd)
        #expect(report.reports[0].reporterAddress == "[2001:db8::10]:5000")
        #expect(report.reports[0].format == MediaFormat(payloadType: 18))
    }

    @Test func `what is not available is nothing`() throws {
        let report = try Self.read("dialect-d-unavailable.sip")
        #expect(report.callID == "call-d")
        let local = report.reports[0]
        #expect(local.lossRatio == nil && local.scores.isEmpty)
        #expect(local.begin == nil && local.end == nil)
        #expect(local.reporterSSRC == nil)
        #expect(!local.hasMeasurement)
    }

    @Test(arguments: ["127", "65535", "12.7", "-1", "0.0", "255", "nan", ""])
    func `no number that stands for nothing is taken for a score or a delay`(value: String) throws {
        let body = Array(
            "VQSessionReport\nQualityEst:MOSLQ=\(value) MOSCQ=\(value)\nDelay:RTD=\(value)".utf8)
        let report = try #require(vqReport(body)).reports[0]
        #expect(report.scores.isEmpty)
        let seconds: Double? = ["127": 0.127, "12.7": 0.0127, "255": 0.255][value]
        #expect(report.roundTripSeconds == seconds)
    }

    @Test func `the short form of HEP type 35 is read`() throws {
        let report = try #require(
            vqReport(Array("NLR=1.5 JDR=0 IAJ=7 MOSLQ=4.2 MOSCQ=4.1".utf8)))
        #expect(report.reports.map(\.lossRatio) == [0.015])
        #expect(report.reports.map(\.jitterSeconds) == [0.007])
        #expect(report.callID.isEmpty)
    }

    @Test func `the Call-ID is found as the reader finds it`() throws {
        for file in try Fixture.messages() {
            let body = try Fixture.body(file)
            let range = try #require(vqCallID(body))
            #expect(
                String(decoding: body[range], as: UTF8.self) == (try Self.read(file).callID))
        }
    }

    @Test func `what is no report is refused`() {
        for text in ["", "CallID: x", "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\n", "{\"a\":1}"] {
            #expect(vqReport(Array(text.utf8)) == nil, "\(text)")
        }
    }
}
