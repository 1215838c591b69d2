// A call as spans: names, parents, phases, what is a failure and what is not.

import CallGraph
import CallTraceTesting
import Testing

@testable import TraceExport

struct CallSpansTests {
    /// An answered call that is put on hold, after a stay in a queue.
    private static var held: CallScript {
        var script = CallScript()
        let a = ScriptedLeg("a1", "a1@20", at: 0, answered: 400, until: 9000, peer: 20)
        let b = ScriptedLeg(
            "b1", "b1@11", at: 20, answered: 300, until: 9000, peer: 21, originator: "a1")
        script.call(a, b)
        script.say(a, "CHANNEL_HOLD", 2000)
        script.say(a, "CHANNEL_UNHOLD", 3000)
        script.say(a, "CHANNEL_HOLD", 8000)
        for (action, at) in [("push", 450), ("abort", 700)] as [(String, Int64)] {
            script.custom(
                "fifo::info", channel: "a1", at: at,
                [("FIFO-Name", "support"), ("FIFO-Action", action)])
        }
        return script
    }

    /// A call whose callee's side breaks.
    private static func failed(status: Int, cause: String) -> CallScript {
        var script = CallScript()
        var a = ScriptedLeg("a1", "a1@20", at: 0, until: 500, peer: 20)
        var b = ScriptedLeg("b1", "b1@11", at: 20, until: 480, peer: 21, originator: "a1")
        (a.status, b.status) = (status, status)
        (a.cause, b.cause) = (cause, cause)
        script.call(a, b)
        return script
    }

    @Test func `the recorded call is as it was looked at`() async throws {
        let exported = try Exported(CallSpans(try await Trace.recorded()))
        try Golden.expect(exported.lines(), matches: "basic-bridge.jsonl")
    }

    @Test func `a call with a queue and holds is as it was looked at`() async throws {
        let exported = try Exported(CallSpans(try await Trace.of("a1@20", in: Self.held)))
        try Golden.expect(exported.lines(), matches: "held.jsonl")
    }

    @Test func `a call that failed is as it was looked at`() async throws {
        let script = Self.failed(status: 503, cause: "NORMAL_TEMPORARY_FAILURE")
        let exported = try Exported(CallSpans(try await Trace.of("a1@20", in: script)))
        try Golden.expect(exported.lines(), matches: "failed.jsonl")
    }

    @Test func `the trace has the call's own id and every span a parent in it`() async throws {
        let trace = try await Trace.of("b1", in: Self.held)
        let exported = try Exported(CallSpans(trace))
        let ids = exported.spans.compactMap { $0["spanId"] as? String }
        #expect(Set(ids).count == exported.spans.count && ids.allSatisfy { $0.utf8.count == 16 })
        for span in exported.spans {
            #expect(span["traceId"] as? String == trace.call.id)
            let parent = span["parentSpanId"] as? String
            #expect(parent.map(ids.contains) ?? (span["name"] as? String == "call"))
        }
        #expect(exported.named("call").count == 1)
        #expect(exported.named("leg inbound").first?["kind"] as? Int == 2)
        #expect(exported.named("leg outbound").first?["kind"] as? Int == 3)
    }

