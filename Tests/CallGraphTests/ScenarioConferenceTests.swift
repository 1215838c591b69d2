// Conferences: everybody's trace is his own call; the hub says who else was there.

import CallGraph
import CallTraceTesting
import Testing

struct ScenarioConferenceTests {
    private static func join(
        _ script: inout CallScript, _ leg: ScriptedLeg, room: String, name: String = "3000",
        at: Int64, until: Int64?
    ) {
        let headers = [("Conference-Unique-ID", room), ("Conference-Name", name)]
        script.custom(
            "conference::maintenance", channel: leg.uuid, at: at, node: leg.node,
            headers + [("Action", "add-member")])
        script.custom(
            "conference::maintenance", channel: leg.uuid, at: at + 50, node: leg.node,
            headers + [("Action", "start-talking")])
        if let until {
            script.custom(
                "conference::maintenance", channel: leg.uuid, at: until, node: leg.node,
                headers + [("Action", "del-member")])
        }
    }

    @Test func `three hundred members are three hundred calls in one room`() async throws {
        var script = CallScript()
        for number in 0..<300 {
            var leg = ScriptedLeg(
                "member-\(number)", "call-\(number)@20", at: Int64(number) * 10,
                answered: Int64(number) * 10 + 30, until: 60_000 + Int64(number) * 10, peer: 20)
            leg.called = "3000"
            leg.variables = []
            script.inbound(leg)
            Self.join(&script, leg, room: "room-1", at: leg.at + 60, until: 60_000 + leg.at)
        }
        // Came when the others had gone.
        var late = ScriptedLeg(
            "late-1", "late@20", at: 90_000, answered: 90_030, until: 95_000, peer: 20)
        late.called = "3000"
        script.inbound(late)
        Self.join(&script, late, room: "room-1", at: 90_060, until: 95_000)
        let scene = TraceScene(script)
        for number in [0, 150, 299] {
            let trace = try await scene.expectCall(
                dialogs: ["call-\(number)@20"], channels: ["member-\(number)"])
            let hub = try #require(trace.hubs.first)
            #expect(trace.hubs.count == 1 && hub.kind == "conference" && hub.name == "3000")
            #expect(Set(hub.members.map(\.identity.id)) == Set((0..<300).map { "member-\($0)" }))
        }
        let alone = try await scene.expectCall(dialogs: ["late@20"], channels: ["late-1"])
        #expect(alone.hubs.first?.members.map(\.identity.id) == ["late-1"])
    }

    @Test(arguments: [true, false])
    func `two rooms joined by one call share that call and no member`(usesUUID: Bool) async throws {
        var script = CallScript()
        let between = usesUUID ? "a70eec94" : "0f14fba9-6170-1240"
        var out = ScriptedLeg(
            "a70eec94", between, at: 2000, answered: 2100, until: 9000, peer: 12)
        out.called = "3000"
        script.outbound(out)
        var sameDialog = ScriptedLeg(
            "86469916", between, at: 2000, answered: 2100, until: 9000, peer: 11)
        (sameDialog.node, sameDialog.core, sameDialog.host) = ("fs2", "core-2", 12)
        // Both switches mirror the one dialog.
        var other = CallScript()
        other.inbound(sameDialog)
        other.entries.removeAll { $0.header.kind == .sip }
        script.entries += other.entries
        var first = ScriptedLeg("m1", "m1@20", at: 0, answered: 50, until: 9500, peer: 20)
        var second = ScriptedLeg("m2", "m2@22", at: 100, answered: 150, until: 9500, peer: 22)
        (first.called, second.called) = ("3000", "3000")
        (second.node, second.core, second.host) = ("fs2", "core-2", 12)
        for leg in [first, second] { script.inbound(leg) }
        Self.join(&script, first, room: "df0d6299", at: 60, until: 9490)
        Self.join(&script, out, room: "df0d6299", at: 2120, until: 8990)
        Self.join(&script, second, room: "e91d6b65", at: 160, until: 9490)
        Self.join(&script, sameDialog, room: "e91d6b65", at: 2130, until: 8990)
        script.custom(
            "conference::maintenance", at: 2110,
            [
                ("Conference-Unique-ID", "df0d6299"), ("Conference-Name", "3000"),
                ("Action", "bgdial-result"), ("Peer-UUID", "a70eec94"),
            ])
        let scene = TraceScene(script)
        let trace = try await scene.expectCall(
            dialogs: [between], channels: ["a70eec94", "86469916"])
        #expect(Set(trace.hubs.map(\.id)) == ["df0d6299", "e91d6b65"])
        let seen = trace.hubs.flatMap(\.members).map(\.identity.id)
        #expect(Set(seen) == ["m1", "m2", "a70eec94", "86469916"])
        #expect(trace.hubs.flatMap(\.members).allSatisfy { $0.callID != nil })
        try await scene.expectCall(dialogs: ["m1@20"], channels: ["m1"])
        let far = try await scene.expectCall(dialogs: ["m2@22"], channels: ["m2"])
        #expect(far.hubs.map(\.id) == ["e91d6b65"])
    }

    @Test func `rooms of one number in two tenants are two`() async throws {
        var script = CallScript()
        for (place, domain) in ["acme.test", "globex.test"].enumerated() {
            var leg = ScriptedLeg(
                "m-\(domain)", "call@\(domain)", at: Int64(place), answered: 50, until: 5000,
                peer: 20
            )
            leg.domain = domain
            leg.called = "3101"
            script.inbound(leg)
            Self.join(
                &script, leg, room: "room-\(domain)", name: "3101-\(domain)", at: 60, until: 4990)
        }
        let scene = TraceScene(script)
        for domain in ["acme.test", "globex.test"] {
            let trace = try await scene.expectCall(
                dialogs: ["call@\(domain)"], channels: ["m-\(domain)"])
            #expect(trace.hubs.map(\.name) == ["3101-\(domain)"])
            #expect(trace.related.isEmpty)
        }
    }

    @Test func `who is still in the room meets those who come later`() async throws {
        var script = CallScript()
        let early = ScriptedLeg("m1", "m1@20", at: 0, answered: 50, peer: 20)
        let late = ScriptedLeg("m2", "m2@22", at: 60_000, answered: 60_050, peer: 22)
        for leg in [early, late] {
            script.inbound(leg)
            Self.join(&script, leg, room: "room-1", at: leg.at + 60, until: nil)
        }
        let trace = try #require(try await TraceScene(script).trace("m1"))
        #expect(trace.hubs.first?.members.map(\.identity.id) == ["m1", "m2"])
        #expect(trace.call.end == nil)
    }

    @Test func `who left the room and came back is there again`() async throws {
        var script = CallScript()
        let early = ScriptedLeg("m1", "m1@20", at: 0, answered: 50, peer: 20)
        script.inbound(early)
        Self.join(&script, early, room: "room-1", at: 60, until: 10_000)
        Self.join(&script, early, room: "room-1", at: 20_000, until: nil)
        let late = ScriptedLeg("m2", "m2@22", at: 60_000, answered: 60_050, peer: 22)
        script.inbound(late)
        Self.join(&script, late, room: "room-1", at: 60_060, until: nil)
        let scene = TraceScene(script)
        for query in ["m1", "m2"] {
            let trace = try #require(try await scene.trace(query))
            #expect(trace.hubs.first?.members.map(\.identity.id) == ["m1", "m2"])
        }
    }
}
