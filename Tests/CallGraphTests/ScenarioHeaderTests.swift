// What SIP alone says: headers that name dialogs, values that dialogs share, statements of agents.

import CallGraph
import CallTraceTesting
import Testing

struct ScenarioHeaderTests {
    /// A plain dialog without any switch: INVITE, 200, BYE.
    static func dialog(
        _ script: inout CallScript, _ callID: String, at: Int64, until: Int64 = 5000,
        hop: (UInt8, UInt8) = (20, 11), caller: String = "1010", called: String = "1001",
        domain: String = "acme.test", extra: String = "", body: String = "", fromTag: String? = nil,
        node: String = "200", correlation: String = "", vias: Int = 1
    ) {
        let tag = fromTag ?? "tag-\(callID)"
        script.sip(
            "INVITE sip:\(called)@\(domain) SIP/2.0", callID: callID, cseq: "1 INVITE", at: at,
            from: hop.0, to: hop.1, node: node, caller: caller, called: called, extra: extra,
            fromTag: tag, domain: domain, body: body, vias: vias, correlation: correlation)
        script.sip(
            "SIP/2.0 200 OK", callID: callID, cseq: "1 INVITE", at: at + 100, from: hop.1,
            to: hop.0,
            node: node, caller: caller, called: called, fromTag: tag, toTag: "to", domain: domain,
            vias: vias)
        script.sip(
            "BYE sip:x SIP/2.0", callID: callID, cseq: "2 BYE", at: until, from: hop.0, to: hop.1,
            node: node, caller: caller, called: called, fromTag: tag, toTag: "to", domain: domain,
            vias: vias)
    }

    @Test(arguments: [
        ("Replaces: first@x;to-tag=7;from-tag=8\r\n", Link.Kind.transfer),
        ("Join: first@x;to-tag=7;from-tag=8\r\n", .header),
        ("Target-Dialog: first@x;local-tag=7;remote-tag=8\r\n", .header),
        ("X-CID: first@x\r\n", .header), ("x-call-id:   first@x  \r\n", .header),
    ])
    func `a header names the other dialog`(extra: String, kind: Link.Kind) async throws {
        var script = CallScript()
        Self.dialog(&script, "first@x", at: 0)
        Self.dialog(
            &script, "second@x", at: 2000, hop: (22, 11), caller: "1044", called: "1055",
            extra: extra)
        Self.dialog(&script, "third@x", at: 2000, hop: (23, 11))
        let trace = try await TraceScene(script).expectCall(
            dialogs: ["first@x", "second@x"], channels: [])
        #expect(trace.links.map(\.kind) == [kind])
    }

    @Test func `a REFER names the dialog that its target is to replace`() async throws {
        var script = CallScript()
        Self.dialog(&script, "first@x", at: 0)
        Self.dialog(&script, "second@x", at: 1000, hop: (20, 12), called: "1003")
        script.sip(
            "REFER sip:1001@acme.test SIP/2.0", callID: "first@x", cseq: "2 REFER", at: 3000,
            from: 20, to: 11,
            extra: "r: <sip:1003@acme.test?Replaces=second%40x%3Bto-tag%3D7%3Bfrom-tag%3D8>\r\n",
            fromTag: "tag-first@x", toTag: "to")
        try await TraceScene(script).expectCall(dialogs: ["first@x", "second@x"], channels: [])
    }

    @Test func `legs that share one half of a Session-ID are one call, the nil half is nobody's`()
        async throws
    {
        var script = CallScript()
        let (a, b) = (String(repeating: "ab12", count: 8), String(repeating: "cd34", count: 8))
        let none = String(repeating: "0", count: 32)
        Self.dialog(&script, "a@x", at: 0, extra: "Session-ID: \(a);remote=\(none)\r\n")
        Self.dialog(
            &script, "b@x", at: 20, hop: (11, 21),
            extra: "Session-ID: \(a.uppercased());remote=\(b)\r\n")
        Self.dialog(
            &script, "other@x", at: 40, hop: (22, 11), caller: "1077",
            extra: "Session-ID: \(String(repeating: "9", count: 32));remote=\(none)\r\n")
        let scene = TraceScene(script)
        try await scene.expectCall(dialogs: ["a@x", "b@x"], channels: [])
        try await scene.expectCall(dialogs: ["other@x"], channels: [])
        #expect(Set(try await scene.trace(a)?.dialogs.map(\.callID) ?? []) == ["a@x", "b@x"])
    }

    @Test func `a charging id joins the legs of a call`() async throws {
        var script = CallScript()
        let vector = "P-Charging-Vector: icid-value=\"1234bc9876e\";icid-generated-at=192.0.6.8\r\n"
        Self.dialog(&script, "a@x", at: 0, extra: vector)
        Self.dialog(&script, "b@x", at: 20, hop: (11, 21), extra: vector)
        try await TraceScene(script).expectCall(dialogs: ["a@x", "b@x"], channels: [])
    }

    @Test(arguments: [
        ("{\"sip\":\"a@x\",\"sip2\":\"b@x\"}", true),
        ("{\"inc\":\"a@x\",\"out\":\"b@x\"}", true),
        ("{\"TYPE\":\"PERIODIC\",\"INC_ID\":\"a@x\",\"OUT_ID\":\"b@x\",\"INC_MOS\":430}", false),
    ])
    func `an agent's statement joins the two that it names`(json: String, isCorrelate: Bool)
        async throws
    {
        var script = CallScript()
        Self.dialog(&script, "a@x", at: 0, caller: "1020")
        Self.dialog(&script, "b@x", at: 20, hop: (12, 21), called: "1033")
        Self.dialog(&script, "c@x", at: 30, hop: (25, 12))
        script.statement(json, isCorrelate: isCorrelate, at: 60, correlation: "a@x")
        let scene = TraceScene(script)
        let trace = try await scene.expectCall(dialogs: ["a@x", "b@x"], channels: [])
        #expect(trace.links.map(\.kind) == [.correlation])
        try await scene.expectCall(dialogs: ["c@x"], channels: [])
    }

    @Test func `a correlation id that is another dialog's Call-ID joins the two`() async throws {
        var script = CallScript()
        Self.dialog(&script, "original@x", at: 0, correlation: "original@x")
        Self.dialog(&script, "DLGCH_xyz", at: 20, hop: (11, 21), correlation: "original@x")
        try await TraceScene(script).expectCall(dialogs: ["original@x", "DLGCH_xyz"], channels: [])
    }

    @Test func `a correlation id of an agent's own making finds its call and merges nobody`()
        async throws
    {
        var script = CallScript()
        for number in 0..<3 {
            let callID = "4780dc1a-\(number)@30"
            Self.dialog(
                &script, callID, at: Int64(number) * 100, hop: (30, 10),
                correlation: "corr-\(callID)")
            // What the proxy passes on bears no correlation id.
            script.sip(
                "INVITE sip:1001@acme.test SIP/2.0", callID: callID, cseq: "1 INVITE",
                at: Int64(number) * 100 + 1, from: 10, to: 11, fromTag: "tag-\(callID)", vias: 2)
        }
        let scene = TraceScene(script)
        for number in 0..<3 {
            let callID = "4780dc1a-\(number)@30"
            try await scene.expectCall(dialogs: [callID], channels: [])
            let trace = try #require(try await scene.trace("corr-\(callID)"))
            #expect(trace.dialogs.map(\.callID) == [callID])
        }
    }
}
