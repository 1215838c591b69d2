// Where nothing names the other leg: media, numbers, and what a node that hides topology leaves.

import CallGraph
import CallTraceTesting
import Testing

struct ScenarioGuessTests {
    private static func sdp(
        _ address: String = "10.1.1.5", port: Int = 40_000, session: String = "889933221"
    ) -> String {
        "v=0\r\no=alice \(session) 1 IN IP4 \(address)\r\ns=-\r\nc=IN IP4 \(address)\r\nt=0 0\r\n"
            + "m=audio \(port) RTP/AVP 0\r\n"
    }

    private static func dialog(
        _ script: inout CallScript, _ callID: String, at: Int64, hop: (UInt8, UInt8),
        caller: String = "4930123456", called: String = "4940987654", domain: String = "acme.test",
        body: String = "", fromTag: String? = nil, vias: Int = 1
    ) {
        ScenarioHeaderTests.dialog(
            &script, callID, at: at, hop: hop, caller: caller, called: called, domain: domain,
            body: body, fromTag: fromTag, vias: vias)
    }

    @Test func `the same media and the same session are two reasons, and join`() async throws {
        var script = CallScript()
        Self.dialog(&script, "a@x", at: 0, hop: (20, 11), body: Self.sdp())
        Self.dialog(
            &script, "b@x", at: 30, hop: (11, 21), caller: "anonymous", called: "77",
            body: Self.sdp())
        Self.dialog(
            &script, "c@x", at: 40, hop: (22, 11),
            body: Self.sdp(port: 40_002, session: "123456789"))
        let scene = TraceScene(script)
        let trace = try await scene.expectCall(dialogs: ["a@x", "b@x"], channels: [])
        #expect(trace.links.allSatisfy { $0.kind == .media && $0.strength == .token })
        try await scene.expectCall(dialogs: ["c@x"], channels: [])
    }

    @Test func `the same media alone are shown, and joined by who wants guesses`() async throws {
        var script = CallScript()
        Self.dialog(&script, "a@x", at: 0, hop: (20, 11), body: Self.sdp())
        Self.dialog(
            &script, "b@x", at: 30, hop: (11, 21), caller: "anonymous", called: "77",
            body: Self.sdp(session: "5555555"))
        let scene = TraceScene(script)
        for (one, other) in [("a@x", "b@x"), ("b@x", "a@x")] {
            let trace = try await scene.expectCall(dialogs: [one], channels: [])
            TraceScene.expectRelated(trace, [other])
            #expect(trace.related.first?.kind == .guess)
        }
        try await scene.expectCall(
            dialogs: ["a@x", "b@x"], channels: [], TraceOptions(joinsGuesses: true))
    }

    @Test func `one call of the same numbers at the same time is shown and not joined`()
        async throws
    {
        var script = CallScript()
        Self.dialog(&script, "a@x", at: 0, hop: (20, 11))
        Self.dialog(&script, "b@x", at: 30, hop: (11, 21), caller: "+4930123456")
        let scene = TraceScene(script)
        for (one, other) in [("a@x", "b@x"), ("b@x", "a@x")] {
            TraceScene.expectRelated(
                try await scene.expectCall(dialogs: [one], channels: []), [other])
        }
        try await scene.expectCall(
            dialogs: ["a@x", "b@x"], channels: [], TraceOptions(joinsGuesses: true))
    }

    @Test func `of two that it may be neither is`() async throws {
        var script = CallScript()
        Self.dialog(&script, "a@x", at: 0, hop: (20, 11))
        Self.dialog(&script, "b@x", at: 30, hop: (11, 21))
        Self.dialog(&script, "c@x", at: 60, hop: (11, 22))
        var crossed = CallScript()
        Self.dialog(&crossed, "a@x", at: 0, hop: (20, 11))
        Self.dialog(&crossed, "b@x", at: 20, hop: (24, 11))
        Self.dialog(&crossed, "c@x", at: 30, hop: (11, 22))
        for scene in [TraceScene(script), TraceScene(crossed)] {
            for callID in ["a@x", "b@x", "c@x"] {
                let options = TraceOptions(joinsGuesses: true)
                let trace = try await scene.expectCall(dialogs: [callID], channels: [], options)
                TraceScene.expectRelated(trace, [])
            }
        }
    }

