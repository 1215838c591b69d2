// Statistics in BYE, in every dialect that was seen.

import MediaQuality
import Testing

struct StatisticsHeaderTests {
    @Test func `AVM's header gives both directions, with jitter in units of the clock`() throws {
        let (header, reports) = try #require(try Fixture.header("x-rtp-stat-avm.txt"))
        #expect(header == .xRTPStat)
        #expect(reports.map(\.direction) == [.received, .sent])
        #expect(reports.map(\.packetsLost) == [10, 2])
        #expect(reports[0].packetsReceived == 1230 && reports[0].packetsSent == 1234)
        #expect(reports[0].lossRatio == 10.0 / 1240)
        #expect(reports[1].lossRatio == 2.0 / 1234)
        #expect(reports.map(\.jitterSeconds) == [0.0015, 0.000375])
        #expect(reports[0].score?.algorithm == .eModel)
    }

    @Test func `baresip's header names its clock`() throws {
        let (_, reports) = try #require(try Fixture.header("x-rtp-stat-baresip.txt"))
        #expect(reports.map(\.jitterSeconds) == [0.00015, 0.0001])
        #expect(reports.map(\.packetsLost) == [0, 0])
        #expect(reports[0].packetsReceived == 600 && reports[0].packetsSent == 598)
    }

    @Test func `a header with a score has it under a name of its own`() throws {
        let (_, reports) = try #require(try Fixture.header("x-rtp-stat-mos.txt"))
        #expect(reports.map(\.score) == [MOSScore(.bye, 3.8)])
        #expect(reports.map(\.jitterSeconds) == [0.007])
        #expect(reports.map(\.lossRatio) == [0])
        #expect(reports.map(\.roundTripSeconds) == [nil])
    }

    @Test func `Linksys's header has commas and milliseconds`() throws {
        let (header, reports) = try #require(try Fixture.header("p-rtp-stat.txt"))
        #expect(header == .pRTPStat)
        #expect(reports.count == 1)
        #expect(reports[0].packetsSent == 1530 && reports[0].packetsReceived == 1529)
        #expect(reports[0].packetsLost == 0 && reports[0].jitterSeconds == 0.003)
        #expect(reports[0].format == MediaFormat(payloadType: 0))
    }

    @Test func `Cisco's fields in quotes are found`() throws {
        let file = try Fixture.bytes("rtp-rxstat-cisco.txt")
        let lines = file.split(separator: 0x0a).map { Array($0) }
        let (header, reports) = try #require(Fixture.header(lines[0]))
        #expect(header == .rxStat)
        #expect(reports.map(\.packetsReceived) == [1854])
        #expect(reports[0].scores.first == MOSScore(.byeListening, 3.52))
        #expect(reports[0].scores.contains { $0 == MOSScore(.byeConversational, 4.21) })
        #expect(reports[0].packetsLost == 0 && reports[0].jitterSeconds == 0)
        let (sent, counts) = try #require(Fixture.header(lines[1]))
        #expect(sent == .txStat && counts.map(\.packetsSent) == [1850])
    }

    @Test func `the short header names its sources`() throws {
        let (header, reports) = try #require(try Fixture.header("x-ng-rtp-stats.txt"))
        #expect(header == .xNG)
        #expect(reports[0].reporterSSRC == 12345 && reports[0].streamSSRC == 54321)
        #expect(reports[0].lossRatio == 0 && reports[0].jitterSeconds == 0.002)
    }

    @Test func `fields are found by their keys, whatever their order`() throws {
        let order = "X-RTP-Stat: JI=8;XX=1;PL=1;DE=PCMU;PR=99;QS=-;PS=5"
        let (_, reports) = try #require(Fixture.header(Array(order.utf8)))
        #expect(reports.count == 1)
        #expect(reports[0].lossRatio == 0.01 && reports[0].jitterSeconds == 0.001)
        #expect(reports[0].packetsSent == 5)
    }

    @Test(arguments: [
        "X-RTP-Stat: ", "X-RTP-Stat: a;b;c", "X-RTP-Stat: PS=-;PR=x;PL=-,-;JI=-", "X-Other: PS=1",
        "RTP-TxStat: Dur=3", "X-RTP-Stats: PS=1;PR=2",
    ])
    func `a header of nothing known is none`(line: String) {
        #expect(Fixture.header(Array(line.utf8)) == nil)
    }

    @Test func `a name in any case is known`() {
        #expect(Fixture.header(Array("x-rtp-STAT: PR=2".utf8))?.0 == .xRTPStat)
    }
}
