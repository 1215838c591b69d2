// Clocks elsewhere, told by what comes from there.

import CallGraph
import EventSocket
import HEP
import Testing

@testable import Ingest

struct ClockSkewTests {
    /// Sends at each second; the way takes `way`, and the sender's clock is `behind`.
    private static func run(
        _ skew: inout ClockSkew, _ seconds: Range<Int64>, behind: Int64, way: (Int64) -> Int64
    ) {
        for second in seconds {
            let sent = second * 1_000_000
            skew.observe(said: sent - behind, received: sent + way(second))
        }
    }

    @Test func `nothing is told before something has come`() {
        #expect(ClockSkew().microseconds == nil)
    }

    @Test func `the least delay of a window is what is told, whatever the others were`() {
        var skew = ClockSkew()
        // One packet in ten has a free way.
        Self.run(&skew, 0..<120, behind: 5_000_000) { $0 % 10 == 3 ? 200 : 900_000 + $0 * 10_000 }
        #expect(skew.microseconds == 5_000_200)
    }

    @Test func `a clock that is ahead gives less than nothing`() {
        var skew = ClockSkew()
        Self.run(&skew, 0..<10, behind: -3_000_000) { _ in 1000 }
        #expect(skew.microseconds == -2_999_000)
    }

    @Test func `a clock that was put right is right after two windows at most`() {
        for behind in [5_000_000, -5_000_000] as [Int64] {
            var skew = ClockSkew()
            Self.run(&skew, 0..<90, behind: behind) { _ in 0 }
            #expect(skew.microseconds == behind)
            Self.run(&skew, 90..<211, behind: 0) { _ in 0 }
            #expect(skew.microseconds == 0)
        }
    }

    @Test func `what was seen long ago is forgotten when something comes`() {
        var skew = ClockSkew()
        Self.run(&skew, 0..<90, behind: 7_000_000) { _ in 0 }
        Self.run(&skew, 4000..<4001, behind: 0) { _ in 0 }
        #expect(skew.microseconds == 0)
    }

    @Test func `a clock of ours that is set back does not hold the old window`() {
        var skew = ClockSkew()
        Self.run(&skew, 10_000..<10_010, behind: -9_000_000) { _ in 0 }
        Self.run(&skew, 100..<101, behind: 0) { _ in 0 }
        #expect(skew.microseconds == 0)
    }

    @Test func `no time that can be written makes it trap`() {
        for first in [Int64.min, -1, 0, 1, .max] {
            for second in [Int64.min, -1, 0, 1, .max] {
                var skew = ClockSkew()
                skew.observe(said: first, received: second)
                skew.observe(said: second, received: first)
                _ = skew.microseconds
                var rate = PacketRate()
                rate.observe(count: 1, received: first)
                rate.observe(count: 2, received: second)
                _ = rate.perSecond(count: 3, now: second)
                var watch = SenderWatch()
                for address in 1..<5 as Range<UInt32> {
                    watch.observe(Endpoint(v4: address, port: 0), received: first)
                    watch.observe(Endpoint(v4: address, port: 1), received: second)
                }
                _ = watch.shared(now: first)
            }
        }
    }

    @Test func `an agent's packets tell its clock, those without a time do not`() throws {
        let setup = AgentSetup(names: [200: "edge"])
        try setup.send(said: 10, at: 5)
        try setup.send(said: 10.9, at: 6)
        #expect(try setup.report("edge", at: 6).skewMicroseconds == -5_000_000)
        try setup.send(version: .version1, at: 6)
        #expect(try setup.report("127.0.0.1", at: 6).skewMicroseconds == nil)
    }

    @Test func `a switch's events tell its clock, a heartbeat too`() throws {
        let setup = AgentSetup(reserved: ["fs1"])
        func hear(_ name: String, _ said: Int64) throws {
            let json = #"{"Event-Name":"\#(name)","Event-Date-Timestamp":"\#(said)"}"#
            setup.lane.consume(
                [.event(try SwitchEvent(json: Array(json.utf8)))], of: "fs1", at: .unknown,
                received: AgentSetup.begin)
        }
        try hear("HEARTBEAT", AgentSetup.moment(-4).microseconds)
        #expect(try setup.report("fs1").eventSkewMicroseconds == 4_000_000)
        try hear("CHANNEL_CREATE", AgentSetup.moment(-3).microseconds)
        for absurd in [0, -1, .max, .min] as [Int64] { try hear("CHANNEL_CREATE", absurd) }
        let report = try setup.report("fs1")
        #expect(report.eventSkewMicroseconds == 3_000_000 && report.skewMicroseconds == nil)
        #expect(report.packets == 0 && report.version == nil)
    }
}
