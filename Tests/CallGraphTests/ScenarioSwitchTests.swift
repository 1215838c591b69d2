// What switches do to channels: two for one Call-ID, new names, a restart, a challenge.

import CallGraph
import CallTraceTesting
import Testing

struct ScenarioSwitchTests {
    @Test func `one Call-ID on two switches is one call with the ghost's own leg`() async throws {
        var script = CallScript()
        // The proxy gave up on fs1 after 3 s; fs1 woke up 2 s later with the INVITE still queued.
        for (to, at) in [(UInt8(11), 0), (12, 3000)] as [(UInt8, Int64)] {
            script.sip(
                "INVITE sip:1001@acme.test SIP/2.0", callID: "b2d34db1@30", cseq: "1 INVITE",
                at: at, from: 10, to: to, fromTag: "tag-1", vias: 2)
        }
        script.sip(
            "SIP/2.0 200 OK", callID: "b2d34db1@30", cseq: "1 INVITE", at: 3500, from: 12,
            to: 10, fromTag: "tag-1", toTag: "to-2")
        script.sip(
            "SIP/2.0 487 Request Terminated", callID: "b2d34db1@30", cseq: "1 INVITE",
            at: 5010, from: 11, to: 10, fromTag: "tag-1", toTag: "to-1")
        let callID = [("variable_sip_call_id", "b2d34db1@30"), ("Call-Direction", "inbound")]
        script.event(
            "CHANNEL_CREATE", channel: "real", at: 3010, node: "fs2", core: "core-2", callID)
        script.event(
            "CHANNEL_ANSWER", channel: "real", at: 3510, node: "fs2", core: "core-2", callID)
        var real = ScriptedLeg(
            "real-b", "0f14fba9-6170-1240", at: 3050, answered: 3480, until: 8000, peer: 21,
            originator: "real")
        (real.node, real.core, real.host) = ("fs2", "core-2", 12)
        script.outbound(real)
        script.event(
            "CHANNEL_HANGUP", channel: "real", at: 8010, node: "fs2", core: "core-2",
            callID + [("Hangup-Cause", "NORMAL_CLEARING")])
        script.event("CHANNEL_CREATE", channel: "ghost", at: 5000, callID)
        script.event(
            "CHANNEL_HANGUP", channel: "ghost", at: 5003,
            callID + [("Hangup-Cause", "ORIGINATOR_CANCEL")])
        var ghost = ScriptedLeg(
            "ghost-b", "ghost-b", at: 5001, until: 5020, peer: 21, originator: "ghost")
        ghost.status = 487
        script.outbound(ghost)
        let trace = try await TraceScene(script).expectCall(
            dialogs: ["b2d34db1@30", "0f14fba9-6170-1240", "ghost-b"],
            channels: ["real", "real-b", "ghost", "ghost-b"])
        #expect(trace.call.outcome == .answered)
        #expect(trace.dialogs.first { $0.callID == "b2d34db1@30" }?.status == 200)
        #expect(Set(trace.channels.map(\.node)) == ["fs1", "fs2"])
    }

    @Test(arguments: [true, false])
    func `channels of a switch that was killed are lost and the next life's calls are others`(
        isForewarned: Bool
    ) async throws {
        var script = CallScript()
        var a = ScriptedLeg("a1", "a1@20", at: 0, answered: 100, peer: 20)
        var b = ScriptedLeg("b1", "b1@11", at: 20, answered: 80, peer: 21, originator: "a1")
        if isForewarned {
            (a.until, b.until) = (5000, 5000)
            (a.cause, b.cause) = ("SYSTEM_SHUTDOWN", "SYSTEM_SHUTDOWN")
        }
        script.call(a, b)
        if !isForewarned {
            // The callers hang up into a switch that knows nothing of them.
            script.sip(
                "BYE sip:1001@acme.test SIP/2.0", callID: "a1@20", cseq: "2 BYE", at: 9000,
                from: 20,
                to: 11, fromTag: "tag-a1@20", toTag: "to-a1@20")
            script.sip(
                "SIP/2.0 481 Call/Transaction Does Not Exist", callID: "a1@20", cseq: "2 BYE",
                at: 9001, from: 11, to: 20, fromTag: "tag-a1@20", toTag: "to-a1@20")
        }
        script.event("HEARTBEAT", channel: "", at: 8000, core: "core-9")
        var c = ScriptedLeg("a2", "a2@20", at: 8200, answered: 8300, until: 12_000, peer: 20)
        var d = ScriptedLeg(
            "b2", "b2@11", at: 8220, answered: 8280, until: 12_000, peer: 21, originator: "a2")
        (c.core, d.core) = ("core-9", "core-9")
        script.call(c, d)
        let scene = TraceScene(script)
        let old = try await scene.expectCall(dialogs: ["a1@20", "b1@11"], channels: ["a1", "b1"])
        #expect(old.channels.allSatisfy { $0.end != nil })
        #expect(old.channels.allSatisfy { ($0.lost == nil) == isForewarned })
        #expect(old.channels.allSatisfy { isForewarned || $0.lost?.contains("core-9") == true })
        #expect(old.findings.contains { $0.code == "lost" } != isForewarned)
        #expect(Set(old.channels.map(\.coreUUID)) == ["core-1"])
        let new = try await scene.expectCall(dialogs: ["a2@20", "b2@11"], channels: ["a2", "b2"])
        #expect(new.channels.allSatisfy { $0.lost == nil && $0.coreUUID == "core-9" })
    }

