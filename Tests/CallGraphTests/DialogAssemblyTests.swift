// What a dialog was: parties, status, outcome, times.

import CallGraph
import CallTraceTesting
import Testing

struct DialogAssemblyTests {
    private func dialog(
        now seconds: Int64 = 10_000, _ build: (inout CallScript) -> Void
    ) async throws -> Dialog {
        var script = CallScript()
        build(&script)
        let store = MemoryStore()
        script.write(to: store)
        let trace = try await TraceBuilder(reader: store).trace(
            "x", now: script.start.advanced(bySeconds: seconds))
        return try #require(trace?.dialogs.first)
    }

    private static func attempt(_ script: inout CallScript, _ statuses: [Int]) {
        script.sip(
            "INVITE sip:1001@a SIP/2.0", callID: "x", cseq: "1 INVITE", at: 0, from: 20, to: 10)
        for (index, status) in statuses.enumerated() {
            script.sip(
                "SIP/2.0 \(status) Reason", callID: "x", cseq: "1 INVITE", at: Int64(10 + index),
                from: 10, to: 20)
        }
    }

    @Test(arguments: [
        (200, Outcome.answered), (302, .redirect), (401, .auth), (407, .auth), (403, .rejected),
        (603, .rejected), (404, .notFound), (410, .notFound), (484, .notFound), (604, .notFound),
        (408, .timeout), (480, .noAnswer), (486, .busy), (600, .busy), (487, .abandoned),
        (488, .clientError), (500, .serverError), (503, .serverError), (606, .serverError),
    ])
    func `a final status has an outcome`(status: Int, outcome: Outcome) async throws {
        let dialog = try await dialog { Self.attempt(&$0, [100, 180, status]) }
        #expect(dialog.outcome == outcome)
        #expect(dialog.status == status)
        #expect(dialog.ringing != nil)
        #expect((dialog.answered != nil) == (status == 200))
    }

    @Test(arguments: [
        ("Q.850;cause=17;text=\"whatever\"", "Q.850 17, the callee is busy"),
        ("SIP;cause=200;text=\"Call completed elsewhere\"", "SIP 200, Call completed elsewhere"),
        ("SIP;cause=600, Q.850;cause=16", "Q.850 16, one side hung up"),
        ("Q.850;cause=999", "Q.850 999"), ("Preemption", "Preemption"),
    ])
    func `what ended a dialog says why in words`(reason: String, words: String) async throws {
        let dialog = try await dialog { script in
            Self.attempt(&script, [200])
            script.sip(
                "BYE sip:1001@a SIP/2.0", callID: "x", cseq: "2 BYE", at: 90, from: 20, to: 10,
                extra: "Reason: \(reason)\r\n")
        }
        #expect(dialog.releaseCause == words)
        let plain = try await self.dialog { Self.attempt(&$0, [486]) }
        #expect(plain.releaseCause == nil)
    }

    @Test func `a challenge and its retry are one attempt`() async throws {
        let dialog = try await dialog { script in
            Self.attempt(&script, [407])
            script.sip(
                "INVITE sip:1001@a SIP/2.0", callID: "x", cseq: "2 INVITE", at: 50, from: 20, to: 10
            )
            script.sip(
                "SIP/2.0 486 Busy Here", callID: "x", cseq: "2 INVITE", at: 60, from: 10, to: 20)
        }
        #expect(dialog.outcome == .busy && dialog.status == 486 && dialog.reason == "Busy Here")
    }

    @Test func `a refused re-INVITE does not unmake the answer`() async throws {
        let dialog = try await dialog { script in
            Self.attempt(&script, [200])
            script.sip(
                "INVITE sip:1001@a SIP/2.0", callID: "x", cseq: "2 INVITE", at: 50, from: 20, to: 10
            )
            script.sip("SIP/2.0 488 No", callID: "x", cseq: "2 INVITE", at: 60, from: 10, to: 20)
        }
        #expect(dialog.outcome == .answered && dialog.status == 200)
    }

    @Test func `the status that reached the caller is the last of those that disagree`()
        async throws
    {
        let dialog = try await dialog { script in
            Self.attempt(&script, [])
            script.sip("SIP/2.0 503 Full", callID: "x", cseq: "1 INVITE", at: 10, from: 11, to: 10)
            script.sip("SIP/2.0 500 Sorry", callID: "x", cseq: "1 INVITE", at: 11, from: 10, to: 20)
        }
        #expect(dialog.status == 500)
    }

    @Test func `an attempt without an answer is in progress, and after three minutes timed out`()
        async throws
    {
        let young = try await dialog(now: 60) { Self.attempt(&$0, [100, 180]) }
        #expect(young.outcome == .inProgress && young.end == nil && young.status == nil)
        let old = try await dialog(now: 600) { Self.attempt(&$0, [100, 180]) }
        #expect(old.outcome == .timeout && old.end != nil)
    }

    @Test func `a registration is answered by its 200`() async throws {
        let dialog = try await dialog { script in
            script.sip(
                "REGISTER sip:a SIP/2.0", callID: "x", cseq: "1 REGISTER", at: 0, from: 20, to: 10)
            script.sip("SIP/2.0 401 No", callID: "x", cseq: "1 REGISTER", at: 1, from: 10, to: 20)
            script.sip(
                "REGISTER sip:a SIP/2.0", callID: "x", cseq: "2 REGISTER", at: 2, from: 20, to: 10)
            script.sip("SIP/2.0 200 OK", callID: "x", cseq: "2 REGISTER", at: 3, from: 10, to: 20)
        }
        #expect(dialog.method == "REGISTER" && dialog.status == 200 && dialog.outcome == .answered)
    }
}
