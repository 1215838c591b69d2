// Calls that are over, out of facts.

import CallGraph
import EventSocket
import Testing

struct CallLedgerTests {
    private static let hasher = IdentityHasher(seed: (3, 4))
    private static let start = Timestamp(microseconds: 1_795_389_991_000_000)
    private var ledger = CallLedger(hasher: hasher, quietSeconds: 4)

    private func time(_ seconds: Double) -> Timestamp {
        Timestamp(microseconds: Self.start.microseconds + Int64(seconds * 1_000_000))
    }

    private func dialog(_ callID: String) -> LiveNode {
        LiveNode(.dialog, Self.hasher.key(callID))
    }

    private mutating func begin(_ number: UInt64, _ callID: String, at seconds: Double) {
        var facts = FactList()
        func span(_ text: String) -> [UInt8] { Array(text.utf8) }
        facts.append(
            number: number, time: time(seconds), record: 0, isWithinDialog: false,
            hop: (.unknown, .unknown), node: span("fs1").span, from: span("1010").span,
            to: span("1001").span, target: span("").span, domain: span("acme.test").span)
        var found: DialogBeginning?
        facts.forEach { fact in
            if case .beginning(let beginning) = fact { found = beginning }
        }
        guard let found else { return }
        ledger.take(found, texts: facts.bytes, callID: span(callID).span)
    }

    private mutating func step(
        _ number: UInt64, _ kind: DialogStep.Kind, _ status: UInt16 = 0, at seconds: Double
    ) {
        ledger.take(
            DialogStep(kind: kind, status: status, time: time(seconds), number: number),
            now: time(seconds))
    }

    @Test mutating func `an answered call is summed up once, a while after its end`() throws {
        begin(1, "a@b", at: 0)
        step(1, .answered, 200, at: 0.5)
        step(1, .ended, at: 3.5)
        let early = ledger.takeDue(now: time(7), limit: 9)
        #expect(early.isEmpty)
        let due = ledger.takeDue(now: time(8), limit: 9)
        #expect(due == [dialog("a@b")])
        let finished = ledger.finish(due, tenants: TenantDirectory())
        let call = try #require(finished)
        #expect(call.call.outcome == .answered)
        #expect(call.call.durationSeconds == 3)
        #expect(call.call.setupSeconds == 0.5)
        #expect(call.call.id == CallIdentifier(Identity(.dialog, "a@b")).text)
        let line = String(decoding: call.json, as: UTF8.self)
        #expect(line.hasPrefix("{\"trace_id\":\"\(call.call.id)\",\"outcome\":\"answered\""))
        #expect(line.contains("\"from_user\":\"1010\",\"to_user\":\"1001\""))
        #expect(line.contains("\"duration_seconds\":3.000000"))
        #expect(line.contains("\"call_ids\":[\"a@b\"]"))
        let again = ledger.finish(due, tenants: TenantDirectory())
        #expect(again == nil)
        #expect(ledger.legCount == 0)
    }

    @Test mutating func `a call is not over while one of its legs is up`() throws {
        begin(1, "a@b", at: 0)
        begin(2, "c@d", at: 0.1)
        step(2, .answered, 200, at: 0.4)
        step(1, .answered, 200, at: 0.5)
        step(2, .ended, at: 3)
        let company = [dialog("a@b"), dialog("c@d")]
        let due = ledger.takeDue(now: time(7), limit: 9)
        #expect(due == [dialog("c@d")])
        let open = ledger.finish(company, tenants: TenantDirectory())
        #expect(open == nil)
        step(1, .ended, at: 9)
        let later = ledger.takeDue(now: time(13), limit: 9)
        #expect(later == [dialog("a@b")])
        let finished = ledger.finish(company, tenants: TenantDirectory())
        #expect(try #require(finished).dialogs.map(\.callID) == ["a@b", "c@d"])
    }

    @Test mutating func `a refused call has its status, a challenged one waits for the retry`()
        throws
    {
        begin(1, "a@b", at: 0)
        step(1, .challenged, 407, at: 0.1)
        step(1, .failed, 486, at: 0.9)
        let due = ledger.takeDue(now: time(5), limit: 9)
        let finished = ledger.finish(due, tenants: TenantDirectory())
        let call = try #require(finished)
        #expect(call.call.outcome == .busy)
        #expect(String(decoding: call.json, as: UTF8.self).contains("\"status\":486"))

        begin(2, "c@d", at: 10)
        step(2, .challenged, 407, at: 10.1)
        let soon = ledger.takeDue(now: time(20), limit: 9)
        #expect(soon.isEmpty)
        _ = ledger.takeDue(now: time(60), limit: 9)
        let late = ledger.takeDue(now: time(70), limit: 9)
        let given = ledger.finish(late, tenants: TenantDirectory())
        #expect(try #require(given).call.outcome == .auth)
    }

    @Test mutating func `a call that only a switch tells of is its channels`() throws {
        let json = """
            {"Event-Name":"CHANNEL_HANGUP_COMPLETE","Core-UUID":"c","Unique-ID":"u-1",\
            "Call-Direction":"inbound","Hangup-Cause":"USER_BUSY",\
            "Caller-Channel-Created-Time":"1795389991000000","Caller-Channel-Answered-Time":"0"}
            """
        let event = try SwitchEvent(json: Array(json.utf8))
        ledger.take(hangup: event, node: "fs1", time: time(2), now: time(2))
        let due = ledger.takeDue(now: time(6), limit: 9)
        #expect(due == [LiveNode(.channel, Self.hasher.key("u-1"))])
        let finished = ledger.finish(due, tenants: TenantDirectory())
        let call = try #require(finished)
        #expect(call.call.outcome == .busy)
        #expect(call.channels.map(\.uuid) == ["u-1"])
        #expect(String(decoding: call.json, as: UTF8.self).contains("\"cause\":\"USER_BUSY\""))
    }

    @Test mutating func `what never ends is forgotten, and hostile names stay JSON`() throws {
        begin(1, "a\"\\\u{1}@b", at: 0)
        begin(2, "up@b", at: 0)
        step(1, .failed, 404, at: 1)
        let due = ledger.takeDue(now: time(5), limit: 9)
        let finished = ledger.finish(due, tenants: TenantDirectory())
        let text = String(decoding: try #require(finished).json, as: UTF8.self)
        #expect(text.contains(#""call_id":"a\"\\\u0001@b""#))
        #expect(ledger.legCount == 1)
        ledger.forget(before: time(1))
        #expect(ledger.legCount == 0)
    }
}
