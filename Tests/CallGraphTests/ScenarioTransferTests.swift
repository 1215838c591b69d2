// Calls put together by hand: uuid_bridge, att_xfer, intercept, valet parking; and who only listens.

import CallGraph
import CallTraceTesting
import Testing

struct ScenarioTransferTests {
    @Test func `two parked legs that the event socket bridges are one call`() async throws {
        var script = CallScript()
        let a = ScriptedLeg("aaaa-1", "a@20", at: 0, answered: 100, until: 9000, peer: 20)
        let b = ScriptedLeg("bbbb-2", "b@22", at: 1500, answered: 1600, until: 9010, peer: 22)
        for leg in [a, b] {
            script.inbound(leg)
            script.say(leg, "CHANNEL_PARK", leg.at + 120, [("variable_sip_call_id", leg.callID)])
        }
        script.uuidBridge(a, b, at: 3000, until: 8990)
        let trace = try await TraceScene(script).expectCall(
            dialogs: ["a@20", "b@22"], channels: ["aaaa-1", "bbbb-2"])
        #expect(Set(trace.links.map(\.kind)) == [.same, .talk, .transfer])
        let apart = try await TraceScene(script).trace(
            "a@20", TraceOptions(withoutTransfers: true))
        TraceScene.expect(try #require(apart), ["a@20"], ["aaaa-1"])
    }

    @Test func `a consulted leg belongs to the call of the leg that consulted it`() async throws {
        var script = CallScript()
        let a = ScriptedLeg("aaaa-1", "a@20", at: 0, answered: 400, until: 9000, peer: 20)
        let b = ScriptedLeg(
            "bbbb-2", "b@11", at: 20, answered: 300, until: 5000, peer: 21, originator: "aaaa-1")
        var c = ScriptedLeg(
            "cccc-3", "c@11", at: 2000, answered: 2500, until: 9010, peer: 23, originator: "bbbb-2")
        c.variables = [("variable_call_uuid", "aaaa-1")]
        script.inbound(a)
        script.outbound(b)
        script.bridge(a, b, from: 420, until: 4990)
        script.say(
            b, "CHANNEL_EXECUTE", 1990,
            [("Application", "att_xfer"), ("Application-Data", "sofia/internal/1003@acme.test")])
        script.outbound(c)
        script.uuidBridge(a, c, at: 5020, until: 8990)
        try await TraceScene(script).expectCall(
            dialogs: ["a@20", "b@11", "c@11"], channels: ["aaaa-1", "bbbb-2", "cccc-3"])
    }

    @Test func `who intercepts a call is in it with the leg that was displaced`() async throws {
        var script = CallScript()
        let a = ScriptedLeg("aaaa-1", "a@20", at: 0, answered: 400, until: 9000, peer: 20)
        var b = ScriptedLeg(
            "bbbb-2", "b@11", at: 20, answered: 300, until: 3030, peer: 21, originator: "aaaa-1")
        b.cause = "PICKED_OFF"
        let picker = ScriptedLeg("dddd-4", "d@24", at: 2900, answered: 3000, until: 9010, peer: 24)
        script.inbound(a)
        script.outbound(b)
        script.bridge(a, b, from: 420, until: 3020)
        script.inbound(picker)
        script.say(
            picker, "CHANNEL_EXECUTE", 3010,
            [
                ("Application", "intercept"), ("Application-Data", "aaaa-1"),
                ("variable_sip_call_id", "d@24"),
            ])
        script.bridge(picker, a, from: 3040, until: 8990)
        let trace = try await TraceScene(script).expectCall(
            dialogs: ["a@20", "b@11", "d@24"], channels: ["aaaa-1", "bbbb-2", "dddd-4"])
        #expect(trace.links.contains { $0.kind == .pickup })
        #expect(trace.channels.contains { $0.hangupCause == "PICKED_OFF" })
    }

    @Test func `a listener and whom it hears are related both ways and stay two calls`()
        async throws
    {
        var script = CallScript()
        script.call(
            ScriptedLeg("aaaa-1", "a@20", at: 0, answered: 400, until: 9000, peer: 20),
            ScriptedLeg(
                "bbbb-2", "b@11", at: 20, answered: 300, until: 9010, peer: 21,
                originator: "aaaa-1"))
        var spy = ScriptedLeg("eeee-5", "e@25", at: 2000, answered: 2100, until: 6000, peer: 25)
        spy.caller = "1099"
        spy.called = "*33"
        script.inbound(spy)
        script.say(
            spy, "CHANNEL_EXECUTE", 2110,
            [
                ("Application", "eavesdrop"), ("Application-Data", "aaaa-1"),
                ("variable_sip_call_id", "e@25"),
            ])
        let scene = TraceScene(script)
        let call = try await scene.expectCall(
            dialogs: ["a@20", "b@11"], channels: ["aaaa-1", "bbbb-2"])
        TraceScene.expectRelated(call, ["eeee-5"])
        let listener = try await scene.expectCall(dialogs: ["e@25"], channels: ["eeee-5"])
        TraceScene.expectRelated(listener, ["aaaa-1"])
        TraceScene.expectRelated(try await scene.trace("bbbb-2"), ["eeee-5"])
    }

    @Test func `two calls that met in a parking lot are one, and the next parked there is not`()
        async throws
    {
        var script = CallScript()
        let place = [("Valet-Lot-Name", "lot@acme.test"), ("Valet-Extension", "8001")]
        let parked = ScriptedLeg("aaaa-1", "a@20", at: 0, answered: 100, until: 9000, peer: 20)
        let fetcher = ScriptedLeg("bbbb-2", "b@22", at: 4000, answered: 4050, until: 9010, peer: 22)
        let next = ScriptedLeg("cccc-3", "c@23", at: 5000, answered: 5100, until: 9500, peer: 23)
        script.inbound(parked)
        script.inbound(fetcher)
        script.inbound(next)
        script.custom(
            "valet_parking::info", channel: "aaaa-1", at: 150, place + [("Action", "hold")])
        script.custom(
            "valet_parking::info", channel: "bbbb-2", at: 4060, place + [("Action", "bridge")])
        script.uuidBridge(fetcher, parked, at: 4070, until: 8990)
        script.custom(
            "valet_parking::info", channel: "aaaa-1", at: 4080, place + [("Action", "exit")])
        script.custom(
            "valet_parking::info", channel: "cccc-3", at: 5150, place + [("Action", "hold")])
        script.custom(
            "valet_parking::info", channel: "cccc-3", at: 9500, place + [("Action", "exit")])
        let scene = TraceScene(script)
        let trace = try await scene.expectCall(
            dialogs: ["a@20", "b@22"], channels: ["aaaa-1", "bbbb-2"])
        #expect(trace.hubs.map(\.kind) == ["parking"])
        try await scene.expectCall(dialogs: ["c@23"], channels: ["cccc-3"])
    }

    @Test func `two legs that the event socket makes are one call from the bridge on`() async throws
    {
        var script = CallScript()
        let a = ScriptedLeg("aaaa-1", "a@11", at: 0, answered: 500, until: 5000, peer: 21)
        let b = ScriptedLeg(
            "bbbb-2", "b@11", at: 600, answered: 900, until: 5010, peer: 22, originator: "aaaa-1")
        script.outbound(a)
        script.outbound(b)
        script.bridge(a, b, from: 930, until: 4990)
        try await TraceScene(script).expectCall(
            dialogs: ["a@11", "b@11"], channels: ["aaaa-1", "bbbb-2"])
    }

    @Test func `legs that only their maker names are found from both sides`() async throws {
        var script = CallScript()
        var a = ScriptedLeg("aaaa-1", "a@20", at: 0, until: 900, peer: 20)
        a.status = 480
        a.variables = [
            (
                "variable_originated_legs",
                "[\"bbbb-2;Outbound Call;1001\",\"cccc-3;Outbound Call;1002\"]"
            )
        ]
        script.inbound(a)
        for (uuid, callID, at) in [("bbbb-2", "b@11", 50), ("cccc-3", "c@11", 400)]
            as [(String, String, Int64)]
        {
            script.outbound(ScriptedLeg(uuid, callID, at: at, until: at + 300, peer: 21))
        }
        try await TraceScene(script).expectCall(
            dialogs: ["a@20", "b@11", "c@11"], channels: ["aaaa-1", "bbbb-2", "cccc-3"])
    }
}