    @Test func `a call of another domain, host or minute is never meant`() async throws {
        var script = CallScript()
        Self.dialog(&script, "a@x", at: 0, hop: (20, 11))
        Self.dialog(&script, "domain@x", at: 30, hop: (11, 21), domain: "globex.test")
        Self.dialog(&script, "host@x", at: 40, hop: (12, 21))
        Self.dialog(&script, "late@x", at: 2500, hop: (11, 21))
        Self.dialog(&script, "before@x", at: -500, hop: (11, 21))
        let scene = TraceScene(script)
        for callID in ["a@x", "domain@x", "host@x", "late@x", "before@x"] {
            let options = TraceOptions(joinsGuesses: true)
            let trace = try await scene.expectCall(dialogs: [callID], channels: [], options)
            TraceScene.expectRelated(trace, [])
        }
    }

    @Test func `ten thousand calls of one number guess nothing, and quickly`() async throws {
        var script = CallScript()
        for number in 0..<10_000 {
            for (side, hop) in [("in", (20, 11)), ("out", (11, 21))] as [(String, (UInt8, UInt8))] {
                script.sip(
                    "INVITE sip:4940987654@acme.test SIP/2.0", callID: "\(side)-\(number)",
                    cseq: "1 INVITE", at: Int64(number) * 20 + (side == "in" ? 0 : 9),
                    from: hop.0, to: hop.1, caller: "4930123456", called: "4940987654",
                    fromTag: "tag-\(side)-\(number)")
            }
        }
        let scene = TraceScene(script)
        for query in ["in-0", "out-5000", "in-9999"] {
            let trace = try #require(
                try await scene.trace(query, TraceOptions(joinsGuesses: true)))
            TraceScene.expect(trace, [query], [])
            #expect(trace.isComplete)
        }
        var elapsed = ContinuousClock().now
        for number in 0..<20 { _ = try await scene.trace("in-\(number * 400)") }
        elapsed = elapsed.advanced(by: .seconds(20))
        #expect(ContinuousClock().now < elapsed)
    }

    @Test func `a node that hides topology is one call on both of its sides`() async throws {
        var script = CallScript()
        for number in 0..<3 {
            let tag = "as7d6f-\(number)"
            let at = Int64(number) * 10
            Self.dialog(
                &script, "outer-\(number)@x", at: at, hop: (20, 10), fromTag: tag)
            Self.dialog(
                &script, "DLGCH_\(number)", at: at + 2, hop: (10, 11), fromTag: tag)
        }
        let scene = TraceScene(script)
        for number in 0..<3 {
            let trace = try await scene.expectCall(
                dialogs: ["outer-\(number)@x", "DLGCH_\(number)"], channels: [])
            #expect(trace.links.map(\.kind) == [.topology])
        }
    }

    @Test func `topology is seen through among a thousand calls of the same numbers`() async throws
    {
        var script = CallScript()
        for number in 0..<1000 {
            let tag = "as7d6f-\(number)"
            let at = Int64(number) * 5
            Self.dialog(&script, "outer-\(number)@x", at: at, hop: (20, 10), fromTag: tag)
            Self.dialog(&script, "DLGCH_\(number)", at: at + 2, hop: (10, 11), fromTag: tag)
        }
        let scene = TraceScene(script)
        for number in [0, 500, 999] {
            try await scene.expectCall(
                dialogs: ["outer-\(number)@x", "DLGCH_\(number)"], channels: [])
        }
    }

    @Test func `a From tag that comes again elsewhere or later is another call`() async throws {
        var script = CallScript()
        let tag = "as7d6f01"
        Self.dialog(&script, "a@x", at: 0, hop: (20, 10), called: "11", fromTag: tag)
        Self.dialog(&script, "late@x", at: 200, hop: (10, 11), called: "12", fromTag: tag)
        Self.dialog(&script, "elsewhere@x", at: 10, hop: (12, 11), called: "13", fromTag: tag)
        let scene = TraceScene(script)
        for callID in ["a@x", "late@x", "elsewhere@x"] {
            try await scene.expectCall(dialogs: [callID], channels: [])
        }
    }
}
