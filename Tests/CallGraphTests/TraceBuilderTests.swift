// Whole calls out of a store, whatever the order in which things came.

import CallGraph
import CallTraceTesting
import Testing

struct TraceBuilderTests {
    private let later = Timestamp(microseconds: 1_795_390_991_000_000)

    private func trace(_ query: String, _ scripts: CallScript..., order: [Int]? = nil) async throws
        -> Trace?
    {
        let store = MemoryStore()
        for script in scripts { script.write(to: store, order: order) }
        return try await TraceBuilder(reader: store).trace(query, now: later)
    }

    private static let identities = [
        "a-leg@127.0.0.20", "b-leg@127.0.0.11", "11111111-aaaa", "22222222-bbbb",
    ]

    @Test(arguments: identities)
    func `every identity of a bridged call gives the whole call`(identity: String) async throws {
        let trace = try #require(try await trace(identity, .bridged()))
        #expect(trace.dialogs.map(\.callID) == ["a-leg@127.0.0.20", "b-leg@127.0.0.11"])
        #expect(trace.channels.map(\.uuid) == ["11111111-aaaa", "22222222-bbbb"])
        #expect(trace.channels.map(\.callID) == ["a-leg@127.0.0.20", "b-leg@127.0.0.11"])
        #expect(trace.channels.map(\.direction) == [.inbound, .outbound])
        #expect(trace.channels.map(\.hangupCause) == ["NORMAL_CLEARING", "NORMAL_CLEARING"])
        #expect(trace.call.outcome == .answered)
        #expect(trace.call.durationSeconds == 3.0)
        #expect(trace.dialogs.map(\.status) == [200, 200])
        #expect(trace.dialogs[0].from == "1010" && trace.dialogs[0].to == "1001")
        #expect(trace.dialogs[0].domain == "acme.test")
        #expect(trace.dialogs[0].endedBy == "1010")
        #expect(trace.isComplete && trace.warnings.isEmpty)
        #expect(trace.messages.count == 21)
        #expect(trace.messages.map(\.time) == trace.messages.map(\.time).sorted())
        #expect(Set(trace.links.map(\.kind)) == [.same, .birth, .talk])
        #expect(trace.links.allSatisfy { !$0.evidence.isEmpty && $0.strength == .exact })
        let talk = try #require(trace.links.first { $0.kind == .talk })
        #expect(talk.from == CallScript.bridged().moment(320))
        #expect(talk.until == CallScript.bridged().moment(3315))
    }

