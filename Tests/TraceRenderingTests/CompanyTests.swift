// Hubs, listeners, chains of links and loopbacks in the ladder and in JSON.

import CallGraph
import Foundation
import Testing

@testable import TraceRendering

struct CompanyTests {
    private static func trace() -> Trace {
        let a = Identity(.channel, "chan-a")
        let b = Identity(.channel, "chan-b")
        let aLeg = Identity(.dialog, "a-leg")
        let bLeg = Identity(.dialog, "b-leg")
        func link(_ kind: Link.Kind, _ x: Identity, _ y: Identity, _ header: String) -> Link {
            Link(
                kind, x, y, strength: .exact, from: TraceSketch.time(10_000),
                evidence: [
                    Evidence(
                        source: .event, name: header, event: "CHANNEL_CREATE", node: "fs1",
                        time: TraceSketch.time(10_000))
                ])
        }
        let same = link(.same, a, aLeg, "variable_sip_call_id")
        let birth = link(.birth, b, a, "variable_originating_leg_uuid")
        let other = link(.same, b, bLeg, "variable_sip_call_id")
        var channels = [("chan-a", "a-leg"), ("chan-b", "b-leg"), ("loop", nil)].map {
            uuid, callID in
            var channel = Channel(
                uuid: uuid, node: "fs1", coreUUID: "core", start: TraceSketch.time(10_000))
            channel.callID = callID
            return channel
        }
        channels[2].name = "loopback/1001-a"
        channels[1].lost = "fs1 was started anew, with Core-UUID core-2"
        var trace = Trace.sketch(
            [
                .event(
                    EventRow(
                        time: TraceSketch.time(20_000), uuid: "loop", node: "fs1",
                        name: "CHANNEL_ANSWER", detail: nil))
            ], dialogs: [.sketch("a-leg"), .sketch("b-leg", start: 9000)], channels: channels,
            links: [same, birth, other, link(.loopback, Identity(.channel, "loop"), a, "x")])
        trace.reasons = [
            a: Trace.Reason(link: same, from: aLeg), b: Trace.Reason(link: birth, from: a),
            bLeg: Trace.Reason(link: other, from: b),
        ]
        trace.hubs = [
            Hub(
                kind: "conference", id: "room-id", name: "3000",
                members: [
                    Hub.Member(identity: a, callID: "a-leg", from: TraceSketch.time(1), until: nil),
                    Hub.Member(
                        identity: Identity(.channel, "stranger"), callID: "s@x",
                        from: TraceSketch.time(2), until: TraceSketch.time(3_000_000)),
                ], isCut: false)
        ]
        trace.related = [
            Related(.monitor, Identity(.channel, "spy"), why: "listens to chan-a: Application-Data")
        ]
        return trace
    }

    @Test func `hubs and listeners stand below the legs, members that are legs by their number`() {
        let text = Ladder.render(Self.trace(), options: LadderOptions())
        #expect(text.contains("Conference 3000  2 there at the same time\n"))
        #expect(text.contains("leg 1  +0.000\n"))
        #expect(text.contains("stranger, Call-ID s@x  +0.000 to +3.000\n"))
        #expect(text.contains("Related, and not part of the call\n       channel spy\n"))
        #expect(text.contains("listens to chan-a: Application-Data"))
        #expect(text.contains("lost: fs1 was started anew"))
    }

    @Test func `why prints for each leg every link of its chain with header, event, node and time`()
    {
        let text = Ladder.render(Self.trace(), options: LadderOptions(explainsLinks: true))
        #expect(text.contains("this is what was asked for"))
        let chain = [
            "because, from what was asked for:",
            "Call-ID a-leg (leg 1) → channel chan-a (leg 1)",
            "same, strength 3: names it exactly",
            "variable_sip_call_id in CHANNEL_CREATE of fs1, 2026-",
            "channel chan-a (leg 1) → channel chan-b (leg 2)",
            "birth, strength 3: names it exactly",
            "variable_originating_leg_uuid in CHANNEL_CREATE of fs1, 2026-",
            "channel chan-b (leg 2) → Call-ID b-leg (leg 2)",
        ]
        var rest = text[...]
        for step in chain {
            let found = rest.range(of: step)
            #expect(found != nil, "\(step)")
            if let found { rest = rest[found.upperBound...] }
        }
        #expect(!Ladder.render(Self.trace(), options: LadderOptions()).contains("because"))
    }

    @Test func `loopbacks are in the JSON and not in the ladder`() throws {
        let text = Ladder.render(Self.trace(), options: LadderOptions())
        #expect(!text.contains("loopback/1001-a") && !text.contains("CHANNEL_ANSWER"))
        #expect(text.contains("1 loopback (not shown)"))
        let json = String(decoding: TraceJSON.render(Self.trace()), as: UTF8.self)
        #expect(json.contains("\"name\":\"loopback/1001-a\""))
        #expect(json.contains("\"loopback\":true"))
    }

    @Test func `hubs and related legs have the contract's form`() throws {
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(TraceJSON.render(Self.trace())))
                as? [String: Any])
        let hub = try #require((object["hubs"] as? [[String: Any]])?.first)
        #expect(hub["kind"] as? String == "conference" && hub["name"] as? String == "3000")
        let members = try #require(hub["members"] as? [[String: Any]])
        #expect(members.map { $0["uuid"] as? String } == ["chan-a", "stranger"])
        #expect(members[0]["until"] is NSNull)
        #expect(members[1]["call_id"] as? String == "s@x")
        let related = try #require((object["related"] as? [[String: Any]])?.first)
        #expect(related["kind"] as? String == "monitor")
        #expect((related["id"] as? [String: Any])?["id"] as? String == "spy")
    }
}
