// Queues and standing channels: callers who meet one agent are strangers to each other.

import CallGraph
import CallTraceTesting
import Testing

struct ScenarioQueueTests {
    /// A consumer that dials in and is given callers one after the other: mod_fifo's on-hook agent.
    private static func fifo(callers: Int, uuids: (Int) -> String) -> CallScript {
        var script = CallScript()
        let length: Int64 = 20_000
        var consumer = ScriptedLeg(
            "cccc-0", "consumer@30", at: 0, answered: 100, until: Int64(callers + 1) * length,
            peer: 30)
        consumer.caller = "1050"
        consumer.called = "8050"
        script.inbound(consumer)
        for number in 0..<callers {
            let begins = Int64(number) * length + 2000
            var caller = ScriptedLeg(
                uuids(number), "caller-\(number)@20", at: begins, answered: begins + 50,
                until: begins + length - 5000, peer: 20)
            caller.called = "8000"
            script.inbound(caller)
            let served = begins + 3000
            let name = ("FIFO-Name", "support@acme.test")
            script.custom(
                "fifo::info", channel: caller.uuid, at: begins + 60,
                [name, ("FIFO-Action", "push")])
            var before = [("variable_sip_call_id", "consumer@30")]
            if number > 0 {
                before += [
                    ("variable_fifo_target", uuids(number - 1)), ("variable_fifo_role", "consumer"),
                ]
            }
            script.custom(
                "fifo::info", channel: caller.uuid, at: served,
                [name, ("FIFO-Action", "caller_pop")])
            script.custom(
                "fifo::info", channel: "cccc-0", at: served,
                [name, ("FIFO-Action", "consumer_pop"), ("FIFO-Caller-UUID", caller.uuid)] + before)
            // mod_fifo.c sets it on the caller: who serves it.
            let callerSide = [
                ("variable_fifo_serviced_uuid", "cccc-0"), ("variable_fifo_target", "cccc-0"),
                ("variable_fifo_role", "caller"), ("variable_sip_call_id", caller.callID),
            ]
            let consumerSide = [
                ("variable_fifo_target", caller.uuid), ("variable_fifo_role", "consumer"),
                ("variable_sip_call_id", "consumer@30"),
            ]
            script.custom(
                "fifo::info", channel: "cccc-0", at: served,
                [name, ("FIFO-Action", "bridge-consumer-start")] + consumerSide)
            script.custom(
                "fifo::info", channel: caller.uuid, at: served,
                [name, ("FIFO-Action", "bridge-caller-start")] + callerSide)
            script.bridge(consumer, caller, from: served + 20, until: begins + length - 5000)
            script.say(caller, "CHANNEL_HANGUP", begins + length - 5000, callerSide)
            script.custom(
                "fifo::info", channel: "cccc-0", at: begins + length - 4990,
                [name, ("FIFO-Action", "bridge-consumer-stop")] + consumerSide)
        }
        return script
    }

    @Test func `a consumer with one caller is one call with it`() async throws {
        let script = Self.fifo(callers: 1) { _ in "aaaa-1" }
        let trace = try await TraceScene(script).expectCall(
            dialogs: ["consumer@30", "caller-0@20"], channels: ["cccc-0", "aaaa-1"])
        #expect(trace.hubs.contains { $0.kind == "fifo" && $0.name == "support@acme.test" })
    }

    @Test(arguments: ["aaaa", "dddd"])
    func `a consumer's two callers one after the other are two calls`(prefix: String) async throws {
        // Whichever UUID sorts first: all that a switch says at once bears one time.
        let script = Self.fifo(callers: 2) { "\(prefix)-\($0)" }
        let scene = TraceScene(script)
        for number in 0..<2 {
            let channels: Set<String> = ["\(prefix)-\(number)", "cccc-0"]
            for query in ["caller-\(number)@20", "\(prefix)-\(number)"] {
                let trace = try #require(try await scene.trace(query))
                TraceScene.expect(trace, ["caller-\(number)@20", "consumer@30"], channels)
                let agent = try #require(trace.hubs.first { $0.kind == "agent" })
                #expect(agent.id == "cccc-0")
                #expect(Set(agent.members.map(\.identity.id)) == ["\(prefix)-\(number)"])
            }
        }
    }

    @Test func `who serves five hundred callers joins none of them to another`() async throws {
        let scene = TraceScene(Self.fifo(callers: 500) { "caller-\($0)" })
        for number in [0, 1, 250, 499] {
            let trace = try #require(try await scene.trace("caller-\(number)"))
            TraceScene.expect(
                trace, ["caller-\(number)@20", "consumer@30"], ["caller-\(number)", "cccc-0"])
            #expect(trace.hubs.contains { $0.kind == "agent" && $0.id == "cccc-0" })
            #expect(trace.isComplete && trace.warnings.isEmpty)
        }
        let agent = try #require(try await scene.trace("consumer@30"))
        #expect(agent.dialogs.map(\.callID) == ["consumer@30"])
    }

