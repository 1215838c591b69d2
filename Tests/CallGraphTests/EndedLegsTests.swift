// Which legs are over: read from records, waited for, said once.

import CallTraceTesting
import Testing

@testable import CallGraph

struct EndedLegsTests {
    private let start = Timestamp(microseconds: 1_795_389_991_000_000)
    private let call = CallIdentifier(Identity(.dialog, "a"))

    private func at(_ seconds: Int64) -> Timestamp { start.advanced(bySeconds: seconds) }
    private func end(_ name: String, _ seconds: Int64, _ kind: Identity.Kind = .dialog) -> CallEnd {
        CallEnd(Identity(kind, name), time: at(seconds))
    }

    /// Calls that have seen these ends, each received when it happened and in a block of its own.
    private func seeing(
        _ ends: [CallEnd], settleSeconds: Int = 10, waitingMax: Int = 100, delayedMax: Int = 100
    ) -> EndedLegs {
        var calls = EndedLegs(
            settleSeconds: settleSeconds, waitingMax: waitingMax, delayedMax: delayedMax)
        for (index, end) in ends.enumerated() {
            calls.see(end, received: end.time, block: UInt64(index + 1), now: end.time)
        }
        return calls
    }

    /// The records of a script in one block.
    private func block(_ script: CallScript) -> RecordBlock {
        let store = MemoryStore()
        script.write(to: store)
        var block = RecordBlock()
        for record in store.records {
            block.append(
                record.header, node: Array(record.node.utf8).span,
                correlation: record.correlation.span, payload: record.payload.span,
                keys: IdentityKeys())
        }
        return block
    }

    /// The ends in the records of a script.
    private func ends(_ script: CallScript) -> [CallEnd] {
        let block = block(script)
        var found: [CallEnd] = []
        block.forEach { entry in
            if let end = CallEnd(entry, in: block) { found.append(end) }
            return true
        }
        return found
    }