    @Test func `a Call-ID forced upon a leg is that leg's`() async throws {
        var script = CallScript()
        let a = ScriptedLeg("a1", "a1@20", at: 0, answered: 400, until: 5000, peer: 20)
        var b = ScriptedLeg(
            "8b777a8f", "forced-call-id-1@lab.test", at: 20, answered: 300, until: 5000, peer: 21,
            originator: "a1")
        b.variables = [("variable_sip_invite_call_id", "forced-call-id-1@lab.test")]
        script.call(a, b)
        let trace = try await TraceScene(script).expectCall(
            dialogs: ["a1@20", "forced-call-id-1@lab.test"], channels: ["a1", "8b777a8f"])
        #expect(trace.channels.last?.callID == "forced-call-id-1@lab.test")
    }

    @Test(arguments: [true, false])
    func `the name that a channel had before finds its call`(hasLog: Bool) async throws {
        var script = CallScript()
        if hasLog {
            script.log("New Channel loopback/1001-a [old-uuid]", channel: "old-uuid", at: 8)
        }
        let name = ("Channel-Name", "loopback/1001-a")
        script.event(
            "CHANNEL_UUID", channel: "new-uuid", at: 10, [("Old-Unique-ID", "old-uuid"), name])
        script.event("CHANNEL_OUTGOING", channel: "new-uuid", at: 10, [name])
        script.event("CHANNEL_CREATE", channel: "new-uuid", at: 11, [name])
        script.event(
            "CHANNEL_HANGUP", channel: "new-uuid", at: 30,
            [name, ("Hangup-Cause", "INCOMPATIBLE_DESTINATION")])
        let scene = TraceScene(script)
        let old = try #require(try await scene.trace("old-uuid"))
        let new = try #require(try await scene.trace("new-uuid"))
        for trace in [old, new] {
            #expect(trace.channels.map(\.uuid) == ["new-uuid"])
            #expect(trace.messages.contains { if case .log = $0 { true } else { false } } == hasLog)
        }
        #expect(old.call.id == new.call.id)
    }

    @Test func `a challenge and the retry are one call on one channel`() async throws {
        var script = CallScript()
        script.sip(
            "INVITE sip:1001@acme.test SIP/2.0", callID: "x@20", cseq: "1 INVITE", at: 0, from: 20,
            to: 11, fromTag: "tag-x")
        script.sip(
            "SIP/2.0 407 Proxy Authentication Required", callID: "x@20", cseq: "1 INVITE", at: 3,
            from: 11, to: 20, fromTag: "tag-x", toTag: "t1")
        script.sip(
            "ACK sip:1001@acme.test SIP/2.0", callID: "x@20", cseq: "1 ACK", at: 4, from: 20,
            to: 11, fromTag: "tag-x", toTag: "t1")
        let secondTry = ScriptedLeg("chan-1", "x@20", at: 20, answered: 400, until: 5000, peer: 20)
        script.inbound(secondTry)
        script.custom(
            "sofia::register_attempt", at: 20, [("call-id", "x@20"), ("from-user", "1001")])
        script.outbound(
            ScriptedLeg(
                "chan-2", "y@11", at: 40, answered: 350, until: 5000, peer: 21,
                originator: "chan-1"))
        let trace = try await TraceScene(script).expectCall(
            dialogs: ["x@20", "y@11"], channels: ["chan-1", "chan-2"])
        #expect(trace.call.outcome == .answered)
    }

    @Test func `a wrong password is a channel that was never created`() async throws {
        var script = CallScript()
        for (number, at) in [(1, 0), (2, 20)] as [(Int, Int64)] {
            script.sip(
                "INVITE sip:1001@acme.test SIP/2.0", callID: "x@20", cseq: "\(number) INVITE",
                at: at,
                from: 20, to: 11, fromTag: "tag-x")
            script.sip(
                number == 1 ? "SIP/2.0 407 Proxy Authentication Required" : "SIP/2.0 403 Forbidden",
                callID: "x@20", cseq: "\(number) INVITE", at: at + 3, from: 11, to: 20,
                fromTag: "tag-x", toTag: "t\(number)")
        }
        for name in ["CHANNEL_HANGUP", "CHANNEL_HANGUP_COMPLETE", "CHANNEL_DESTROY"] {
            script.event(
                name, channel: "chan-1", at: 30,
                [("Hangup-Cause", "CALL_REJECTED"), ("variable_sip_call_id", "x@20")])
        }
        let trace = try await TraceScene(script).expectCall(dialogs: ["x@20"], channels: ["chan-1"])
        #expect(trace.call.outcome == .rejected && trace.channels[0].hangupCause == "CALL_REJECTED")
    }
}