    @Test func `the call has one id whatever identity is asked for`() async throws {
        var ids: Set<String> = []
        for identity in Self.identities {
            ids.insert(try #require(try await trace(identity, .bridged())).call.id)
        }
        #expect(ids.count == 1)
        #expect(ids.first?.count == 32)
    }

    @Test func `a hundred orders of arrival give the same trace`() async throws {
        let script = CallScript.bridged()
        let expected = try #require(try await trace("a-leg@127.0.0.20", script))
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<100 {
            let order = script.entries.indices.shuffled(using: &generator)
            let other = try #require(try await trace("a-leg@127.0.0.20", script, order: order))
            #expect(other.dialogs == expected.dialogs)
            #expect(other.channels == expected.channels)
            #expect(other.links == expected.links)
            #expect(other.messages == expected.messages)
            #expect(other.call == expected.call)
        }
    }

    @Test func `what comes twice changes nothing`() async throws {
        let once = try #require(try await trace("a-leg@127.0.0.20", .bridged()))
        let twice = try #require(try await trace("a-leg@127.0.0.20", .bridged(), .bridged()))
        #expect(twice.dialogs == once.dialogs && twice.channels == once.channels)
        #expect(twice.links == once.links)
        func count(_ trace: Trace) -> [Int] {
            var counts = [0, 0]
            for message in trace.messages {
                if case .sip = message { counts[0] += 1 }
                if case .event = message { counts[1] += 1 }
            }
            return counts
        }
        #expect(count(twice) == count(once))
    }

    @Test func `a Call-ID that is a channel's UUID joins without any event that says so`()
        async throws
    {
        var script = CallScript.bridged(usesUUIDAsCallID: true)
        script.entries.removeAll {
            String(decoding: $0.payload, as: UTF8.self).contains("CHANNEL_PROGRESS")
                || String(decoding: $0.payload, as: UTF8.self).contains("HANGUP_COMPLETE")
        }
        let trace = try #require(try await trace("a-leg@127.0.0.20", script))
        #expect(trace.dialogs.map(\.callID) == ["a-leg@127.0.0.20", "22222222-bbbb"])
        let same = try #require(trace.links.first { $0.b == Identity(.dialog, "22222222-bbbb") })
        #expect(same.kind == .same && same.strength == .token)
        #expect(same.evidence.first?.name == "Unique-ID")
    }

    @Test func `two calls of the same numbers at the same time stay two`() async throws {
        let first = CallScript.bridged()
        let second = CallScript.bridged(a: "other@127.0.0.20", suffix: "-2")
        let trace = try #require(try await trace("other@127.0.0.20", first, second))
        #expect(trace.dialogs.map(\.callID) == ["other@127.0.0.20", "b-leg-2@127.0.0.11"])
        #expect(trace.channels.map(\.uuid) == ["11111111-aaaa-2", "22222222-bbbb-2"])
    }

    @Test func `a variable that names nothing known joins nothing`() async throws {
        var script = CallScript.bridged()
        script.event(
            "CHANNEL_EXECUTE", channel: "11111111-aaaa", at: 400,
            [("variable_originator", "not-a-channel"), ("variable_originating_leg_uuid", "")])
        let trace = try #require(try await trace("a-leg@127.0.0.20", script))
        #expect(trace.channels.count == 2)
        #expect(!trace.links.contains { $0.a.id == "not-a-channel" || $0.b.id == "not-a-channel" })
    }

    @Test func `an unknown identity is not found`() async throws {
        #expect(try await trace("nobody", .bridged()) == nil)
    }

    @Test func `a name that only an event of somebody else mentions is not a call`() async throws {
        var script = CallScript()
        script.event(
            "CHANNEL_CREATE", channel: "x", at: 0, [("variable_originator", "never-seen")])
        #expect(try await trace("never-seen", script) == nil)
    }

    @Test func `the finding names the host that said it first, not the caller's last hop`()
        async throws
    {
        var script = CallScript()
        // The callee's leg sorts behind the caller's by name, and speaks first.
        for (callID, hop, at) in [("a", (20, 11), 0), ("z", (11, 21), 5)]
            as [(String, (UInt8, UInt8), Int64)]
        {
            script.sip(
                "INVITE sip:1001@a SIP/2.0", callID: callID, cseq: "1 INVITE", at: at, from: hop.0,
                to: hop.1)
            script.sip(
                "SIP/2.0 486 Busy Here", callID: callID, cseq: "1 INVITE", at: 100 - at,
                from: hop.1, to: hop.0)
        }
        script.event("CHANNEL_CREATE", channel: "A", at: 1, [("variable_sip_call_id", "a")])
        script.event(
            "CHANNEL_HANGUP", channel: "B", at: 96,
            [
                ("variable_sip_call_id", "z"), ("variable_originator", "A"),
                ("Hangup-Cause", "USER_BUSY"), ("Call-Direction", "outbound"),
            ])
        let trace = try #require(try await trace("a", script))
        #expect(trace.dialogs.count == 2)
        #expect(trace.call.outcome == .busy)
        let finding = try #require(trace.findings.first)
        #expect(finding.code == "busy")
        #expect(
            finding.text
                == "486 Busy Here came first from 127.0.0.21:5060; the switch's cause is USER_BUSY "
                + "(the callee is busy)")
    }
}
