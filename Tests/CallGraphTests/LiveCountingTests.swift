// What is counted of messages and events beside calls.

import CallGraph
import EventSocket
import SIP
import Testing

struct LiveCountingTests {
    private let hasher = IdentityHasher(seed: (1, 2))
    private let a = Endpoint(v4: 1, port: 5060)
    private let b = Endpoint(v4: 2, port: 5060)

    private func message(_ line: String, branch: String, cseq: String = "1 INVITE") -> [UInt8] {
        Array(
            "\(line)\r\nVia: SIP/2.0/UDP a;branch=\(branch)\r\nCall-ID: x\r\nCSeq: \(cseq)\r\n\r\n"
                .utf8)
    }

    @Test func `a retransmission is the same message on the same hop at the same node`() {
        var filter = RetransmissionFilter()
        func isAgain(
            _ bytes: [UInt8], _ hop: (Endpoint, Endpoint), node: UInt16 = 1, at milliseconds: Int64
        ) -> Bool {
            filter.isRetransmission(
                SIPMessage.parse(bytes.span), bytes.span, key: IdentityKey(value: 5), hop: hop,
                node: node, time: Timestamp(microseconds: milliseconds * 1000))
        }
        let invite = message("INVITE sip:c@d SIP/2.0", branch: "z9hG4bKaaaaaaa1")
        #expect(!isAgain(invite, (a, b), at: 0))
        // Captured twice, by another node, on another hop, answered, tried anew: none of these.
        #expect(!isAgain(invite, (a, b), at: 3))
        #expect(!isAgain(invite, (a, b), node: 2, at: 10))
        #expect(!isAgain(invite, (b, a), at: 10))
        #expect(!isAgain(message("SIP/2.0 100 Trying", branch: "z9hG4bKaaaaaaa1"), (b, a), at: 11))
        #expect(
            !isAgain(message("INVITE sip:c@d SIP/2.0", branch: "z9hG4bKaaaaaaa2"), (a, b), at: 400))
        #expect(isAgain(invite, (a, b), at: 500))
        #expect(isAgain(invite, (a, b), at: 1500))
        #expect(!isAgain(invite, (a, b), at: 60_000))
    }

    private func event(_ pairs: [String: String]) throws -> SwitchEvent {
        let body = pairs.map { "\"\($0.key)\":\"\($0.value)\"" }.joined(separator: ",")
        return try SwitchEvent(json: Array("{\(body)}".utf8))
    }

    @Test func `channels go up and down, and move to the switch that recovers them`() throws {
        var table = ChannelTable()
        let hasher = hasher
        let create = ["Event-Name": "CHANNEL_CREATE", "Unique-ID": "u1"]
        let recovered = create.merging(["variable_recovered": "true"]) { first, _ in first }
        let end = [
            "Event-Name": "CHANNEL_HANGUP_COMPLETE", "Unique-ID": "u1", "Hangup-Cause": "USER_BUSY",
            "Call-Direction": "outbound",
        ]
        var change = table.observe(try event(create), node: 1, hasher: hasher)
        #expect(change == nil && table.channelCount(node: 1) == 1)
        change = table.observe(try event(recovered), node: 2, hasher: hasher)
        #expect(change == .recovered)
        #expect(table.channelCount(node: 1) == 0 && table.channelCount(node: 2) == 1)
        change = table.observe(try event(end), node: 2, hasher: hasher)
        #expect(change == .ended(.busy, isInbound: false))
        #expect(table.channelCount(node: 2) == 0)
        _ = table.observe(
            try event(["Event-Name": "CHANNEL_DATA", "Unique-ID": "u2"]), node: 3, hasher: hasher)
        #expect(table.channelCount(node: 3) == 1)
        table.forget(node: 3)
        #expect(table.channelCount(node: 3) == 0)
    }

    @Test func `a conference has the size that its last event says`() throws {
        var table = ChannelTable()
        let hasher = hasher
        for (action, size) in [("add-member", "1"), ("add-member", "2"), ("del-member", "1")] {
            _ = table.observe(
                try event([
                    "Event-Name": "CUSTOM", "Event-Subclass": "conference::maintenance",
                    "Conference-Unique-ID": "c", "Action": action, "Conference-Size": size,
                ]), node: 1, hasher: hasher)
        }
        #expect(table.conferenceCounts()[1].map { [$0.count, $0.members] } == [1, 1])
        _ = table.observe(
            try event([
                "Event-Name": "CUSTOM", "Event-Subclass": "conference::maintenance",
                "Conference-Unique-ID": "c", "Action": "conference-destroy",
                "Conference-Size": "0",
            ]), node: 1, hasher: hasher)
        #expect(table.conferenceCounts().isEmpty)
    }

    @Test func `a caller leaves a queue answered, abandoned, or because its time is up`() throws {
        var table = ChannelTable()
        let hasher = hasher
        func left(_ more: [String: String]) throws -> ChannelTable.Change? {
            let base = [
                "Event-Name": "CUSTOM", "Event-Subclass": "callcenter::info",
                "CC-Action": "member-queue-end", "CC-Member-Joined-Time": "100",
                "CC-Member-Leaving-Time": "130",
            ]
            return table.observe(
                try event(base.merging(more) { $1 }), node: 1, hasher: hasher)
        }
        #expect(
            try left(["CC-Cause": "Terminated", "CC-Agent-Answered-Time": "112"])
                == .leftQueue(.answered, seconds: 12))
        #expect(
            try left(["CC-Cause": "Cancel", "CC-Cancel-Reason": "BREAK_OUT"])
                == .leftQueue(.abandoned, seconds: 30))
        #expect(
            try left(["CC-Cause": "Cancel", "CC-Cancel-Reason": "TIMEOUT"])
                == .leftQueue(.timeout, seconds: 30))
    }

    @Test func `the busiest second of the last minute`() {
        var rate = PeakRate()
        func time(_ seconds: Double) -> Timestamp {
            Timestamp(microseconds: Int64(seconds * 1_000_000))
        }
        for offset in [0.1, 0.2, 0.9, 1.0, 5.5] { rate.count(at: time(1_000 + offset)) }
        #expect(rate.peak(now: time(1_006)) == 3)
        #expect(rate.peak(now: time(1_059.9)) == 3)
        #expect(rate.peak(now: time(1_060)) == 1)
        #expect(rate.peak(now: time(9_000)) == 0)
    }

    @Test func `every cause of Q.850 that a switch names has a class`() {
        for code in 1...127 {
            guard let name = CauseWords.name(q850: UInt16(code)) else { continue }
            #expect(CauseClass(cause: name) != .other, "\(name)")
        }
        #expect(CauseClass(cause: "no such cause") == .other)
    }
}
