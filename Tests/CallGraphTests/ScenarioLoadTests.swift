// Many calls at once, names used again, and variables that name what they should not.

import CallGraph
import CallTraceTesting
import Testing

struct ScenarioLoadTests {
    @Test(arguments: [UInt64(1)], [true, false])
    func `fifty interleaved calls of the same two numbers are each exact`(
        seed: UInt64, usesUUID: Bool
    ) async throws {
        var script = CallScript()
        func b(_ number: Int) -> String {
            usesUUID ? "uuid-b-\(number)" : "b-\(number)-1240-eaa2-f5b1f054830a"
        }
        for number in 0..<50 {
            let at = Int64(number) * 7
            script.call(
                ScriptedLeg(
                    "uuid-a-\(number)", "a-\(number)@20", at: at, answered: at + 400,
                    until: at + 5000, peer: 20),
                ScriptedLeg(
                    "uuid-b-\(number)", b(number), at: at + 9, answered: at + 350, until: at + 5005,
                    peer: 21, originator: "uuid-a-\(number)"))
        }
        var generator = SeededGenerator(seed: seed)
        let scene = TraceScene(script, order: script.entries.indices.shuffled(using: &generator))
        for number in 0..<50 {
            let trace = try await scene.expectCall(
                dialogs: ["a-\(number)@20", b(number)],
                channels: ["uuid-a-\(number)", "uuid-b-\(number)"])
            #expect(trace.related.isEmpty && trace.call.outcome == .answered)
        }
    }

    @Test func `a Call-ID used again two hours later is two calls`() async throws {
        var script = CallScript()
        let later: Int64 = 2 * 3600 * 1000
        for (place, begins) in [Int64(0), later].enumerated() {
            script.call(
                ScriptedLeg(
                    "uuid-a-\(place)", "same@20", at: begins, answered: begins + 400,
                    until: begins + 5000, peer: 20),
                ScriptedLeg(
                    "uuid-b-\(place)", "b-\(place)@11", at: begins + 9, answered: begins + 350,
                    until: begins + 5005, peer: 21, originator: "uuid-a-\(place)"))
        }
        let scene = TraceScene(script)
        let last = try #require(try await scene.trace("same@20"))
        TraceScene.expect(last, ["same@20", "b-1@11"], ["uuid-a-1", "uuid-b-1"])
        #expect(last.findings.contains { $0.code == "used-again" })
        #expect(last.call.start == script.moment(later))
        let first = try #require(
            try await scene.trace("same@20", TraceOptions(at: script.moment(2000))))
        TraceScene.expect(first, ["same@20", "b-0@11"], ["uuid-a-0", "uuid-b-0"])
        #expect(first.call.start == script.start)
        for place in 0..<2 {
            for query in ["uuid-a-\(place)", "uuid-b-\(place)", "b-\(place)@11"] {
                let trace = try #require(try await scene.trace(query))
                TraceScene.expect(
                    trace, ["same@20", "b-\(place)@11"], ["uuid-a-\(place)", "uuid-b-\(place)"])
            }
        }
    }

    @Test func `a UUID that is the Call-ID and comes again is two calls`() async throws {
        var script = CallScript()
        let later: Int64 = 2 * 3600 * 1000
        for (place, begins) in [Int64(0), later].enumerated() {
            script.call(
                ScriptedLeg(
                    "same@20", "same@20", at: begins, answered: begins + 400, until: begins + 5000,
                    peer: 20),
                ScriptedLeg(
                    "uuid-b-\(place)", "uuid-b-\(place)", at: begins + 9, answered: begins + 350,
                    until: begins + 5005, peer: 21, originator: "same@20"))
        }
        let scene = TraceScene(script)
        let last = try #require(try await scene.trace("same@20"))
        TraceScene.expect(last, ["same@20", "uuid-b-1"], ["same@20", "uuid-b-1"])
        let first = try #require(
            try await scene.trace("same@20", TraceOptions(at: script.moment(2000))))
        TraceScene.expect(first, ["same@20", "uuid-b-0"], ["same@20", "uuid-b-0"])
        let b = try #require(try await scene.trace("uuid-b-0"))
        TraceScene.expect(b, ["same@20", "uuid-b-0"], ["same@20", "uuid-b-0"])
    }

    @Test(arguments: [
        "variable_originator", "variable_originating_leg_uuid", "variable_uuid_bridge",
        "variable_refer_uuid", "variable_other_loopback_leg_uuid", "variable_picked_up_uuid",
        "variable_cc_member_session_uuid", "variable_fifo_target", "variable_originated_legs",
        "variable_last_bridge_to", "att_xfer_original_call_id", "variable_intercepted_by",
        "variable_soft_holding_uuid", "variable_transfer_to", "variable_xfer_uuids",
    ])
    func `a variable that names a dead, foreign, own, empty or unknown channel joins nothing`(
        header: String
    ) async throws {
        var script = CallScript()
        script.call(
            ScriptedLeg("dead-a", "dead@20", at: 0, answered: 400, until: 5000, peer: 20),
            ScriptedLeg(
                "dead-b", "dead@11", at: 9, answered: 350, until: 5005, peer: 21,
                originator: "dead-a"))
        let prefix =
            ["variable_transfer_to": "att:"][header] ?? ""
        for (place, value) in ["dead-a", "dead-b", "live-2", "", "unknown", "dead@20"].enumerated()
        {
            let at = Int64(30_000 + place * 20_000)
            let uuid = "live-\(place)"
            var leg = ScriptedLeg(
                uuid, "live-\(place)@20", at: at, answered: at + 100, until: at + 5000, peer: 20)
            leg.variables = [(header, value.isEmpty ? "" : prefix + value)]
            script.inbound(leg)
            script.say(leg, "CHANNEL_EXECUTE", at + 50, leg.variables)
        }
        let scene = TraceScene(script)
        try await scene.expectCall(
            dialogs: ["dead@20", "dead@11"], channels: ["dead-a", "dead-b"])
        for place in 0..<6 {
            try await scene.expectCall(
                dialogs: ["live-\(place)@20"], channels: ["live-\(place)"])
        }
    }

    @Test func `what a switch copies about all day joins nothing`() async throws {
        var script = CallScript()
        for place in 0..<20 {
            let at = Int64(place) * 300
            var leg = ScriptedLeg(
                "live-\(place)", "live-\(place)@20", at: at, answered: at + 100, until: 20_000,
                peer: 20)
            leg.variables = [
                ("variable_signal_bond", "live-0"), ("variable_bridge_to", "live-0"),
                ("variable_call_uuid", "live-0"), ("variable_uuid", "live-0"),
                ("Caller-Unique-ID", "live-0"), ("variable_sip_h_X-Trace", "live-0"),
            ]
            script.inbound(leg)
        }
        let scene = TraceScene(script)
        for place in [0, 7, 19] {
            try await scene.expectCall(
                dialogs: ["live-\(place)@20"], channels: ["live-\(place)"])
        }
    }
}
