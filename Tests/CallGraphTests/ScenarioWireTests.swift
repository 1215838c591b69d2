// What agents do to messages: addresses that are missing, times that are, forks below a proxy.

import CallGraph
import CallTraceTesting
import Testing

struct ScenarioWireTests {
    /// An IPv6 address of the test net ::1:0/112.
    private static func v6(_ host: UInt64, _ port: UInt16 = 5060) -> Endpoint {
        Endpoint(family: .v6, high: 0, low: 0x1_0000 + host, port: port)
    }

    private static func rows(_ trace: Trace) -> [SIPRow] {
        trace.messages.compactMap { if case .sip(let row) = $0 { row } else { nil } }
    }

    /// Every message twice: as the proxy saw it, and as sofia did, whose IPv6 addresses are all zero.
    private static func overIPv6(_ script: CallScript) -> CallScript {
        var twice = script
        twice.entries = []
        for entry in script.entries {
            guard entry.header.kind == .sip else {
                twice.entries.append(entry)
                continue
            }
            var proxy = entry
            proxy.header.source = v6(entry.header.source.low & 255)
            proxy.header.destination = v6(entry.header.destination.low & 255)
            var sofia = entry
            sofia.node = "101"
            sofia.header.time.microseconds -= 300
            sofia.header.source = Endpoint(family: .unknown, high: 0, low: 0, port: 5060)
            sofia.header.destination = sofia.header.source
            twice.entries += [sofia, proxy]
        }
        return twice
    }

    @Test func `over IPv6 both agents' copies are one message on one hop`() async throws {
        var script = CallScript()
        script.call(
            ScriptedLeg("aaaa-1", "a@20", at: 0, answered: 400, until: 5000, peer: 20),
            ScriptedLeg(
                "bbbb-2", "b@11", at: 9, answered: 350, until: 5005, peer: 21, originator: "aaaa-1")
        )
        let count = script.entries.count { $0.header.kind == .sip }
        let trace = try await TraceScene(Self.overIPv6(script)).expectCall(
            dialogs: ["a@20", "b@11"], channels: ["aaaa-1", "bbbb-2"])
        let rows = Self.rows(trace)
        #expect(rows.count == count)
        #expect(rows.allSatisfy { $0.seenBy.count == 2 && !$0.isRetransmission })
    }

    @Test func `over IPv6 what has no channel is guessed by the addresses that are known`()
        async throws
    {
        var script = CallScript()
        ScenarioHeaderTests.dialog(&script, "a@x", at: 0)
        ScenarioHeaderTests.dialog(&script, "b@x", at: 30, hop: (11, 21))
        let scene = TraceScene(Self.overIPv6(script))
        let trace = try await scene.expectCall(dialogs: ["a@x"], channels: [])
        TraceScene.expectRelated(trace, ["b@x"])
        // Where sofia alone mirrors, nothing is known and nothing is guessed.
        var blind = Self.overIPv6(script)
        blind.entries.removeAll { $0.node == "200" }
        let options = TraceOptions(joinsGuesses: true)
        let alone = try await TraceScene(blind).expectCall(
            dialogs: ["a@x"], channels: [], options)
        TraceScene.expectRelated(alone, [])
    }

    @Test func `messages without a time stand at the time of their receipt`() async throws {
        var script = CallScript()
        script.call(
            ScriptedLeg("aaaa-1", "a@20", at: 0, answered: 400, until: 5000, peer: 20),
            ScriptedLeg(
                "bbbb-2", "b@11", at: 9, answered: 350, until: 5005, peer: 21, originator: "aaaa-1")
        )
        for index in script.entries.indices where script.entries[index].header.kind == .sip {
            script.entries[index].header.flags.insert(.timeOfReceipt)
            // Received late, so that events come first.
            script.entries[index].header.time.microseconds += 150_000
            script.entries[index].header.received = script.entries[index].header.time
        }
        let trace = try await TraceScene(script).expectCall(
            dialogs: ["a@20", "b@11"], channels: ["aaaa-1", "bbbb-2"])
        #expect(trace.dialogs.map(\.callID) == ["a@20", "b@11"])
        #expect(trace.call.start == script.moment(150))
    }

