// Copies, retransmissions, and what tells them apart.

import CallGraph
import CallTraceTesting
import Testing

struct HopMergeTests {
    private func rows(_ build: (inout CallScript) -> Void) async throws -> [SIPRow] {
        var script = CallScript()
        build(&script)
        let store = MemoryStore()
        script.write(to: store)
        let trace = try await TraceBuilder(reader: store).trace("x", now: script.moment(1000))
        return try #require(trace).messages.compactMap {
            if case .sip(let row) = $0 { row } else { nil }
        }
    }

    private static func invite(
        _ script: inout CallScript, at milliseconds: Int64, node: String = "200", from: UInt8 = 20,
        ipProtocol: UInt8 = 17
    ) {
        script.sip(
            "INVITE sip:1001@a SIP/2.0", callID: "x", cseq: "1 INVITE", at: milliseconds, from: 20,
            to: 11, node: node, ipProtocol: ipProtocol)
        let last = script.entries.count - 1
        script.entries[last].header.source = Endpoint(v4: 0x7f00_0000 | UInt32(from), port: 5060)
    }

    @Test func `what two agents saw of one hop is one message`() async throws {
        let rows = try await rows { script in
            Self.invite(&script, at: 3, node: "101")
            Self.invite(&script, at: 0, node: "200")
        }
        #expect(rows.count == 1)
        #expect(rows[0].seenBy.map(\.node) == ["200", "101"])
        #expect(!rows[0].isRetransmission)
    }

    @Test func `the same bytes half a second later are a retransmission`() async throws {
        let rows = try await rows { script in
            for time in [0, 500, 1500] as [Int64] {
                Self.invite(&script, at: time, node: "200")
                Self.invite(&script, at: time + 1, node: "101")
            }
        }
        #expect(rows.map(\.isRetransmission) == [false, true, true])
        #expect(rows.map(\.seenBy.count) == [2, 2, 2])
    }

    @Test func `one packet captured twice by one agent is one sighting`() async throws {
        let rows = try await rows { script in
            Self.invite(&script, at: 0)
            Self.invite(&script, at: 0)
            Self.invite(&script, at: 4)
        }
        #expect(rows.count == 1 && rows[0].seenBy.count == 1)
    }

    @Test func `the same bytes on another hop are another message over UDP and one over TCP`()
        async throws
    {
        let udp = try await rows { script in
            Self.invite(&script, at: 0, node: "200", from: 20)
            Self.invite(&script, at: 1, node: "101", from: 30)
        }
        #expect(udp.map(\.isRetransmission) == [false, false])
        let tcp = try await rows { script in
            Self.invite(&script, at: 0, node: "200", from: 20, ipProtocol: 6)
            Self.invite(&script, at: 1, node: "101", from: 30, ipProtocol: 6)
        }
        #expect(tcp.map(\.seenBy.count) == [2])
    }

    @Test func `an unknown address agrees with any`() async throws {
        let rows = try await rows { script in
            Self.invite(&script, at: 0, node: "200")
            Self.invite(&script, at: 1, node: "101")
            script.entries[1].header.source = Endpoint(
                family: .unknown, high: 0, low: 0, port: 5060)
        }
        #expect(rows.map(\.seenBy.count) == [2])
    }
}
