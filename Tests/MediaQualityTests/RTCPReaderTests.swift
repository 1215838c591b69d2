// RTCP as on the wire: blocks, units, signs, and when there is a round trip.

import MediaQuality
import Testing

struct RTCPReaderTests {
    @Test func `a sender's report gives its block in shares and units`() throws {
        let reports = try #require(rtcp(Fixture.senderReport))
        #expect(reports.count == 1)
        let report = reports[0]
        #expect(report.source == .rtcp && report.direction == .received)
        #expect(report.reporterSSRC == 0x1111_1111 && report.streamSSRC == 0x2222_2222)
        #expect(report.lossRatio == 0.25)
        #expect(report.packetsLost == -1)
        #expect(report.packetsSent == 50)
        #expect(report.jitterUnits == 160 && report.jitterSeconds == nil)
        #expect(report.roundTripSeconds == nil)
    }

    @Test func `jitter is in seconds once the clock is known, and a score follows`() throws {
        var report = try #require(rtcp(Fixture.senderReport))[0]
        report.complete(with: MediaFormat(payloadType: 0))
        #expect(report.jitterSeconds == 0.02)
        #expect(report.score?.algorithm == .eModel)
        var opus = try #require(rtcp(Fixture.senderReport))[0]
        opus.complete(with: MediaFormat(name: "opus", clockRate: 48000))
        #expect(opus.jitterSeconds.map { abs($0 - 160.0 / 48000) < 1e-9 } == true)
        #expect(opus.scores.isEmpty, "not modelled")
    }

    @Test(arguments: [
        (0x3b97_8000 as UInt32, 0.5 as Double?), (0x3b97_0000, 0), (0x3b96_ffff, nil),
        (0x3ba2_0001, nil),
    ])
    func `a round trip is told at the sender, and never negative or over ten seconds`(
        now: UInt32, seconds: Double?
    ) throws {
        let reports = try #require(rtcp(Fixture.senderReport, now: now))
        #expect(reports[0].roundTripSeconds == seconds)
    }

    @Test func `without a sender's report before it a block has no round trip`() throws {
        let packet = Fixture.part(1, 201, [1, 2, 0, 520, 0, 0, 0])
        let reports = try #require(rtcp(packet, now: 0x3b97_8000))
        #expect(reports.map(\.roundTripSeconds) == [nil])
        #expect(reports.map(\.packetsSent) == [nil])
    }

    @Test func `a compound packet gives each of its reports, and others are passed over`() throws {
        let sdes = Fixture.part(1, 202, [0x1111_1111, 0x0101_6100])
        let bye = Fixture.part(1, 203, [0x1111_1111])
        let packet = Fixture.senderReport + sdes + Fixture.extendedReport + bye
        let reports = try #require(rtcp(packet))
        #expect(reports.map(\.source) == [.rtcp, .rtcpXR])
        let metrics = reports[1]
        #expect(metrics.reporterSSRC == 0x3333_3333 && metrics.streamSSRC == 0x4444_4444)
        #expect(metrics.lossRatio == 26.0 / 256)
        #expect(metrics.roundTripSeconds == 0.2)
        #expect(metrics.scores.map(\.algorithm) == [.xrListening, .xrConversational])
        #expect(metrics.scores.map(\.value) == [4.2, 3.3])
    }

    @Test func `scores of 127 and a round trip of 0 are not available`() throws {
        var packet = Fixture.extendedReport
        packet.replaceSubrange((packet.count - 24)..<(packet.count - 20), with: [0, 0, 0, 0])
        packet[packet.count - 10] = 127
        packet[packet.count - 9] = 127
        let report = try #require(rtcp(packet))[0]
        #expect(report.scores.isEmpty)
    }

    @Test func `a sender's report without blocks says what was sent`() throws {
        let packet = Fixture.part(0, 200, [7, 0, 0, 0, 150, 24000])
        let reports = try #require(rtcp(packet))
        #expect(reports.map(\.packetsSent) == [150])
        #expect(reports.map(\.hasMeasurement) == [false])
    }

    @Test func `what begins otherwise is no RTCP`() {
        for bytes in [[], [0x80], [0x80, 200, 0], Array("{\"ssrc\":1}".utf8), [0x40, 200, 0, 0]]
            as [[UInt8]]
        {
            #expect(rtcp(bytes) == nil)
        }
    }

    @Test func `what is cut gives the blocks that are whole`() throws {
        let two = Fixture.part(
            2, 201, [1, 2, 0x0a00_0001, 0, 8, 0, 0, 3, 0x0b00_0001, 0, 8, 0, 0])
        #expect(try #require(rtcp(two)).count == 2)
        let cut = Array(two.prefix(40))
        #expect(try #require(rtcp(cut)).map(\.streamSSRC) == [2])
    }

    @Test func `encrypted numbers are left out`() throws {
        // Jitter of hours in any clock.
        let packet = Fixture.part(1, 201, [1, 2, 0, 520, 0xf000_0000, 0, 0])
        #expect(try #require(rtcp(packet)).map(\.hasMeasurement) == [false])
    }
}