    @Test func `branches below a proxy are one dialog with every message of both`() async throws {
        var script = CallScript()
        script.call(
            ScriptedLeg("aaaa-1", "a@20", at: 0, answered: 900, until: 5000, peer: 20),
            ScriptedLeg(
                "bbbb-2", "b@11", at: 9, answered: 850, until: 5005, peer: 10, originator: "aaaa-1")
        )
        for (place, host) in [UInt8(21), 22].enumerated() {
            let tag = "branch-\(place)"
            script.sip(
                "INVITE sip:1001@127.0.0.\(host) SIP/2.0", callID: "b@11", cseq: "1 INVITE", at: 12,
                from: 10, to: host, fromTag: "tag-b@11", vias: 2)
            script.sip(
                "SIP/2.0 180 Ringing", callID: "b@11", cseq: "1 INVITE", at: 60, from: host, to: 10,
                fromTag: "tag-b@11", toTag: tag, vias: 2)
            let status = place == 0 ? "200 OK" : "487 Request Terminated"
            script.sip(
                "SIP/2.0 \(status)", callID: "b@11", cseq: "1 INVITE", at: 840 + Int64(place) * 20,
                from: host, to: 10, fromTag: "tag-b@11", toTag: tag, vias: 2)
        }
        let count = script.entries.count { $0.header.kind == .sip }
        let trace = try await TraceScene(script).expectCall(
            dialogs: ["a@20", "b@11"], channels: ["aaaa-1", "bbbb-2"])
        #expect(Self.rows(trace).count == count)
        #expect(trace.dialogs.map(\.status) == [200, 200])
    }

    @Test func `a redirected leg and the one made for it belong to the call`() async throws {
        var script = CallScript()
        let a = ScriptedLeg("aaaa-1", "a@20", at: 0, answered: 900, until: 5000, peer: 20)
        var b = ScriptedLeg("bbbb-2", "b@11", at: 9, until: 60, peer: 21, originator: "aaaa-1")
        (b.status, b.cause) = (302, "REDIRECTION_TO_NEW_DESTINATION")
        let c = ScriptedLeg(
            "cccc-3", "c@11", at: 80, answered: 850, until: 5005, peer: 22, originator: "aaaa-1")
        script.inbound(a)
        script.outbound(b)
        script.outbound(c)
        script.bridge(a, c, from: 920, until: 4990)
        let trace = try await TraceScene(script).expectCall(
            dialogs: ["a@20", "b@11", "c@11"], channels: ["aaaa-1", "bbbb-2", "cccc-3"])
        #expect(trace.call.outcome == .answered)
        #expect(trace.dialogs.first { $0.callID == "b@11" }?.outcome == .redirect)
    }

    @Test func `a leg whose far end never answers is known by its Call-ID at hang-up`() async throws
    {
        var script = CallScript()
        var a = ScriptedLeg("aaaa-1", "a@20", at: 0, until: 30_050, peer: 20)
        var b = ScriptedLeg("bbbb-2", "b@11", at: 9, until: 30_000, peer: 21, originator: "aaaa-1")
        (a.status, b.status, b.cause) = (480, 408, "RECOVERY_ON_TIMER_EXPIRE")
        script.inbound(a)
        script.outbound(b)
        let whole = try await TraceScene(script).expectCall(
            dialogs: ["a@20", "b@11"], channels: ["aaaa-1", "bbbb-2"])
        #expect(whole.dialogs.map(\.status) == [480, 408])
        // While it rings, only numbers and time say that the dialog is the channel's: shown.
        var early = script
        early.entries.removeAll { $0.header.time > script.moment(20_000) }
        let trace = try #require(try await TraceScene(early).trace("a@20"))
        TraceScene.expect(trace, ["a@20"], ["aaaa-1", "bbbb-2"])
        TraceScene.expectRelated(trace, ["b@11"])
        // A switch's log says it: `sending invite call-id: X`.
        early.log(
            "2026-11-22 23:26:31.046767 [INFO] sofia_glue.c:1705 sofia/x sending invite call-id: b@11",
            channel: "bbbb-2", at: 12)
        try await TraceScene(early).expectCall(
            dialogs: ["a@20", "b@11"], channels: ["aaaa-1", "bbbb-2"])
    }

    @Test func `a call of an outbound socket is as any other`() async throws {
        var script = CallScript()
        var a = ScriptedLeg("aaaa-1", "a@20", at: 0, answered: 400, until: 5000, peer: 20)
        a.variables = [
            ("variable_socket_host", "127.0.0.1"), ("variable_current_application", "socket"),
            ("variable_current_application_data", "127.0.0.1:8084 async full"),
        ]
        script.call(
            a,
            ScriptedLeg(
                "bbbb-2", "b@11", at: 9, answered: 350, until: 5005, peer: 21, originator: "aaaa-1")
        )
        try await TraceScene(script).expectCall(
            dialogs: ["a@20", "b@11"], channels: ["aaaa-1", "bbbb-2"])
    }
}