    @Test func `a bridged call ends with two BYEs and two channels`() {
        let found = ends(.bridged()).map(\.identity)
        #expect(
            Set(found) == [
                Identity(.dialog, "a-leg@127.0.0.20"), Identity(.dialog, "b-leg@127.0.0.11"),
                Identity(.channel, "11111111-aaaa"), Identity(.channel, "22222222-bbbb"),
            ])
        #expect(found.count == 4)
    }

    @Test func `failures of an INVITE end it, and challenges and other methods do not`() {
        var script = CallScript()
        for (index, (line, cseq)) in [
            ("SIP/2.0 401 No", "1 INVITE"), ("SIP/2.0 407 No", "1 INVITE"),
            ("SIP/2.0 200 OK", "1 INVITE"), ("SIP/2.0 404 No", "1 OPTIONS"),
            ("SIP/2.0 486 Busy", "2 INVITE"), ("SIP/2.0 603 No", "3 INVITE"),
            ("CANCEL sip:a@b SIP/2.0", "4 CANCEL"), ("SIP/2.0 302 Moved", "5 INVITE"),
        ].enumerated() {
            script.sip(line, callID: "c\(index)", cseq: cseq, at: 0, from: 1, to: 2)
        }
        #expect(ends(script).map(\.identity.id) == ["c4", "c5", "c7"])
    }

    @Test func `a CDR ends a channel, and so does an event whose name stands late`() {
        var script = CallScript()
        script.event("CDR", channel: "u1", at: 5)
        script.event("CHANNEL_HANGUP", channel: "u2", at: 5)
        script.event("CHANNEL_HANGUP_COMPLETE", channel: "u3", at: 5)
        var found = ends(script).map(\.identity)
        #expect(found == [Identity(.channel, "u1"), Identity(.channel, "u3")])
        let json = """
            {"Unique-ID":"u4","a":"\(String(repeating: "x", count: 99))",\
            "Event-Name":"CHANNEL_HANGUP_COMPLETE"}
            """
        script.entries[0].payload = Array(json.utf8)
        found = ends(script).map(\.identity)
        #expect(found.first == Identity(.channel, "u4"))
    }

    @Test func `an attempt that nobody answers is over after the longest ringing`() {
        var script = CallScript(start: start)
        let invite = "INVITE sip:1@x SIP/2.0"
        for name in ["silent", "answered", "failed", "rings"] {
            script.sip(invite, callID: name, cseq: "1 INVITE", at: 0, from: 1, to: 2)
            script.sip(invite, callID: name, cseq: "1 INVITE", at: 500, from: 1, to: 2)
        }
        script.sip("SIP/2.0 200 OK", callID: "answered", cseq: "1 INVITE", at: 9, from: 2, to: 1)
        script.sip("SIP/2.0 404 No", callID: "failed", cseq: "1 INVITE", at: 9, from: 2, to: 1)
        script.sip("SIP/2.0 180 R", callID: "rings", cseq: "1 INVITE", at: 9, from: 2, to: 1)
        script.sip(invite, callID: "within", cseq: "2 INVITE", at: 9, from: 1, to: 2, toTag: "b")
        var calls = EndedLegs(settleSeconds: 10)
        calls.see(block(script), number: 3, now: at(1))
        // What is read late is no silence before all is read.
        calls.expire(now: at(9999), isCaughtUp: false)
        #expect(calls.due(now: at(11))?.end.identity.id == "failed")
        calls.isGone(Identity(.dialog, "failed"))
        calls.expire(now: at(190), isCaughtUp: true)
        #expect(calls.due(now: at(190)) == nil)
        calls.expire(now: at(191), isCaughtUp: true)
        #expect(calls.oldestBlock == 3)
        #expect(calls.due(now: at(191))?.end == end("silent", 0))
        #expect(calls.due(now: at(191))?.end == end("rings", 0))
        #expect(calls.due(now: at(999)) == nil)
    }

    @Test func `a leg is due when it has settled, and once`() {
        var calls = seeing([end("a", 0), end("b", 3)])
        #expect(calls.due(now: at(9)) == nil)
        #expect(calls.due(now: at(10))?.end == end("a", 0))
        #expect(calls.due(now: at(10)) == nil)
        #expect(calls.oldestBlock == 1)
        calls.sent(call, legs: [Identity(.dialog, "a"), Identity(.dialog, "b")], seenUntil: at(9))
        #expect(calls.oldestBlock == nil)
        #expect(calls.due(now: at(99)) == nil)
        #expect(calls.call(of: Identity(.dialog, "b")) == call)
    }

    @Test func `an end that a sent call held already is passed over, a later one is not`() {
        var calls = seeing([end("a", 0)])
        _ = calls.due(now: at(20))
        calls.sent(
            call, legs: [Identity(.dialog, "a"), Identity(.channel, "u")], seenUntil: at(19))
        calls.see(end("u", 1, .channel), received: at(1), block: 2, now: at(21))
        #expect(calls.oldestBlock == nil && calls.due(now: at(99)) == nil)
        // A CDR that was posted late bears the time of the end.
        calls.see(end("u", 1, .channel), received: at(30), block: 3, now: at(30))
        #expect(calls.oldestBlock == 3)
        #expect(calls.due(now: at(40))?.end.identity == Identity(.channel, "u"))
    }

    @Test func `a leg that ends again waits again, but not for ever`() {
        var calls = seeing([end("a", 0), end("b", 1)])
        calls.see(end("a", 5), received: at(5), block: 9, now: at(5))
        #expect(calls.due(now: at(11))?.end.identity.id == "b")
        #expect(calls.due(now: at(14)) == nil)
        #expect(calls.due(now: at(15))?.end == end("a", 5))

        calls = seeing([end("a", 0)])
        for second in 1...200 as ClosedRange<Int64> {
            calls.see(end("a", second), received: at(second), block: 9, now: at(second))
        }
        #expect(calls.due(now: at(50)) != nil)
        #expect(calls.oldestBlock == 1)
    }

    @Test func `a leg that could not be looked at is due again after a second`() {
        var calls = seeing([end("a", 0)])
        #expect(calls.due(now: at(10)) != nil)
        calls.again(Identity(.dialog, "a"), now: at(10))
        #expect(calls.due(now: at(10)) == nil)
        #expect(calls.oldestBlock == 1)
        #expect(calls.due(now: at(11))?.end == end("a", 0))
        calls.isGone(Identity(.dialog, "a"))
        #expect(calls.oldestBlock == nil && calls.due(now: at(99)) == nil)
    }

    @Test func `a call that goes on holds no block and is looked at ever more rarely`() {
        var calls = seeing([end("b", 0)])
        var now = at(10)
        #expect(calls.due(now: now) != nil)
        #expect(calls.goesOn(call, after: end("b", 0), legs: [], now: now) == true)
        #expect(calls.oldestBlock == nil)
        var waits: [Double] = []
        var isOverdue = false
        while !isOverdue, waits.count < 50 {
            let asked = now
            while calls.due(now: now) == nil { now = now.advanced(bySeconds: 1) }
            waits.append(now.seconds(since: asked))
            isOverdue = now.seconds(since: at(10)) >= 4 * 3600
            #expect(calls.goesOn(call, after: end("b", 0), legs: [], now: now) == true)
        }
        #expect(waits.prefix(4) == [60, 120, 240, 480])
        #expect(waits.max() == 1800)
        now = now.advanced(bySeconds: 1800)
        #expect(calls.due(now: now)?.isOverdue == true)
    }

    @Test func `a call that went on and was sent by another leg is forgotten`() {
        var calls = seeing([end("b", 0)])
        _ = calls.due(now: at(10))
        _ = calls.goesOn(call, after: end("b", 0), legs: [], now: at(10))
        let other = CallIdentifier(Identity(.dialog, "earlier"))
        calls.sent(other, legs: [Identity(.dialog, "b")], seenUntil: at(40))
        #expect(calls.due(now: at(9999)) == nil)
    }

    @Test func `a leg stays with the call that it was sent in first`() {
        var calls = seeing([])
        let other = CallIdentifier(Identity(.dialog, "earlier"))
        calls.sent(call, legs: [Identity(.dialog, "a")], seenUntil: at(1))
        calls.sent(
            other, legs: [Identity(.dialog, "a"), Identity(.dialog, "n")], seenUntil: at(2))
        #expect(calls.call(of: Identity(.dialog, "a")) == call)
        #expect(calls.call(of: Identity(.dialog, "n")) == other)
    }

    @Test func `who is full says so, and of too many calls that go on none is kept`() {
        var calls = seeing(
            (0..<5).map { end("c\($0)", 0) }, waitingMax: 5, delayedMax: 1)
        #expect(calls.isFull)
        #expect(calls.due(now: at(10)) != nil)
        #expect(calls.goesOn(call, after: end("c0", 0), legs: [], now: at(10)) == true)
        #expect(!calls.isFull)
        let other = CallIdentifier(Identity(.dialog, "other"))
        #expect(calls.goesOn(other, after: end("c1", 0), legs: [], now: at(10)) == false)
    }

    @Test func `what is read long after it came is due at once`() {
        var calls = EndedLegs(settleSeconds: 10)
        calls.see(end("a", 0), received: at(0), block: 7, now: at(500))
        #expect(calls.due(now: at(500)) != nil)
    }

    @Test func `thousands of ends pass through in little memory`() {
        var calls = EndedLegs(settleSeconds: 1)
        for index in 0..<20_000 as Range<Int64> {
            let now = at(index)
            calls.see(end("c\(index)", index), received: now, block: UInt64(index), now: now)
            while let due = calls.due(now: now) {
                calls.sent(call, legs: [due.end.identity], seenUntil: now)
            }
        }
        #expect(calls.oldestBlock == 19_999)
    }
}