    /// An agent's channel that stays up while something outside bridges callers to it.
    private static func nailedUp(callers: Int, losing: Set<String> = []) -> CallScript {
        var script = CallScript()
        let length: Int64 = 20_000
        var agent = ScriptedLeg(
            "gggg-0", "agent@30", at: 0, answered: 100, until: Int64(callers + 1) * length, peer: 30
        )
        agent.caller = "1050"
        agent.called = "park"
        script.inbound(agent)
        for number in 0..<callers {
            let begins = Int64(number) * length + 2000
            let caller = ScriptedLeg(
                "caller-\(number)", "caller-\(number)@20", at: begins, answered: begins + 50,
                until: begins + length - 5000, peer: 20)
            script.inbound(caller)
            script.uuidBridge(agent, caller, at: begins + 1000, until: begins + length - 5005)
            let history = (max(0, number - 6)...number).map { place in
                let epoch = script.moment(Int64(place) * length + 3000).microseconds / 1_000_000
                return "\"\(epoch):badc0de-\(place):uuid_br:caller-\(place)\""
            }
            script.say(
                agent, "CHANNEL_PARK", begins + length - 4990,
                [
                    ("variable_sip_call_id", "agent@30"),
                    ("variable_transfer_history", "[\(history.joined(separator: ","))]"),
                    ("variable_uuid_bridge", caller.uuid),
                ])
        }
        script.entries.removeAll { entry in
            let text = String(decoding: entry.payload, as: UTF8.self)
            return losing.contains { text.contains("\"Event-Name\":\"\($0)\"") }
        }
        return script
    }

    @Test(arguments: [[], ["CHANNEL_UNBRIDGE"]] as [Set<String>])
    func `callers bridged to a standing channel from outside are strangers to each other`(
        losing: Set<String>
    ) async throws {
        let scene = TraceScene(Self.nailedUp(callers: 60, losing: losing))
        for number in [0, 1, 30, 59] {
            let trace = try #require(try await scene.trace("caller-\(number)@20"))
            TraceScene.expect(
                trace, ["caller-\(number)@20", "agent@30"], ["caller-\(number)", "gggg-0"])
            #expect(trace.hubs.contains { $0.kind == "agent" && $0.id == "gggg-0" })
        }
    }

    @Test func `agents that a queue tries in turn belong to the caller's call`() async throws {
        var script = CallScript()
        let queue = ("CC-Queue", "support@acme.test")
        let member = ("CC-Member-Session-UUID", "aaaa-1")
        var a = ScriptedLeg("aaaa-1", "a@20", at: 0, answered: 50, until: 20_000, peer: 20)
        a.called = "8000"
        script.inbound(a)
        script.custom(
            "callcenter::info", channel: "aaaa-1", at: 60,
            [queue, member, ("CC-Action", "member-queue-start"), ("CC-Member-UUID", "m-1")])
        for (place, uuid) in ["bbbb-1", "bbbb-2", "bbbb-3"].enumerated() {
            let at = Int64(place) * 4000 + 1000
            var leg = ScriptedLeg(uuid, "agent-\(place)@11", at: at, until: at + 3000, peer: 51)
            leg.called = "105\(place)"
            leg.cause = "NO_ANSWER"
            if place == 2 { (leg.answered, leg.until) = (at + 500, 20_010) }
            leg.variables = [
                ("variable_cc_queue", "support@acme.test"), ("variable_cc_member_uuid", "m-1"),
                ("variable_cc_member_session_uuid", "aaaa-1"), ("variable_cc_side", "agent"),
            ]
            script.custom(
                "callcenter::info", at: at - 5, [queue, member, ("CC-Action", "agent-offering")])
            script.outbound(leg)
            if place == 2 {
                script.custom(
                    "callcenter::info", at: at + 515,
                    [
                        queue, member, ("CC-Action", "bridge-agent-start"),
                        ("CC-Agent-UUID", uuid),
                    ])
                script.bridge(a, leg, from: at + 520, until: 19_990)
            }
        }
        // Another caller who only waited.
        script.inbound(ScriptedLeg("ffff-1", "f@26", at: 500, answered: 550, until: 6000, peer: 26))
        for (action, at) in [("member-queue-start", 560), ("member-queue-end", 6000)]
            as [(String, Int64)]
        {
            script.custom(
                "callcenter::info", channel: "ffff-1", at: at,
                [queue, ("CC-Member-Session-UUID", "ffff-1"), ("CC-Action", action)])
        }
        let scene = TraceScene(script)
        let trace = try await scene.expectCall(
            dialogs: ["a@20", "agent-0@11", "agent-1@11", "agent-2@11"],
            channels: ["aaaa-1", "bbbb-1", "bbbb-2", "bbbb-3"])
        let hub = try #require(trace.hubs.first { $0.kind == "queue" })
        #expect(Set(hub.members.map(\.identity.id)) == ["aaaa-1", "ffff-1"])
        try await scene.expectCall(dialogs: ["f@26"], channels: ["ffff-1"])
    }
}
