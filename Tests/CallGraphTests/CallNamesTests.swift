// Which call each leg is called after.

import CallGraph
import EventSocket
import SIP
import Testing

struct CallNamesTests {
    private var names = CallNames(rules: .standard, hasher: IdentityHasher(seed: (5, 6)))

    private func time(_ seconds: Int64) -> Timestamp {
        Timestamp(microseconds: 1_795_389_991_000_000 + seconds * 1_000_000)
    }

    private func id(_ callID: String) -> CallIdentifier {
        CallIdentifier(Identity(.dialog, callID))
    }

    private mutating func invite(
        _ callID: String, at seconds: Int64, _ headers: String = ""
    ) throws -> CallNames.Place {
        let text = Array(
            "INVITE sip:1@a SIP/2.0\r\nCall-ID: \(callID)\r\nCSeq: 1 INVITE\r\n\(headers)\r\n".utf8)
        let place = names.take(
            SIPMessage.parse(text.span), text.span, correlation: Span(), at: time(seconds))
        return try #require(place)
    }

    private mutating func event(_ json: String, at seconds: Int64) throws -> CallNames.Place {
        let place = names.take(
            try SwitchEvent(json: Array(json.utf8)), node: "fs1", at: time(seconds))
        return try #require(place)
    }

    @Test mutating func `a leg alone is a call of its own`() throws {
        let leg = try invite("a@b", at: 0)
        let call = names.call(of: leg, received: time(0))
        #expect(call?.id == id("a@b"))
        #expect(call?.tenant == nil)
    }

    @Test mutating func `a link that comes later renames both legs at once`() throws {
        let second = try invite("c@d", at: 1)
        let early = names.call(of: second, received: time(1))
        #expect(early?.id == id("c@d"))
        let first = try invite("a@b", at: 0)
        _ = try invite("c@d", at: 2, "X-CID: a@b\r\n")
        for leg in [first, second] {
            let call = names.call(of: leg, received: time(2))
            #expect(call?.id == id("a@b"))
        }
    }

    @Test mutating func `dialogs count before channels, whoever was first`() throws {
        let channel = try event(
            #"{"Event-Name":"CHANNEL_CREATE","Unique-ID":"u-1"}"#, at: 0)
        let alone = names.call(of: channel, received: time(0))
        #expect(alone?.id == CallIdentifier(Identity(.channel, "u-1")))
        _ = try invite("a@b", at: 1)
        let same = try event(
            #"{"Event-Name":"CHANNEL_ANSWER","Unique-ID":"u-1","variable_sip_call_id":"a@b"}"#,
            at: 2)
        let call = names.call(of: same, received: time(2))
        #expect(call?.id == id("a@b"))
    }

    @Test mutating func `a place outlives one generation and not two`() throws {
        let leg = try invite("a@b", at: 0)
        names.expire(now: time(0))
        names.expire(now: time(3 * 3600))
        let old = names.call(of: leg, received: time(3 * 3600))
        #expect(old?.id == id("a@b"))
        names.expire(now: time(6 * 3600))
        let gone = names.call(of: leg, received: time(6 * 3600))
        #expect(gone == nil)
    }

    @Test mutating func `a log line's channel and dialog are legs of their calls`() throws {
        _ = try invite("a@b", at: 0)
        let place = names.take(callID: "a@b", channel: nil, at: time(1))
        let call = names.call(of: try #require(place), received: time(1))
        #expect(call?.id == id("a@b"))
        #expect(names.take(callID: "", channel: "\u{1}", at: time(1)) == nil)
    }
}