    @Test func `phases are children of their leg and within it`() async throws {
        let exported = try Exported(CallSpans(try await Trace.of("a1@20", in: Self.held)))
        let leg = try #require(exported.named("leg inbound").first)
        let below = exported.spans.filter {
            $0["parentSpanId"] as? String == leg["spanId"] as? String
        }
        #expect(
            below.compactMap { $0["name"] as? String }
                == ["set-up", "ringing", "talk", "hold", "hold", "queue"])
        func time(_ span: Exported.Object, _ name: String) throws -> Int64 {
            try #require((span[name] as? String).flatMap { Int64($0) })
        }
        let start = try time(leg, "startTimeUnixNano")
        for span in below {
            #expect(try time(span, "startTimeUnixNano") >= start)
            #expect(try time(span, "endTimeUnixNano") >= time(span, "startTimeUnixNano"))
            #expect(try time(span, "endTimeUnixNano") <= time(leg, "endTimeUnixNano"))
        }
        let hold = exported.named("hold")
        #expect(
            try hold.map { try time($0, "startTimeUnixNano") - start } == [
                2_000_000_000, 8_000_000_000,
            ])
        let queue = try #require(exported.named("queue").first)
        #expect(Exported.attribute("calltrace.queue", of: queue) == "support")
    }

    @Test func `whichever leg is asked for, and however often, the spans are the same`()
        async throws
    {
        var texts: Set<String> = []
        for query in ["a1@20", "b1@11", "a1", "b1"] {
            texts.insert(try Exported(CallSpans(try await Trace.of(query, in: Self.held))).text)
        }
        #expect(texts.count == 1)
    }

    @Test func `a call that has grown keeps the ids of what was there`() async throws {
        let before = try Exported(CallSpans(try await Trace.of("a1@20", in: Self.held)))
        var script = Self.held
        script.outbound(
            ScriptedLeg(
                "c1", "c1@11", at: 100, until: 250, peer: 22, originator: "a1"))
        let after = try Exported(CallSpans(try await Trace.of("a1@20", in: script)))
        let ids = Set(after.spans.compactMap { $0["spanId"] as? String })
        #expect(before.spans.allSatisfy { ids.contains($0["spanId"] as? String ?? "") })
        #expect(after.spans.count > before.spans.count)
    }

    @Test func `a leg that was sent in another trace is linked and not sent again`() async throws {
        let other = CallIdentifier(Identity(.dialog, "b1@11"))
        let trace = try await Trace.of("a1@20", in: Self.held)
        let exported = try Exported(
            CallSpans(trace) { $0 == Identity(.dialog, "b1@11") ? other : nil })
        #expect(exported.named("leg outbound").isEmpty)
        let root = try #require(exported.named("call").first)
        let links = try #require(root["links"] as? [Exported.Object])
        #expect(links.map { $0["traceId"] as? String } == [other.text])
        let span = SpanIdentifier.leg(Identity(.dialog, "b1@11"), of: other)
        #expect(links.first?["spanId"] as? String == span.text)
        #expect(links.first.flatMap { Exported.attribute("calltrace.link", of: $0) } == "merged")
        // Sent under this very call before: a resend.
        let call = try #require(CallIdentifier(text: trace.call.id))
        #expect(try Exported(CallSpans(trace) { _ in call }).named("leg outbound").count == 1)
    }

    @Test(
        arguments: [
            (486, "USER_BUSY", nil), (480, "NO_ANSWER", nil), (404, "UNALLOCATED_NUMBER", nil),
            (603, "CALL_REJECTED", nil), (503, "NORMAL_TEMPORARY_FAILURE", "503"),
            (408, "RECOVERY_ON_TIMER_EXPIRE", "408"), (488, "INCOMPATIBLE_DESTINATION", "488"),
        ] as [(Int, String, String?)])
    func `only failures of the network are errors`(
        status: Int, cause: String, type: String?
    ) async throws {
        let script = Self.failed(status: status, cause: cause)
        let exported = try Exported(CallSpans(try await Trace.of("a1@20", in: script)))
        for name in ["call", "leg inbound", "leg outbound"] {
            let span = try #require(exported.named(name).first)
            let code = (span["status"] as? Exported.Object)?["code"] as? Int
            #expect(code == (type == nil ? nil : 2), "\(name)")
            #expect(Exported.attribute("error.type", of: span) == type, "\(name)")
        }
    }

    @Test func `members of a conference are links to their own traces`() async throws {
        var script = CallScript()
        for (index, uuid) in ["a1", "z1"].enumerated() {
            let leg = ScriptedLeg(
                uuid, "\(uuid)@20", at: Int64(index) * 50, answered: 400, until: 9000, peer: 20)
            script.inbound(leg)
            script.custom(
                "conference::maintenance", channel: uuid, at: 600,
                [
                    ("Action", "add-member"), ("Conference-Unique-ID", "room"),
                    ("Conference-Name", "3000"),
                ])
        }
        let exported = try Exported(CallSpans(try await Trace.of("a1@20", in: script)))
        let links = try #require(exported.named("call").first?["links"] as? [Exported.Object])
        let theirs = CallIdentifier(Identity(.dialog, "z1@20"))
        #expect(links.map { $0["traceId"] as? String } == [theirs.text])
        #expect(
            links.first.flatMap { Exported.attribute("calltrace.link", of: $0) } == "conference")
    }
}
