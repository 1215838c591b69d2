// What is counted of each agent.

import CallGraph
import CallTraceTesting
import EventSocket
import HEP
import Testing

@testable import Ingest

struct AgentCountTests {
    @Test func `packets, bytes and versions are those that were accepted`() throws {
        let setup = AgentSetup(names: [200: "edge"])
        for _ in 0..<3 { try setup.send() }
        try setup.send(version: .version2)
        try setup.send(id: 7)
        try setup.send(version: .version1)
        let edge = try setup.report("edge")
        #expect(edge.packets == 4 && edge.version == 2)
        #expect((0...4).map { edge.packets(ofVersion: $0) } == [0, 0, 1, 3, 0])
        let other = try setup.report("7")
        #expect(other.packets == 1 && other.version == 3 && other.bytes * 3 < edge.bytes)
        let first = try setup.report("127.0.0.1")
        #expect(first.version == 1 && first.bytes == AgentSetup.options.count + 16)
        #expect(first.sender.addressText == "127.0.0.1")
    }

    @Test(arguments: [
        ("sofia-v3-declared-too-long.bin", AgentFault.truncated, true),
        ("chunk-len-without-header.bin", .malformed, true), ("sofia-v1-udp4.bin", .noTime, true),
        ("zero-timestamp.bin", .badTime, true),
        ("sofia-v3-udp6-zero-address.bin", .noAddress, true),
        ("sofia-v3-empty-payload.bin", .empty, false), ("rtpengine-ng-61.bin", .type, false),
    ])
    func `each fault of an agent's packet is counted at the agent`(
        file: String, fault: AgentFault, isAccepted: Bool
    ) throws {
        let setup = AgentSetup()
        setup.take(try AgentSetup.agent(file))
        let reports = setup.lane.agents(now: AgentSetup.begin)
        let report = try #require(reports.first)
        #expect(reports.count == 1)
        #expect(report.packets == (isAccepted ? 1 : 0))
        #expect(AgentFault.allCases.filter { report.count(of: $0) > 0 } == [fault])
        #expect(setup.lane.refusedSenders().isEmpty)
    }

    @Test(arguments: [
        ([0x16, 3, 1, 0, 5, 1, 0, 0, 1, 0], AgentFault.tls),
        (Array("no word of a call".utf8), .notSIP), ([], .empty),
    ])
    func `what an agent sends as SIP and is none is counted at the agent`(
        payload: [UInt8], fault: AgentFault
    ) throws {
        let setup = AgentSetup(names: [200: "edge"])
        try setup.send(payload: payload)
        let edge = try setup.report("edge")
        #expect(edge.packets == 0 && edge.version == nil && edge.count(of: fault) == 1)
        #expect(setup.metrics.value.refused.count == 1)
    }

    @Test func `a keep-alive is a sign of life and no fault`() throws {
        let setup = AgentSetup()
        setup.take(try AgentSetup.agent("crlf-keepalive-payload.bin"), at: 5)
        let report = try #require(setup.lane.agents(now: AgentSetup.begin).first)
        #expect(AgentFault.allCases.allSatisfy { report.count(of: $0) == 0 })
        #expect(setup.lane.nodes(now: AgentSetup.moment(5)).first?.lastSeen == AgentSetup.moment(5))
    }

    @Test func `whatever byte is changed, agents have sent what was accepted and no more`() throws {
        for file in ["sofia-v3-udp4.bin", "sofia-v1-udp4.bin", "kamailio-v2-udp4.bin"] {
            let bytes = try AgentSetup.agent(file)
            let setup = AgentSetup()
            for index in bytes.indices {
                for value in [0, 1, 0x7f, 0xff] as [UInt8] {
                    var changed = bytes
                    changed[index] = value
                    setup.take(changed)
                }
                setup.take(Array(bytes.prefix(index)))
            }
            let counts = setup.metrics.value
            let reports = setup.lane.agents(now: AgentSetup.begin)
            #expect(reports.reduce(0) { $0 + $1.packets } == counts.packets, "\(file)")
            for fault in [AgentFault.empty, .inflate, .tls, .notSIP, .type] {
                let reason = try #require(RefusalReason(rawValue: fault.rawValue))
                let known = reports.reduce(0) { $0 + $1.count(of: fault) }
                #expect(known <= counts.refused[reason] ?? 0, "\(file) \(fault)")
            }
            let strangers = setup.lane.refusedSenders().reduce(0) { $0 + $1.count }
            #expect(strangers <= counts.refused.values.reduce(0, +))
        }
    }

    @Test func `the faults have places of their own`() {
        #expect(AgentFault.allCases.map(\.index) == Array(AgentFault.allCases.indices))
    }

    @Test func `names of the configuration keep their labels from 5,000 strangers`() throws {
        let setup = AgentSetup(names: [9: "edge", 8: "core"], reserved: ["fs1", "edge"])
        #expect(setup.metrics.value.nodes == ["core", "edge", "fs1"])
        for id in 0..<UInt32(5000) { try setup.send(id: 10_000 + id) }
        try setup.send(id: 9)
        #expect(try setup.report("edge").number == 2)
        #expect(!setup.lane.agents(now: AgentSetup.begin).contains { $0.name == "core" })
        // Those beyond all bounds are one.
        let other = try setup.report("other")
        #expect(other.number == 0 && other.packets == 5000 - (Limits.nodesMax - 4))
        #expect(other.skewMicroseconds == nil && other.sharedBy == nil)
    }

    @Test func `a rate is told once there is something to tell, and falls in silence`() throws {
        let setup = AgentSetup(names: [200: "edge"])
        for tenth in 0..<300 { try setup.send(at: Double(tenth) / 10) }
        #expect(try setup.report("edge", at: 5).packetsPerSecond == nil)
        #expect(try setup.report("edge", at: 30).packetsPerSecond == 10)
        #expect(try setup.report("edge", at: 300).packetsPerSecond == 1)
        try setup.send(at: 300)
        // Of the window before, until this one is ten seconds old.
        #expect(try setup.report("edge", at: 301).packetsPerSecond == 1)
        #expect(try setup.report("edge", at: 310).packetsPerSecond == 0.1)
    }

    @Test func `two senders of one id are noticed, one that moves is not`() throws {
        let setup = AgentSetup(names: [200: "edge", 201: "moved"])
        for second in 0..<8 {
            try setup.send(
                at: Double(second), from: second.isMultiple(of: 2) ? 0x0a00_0001 : 0x0a00_0002)
            try setup.send(
                id: 201, at: Double(second), from: second < 4 ? 0x0a00_0001 : 0x0a00_0002)
        }
        let shared = try #require(try setup.report("edge", at: 8).sharedBy)
        #expect(Set([shared.0.addressText, shared.1.addressText]) == ["10.0.0.1", "10.0.0.2"])
        #expect(try setup.report("moved", at: 8).sharedBy == nil)
        #expect(try setup.report("edge", at: 400).sharedBy == nil)
    }

    @Test func `three senders in turn are noticed as well, changes an hour apart are not`() {
        var watch = SenderWatch()
        for second in 0..<6 {
            watch.observe(
                Endpoint(v4: UInt32(second % 3), port: 0), received: Int64(second) * 1_000_000)
        }
        #expect(watch.shared(now: 6_000_000) != nil)
        var slow = SenderWatch()
        for hour in 0..<6 {
            slow.observe(
                Endpoint(v4: UInt32(hour % 2), port: 0), received: Int64(hour) * 3_600_000_000)
        }
        #expect(slow.shared(now: 6 * 3_600_000_000) == nil)
    }
}
