// Header fields on demand: names, lists, parameters, and the values with a form of their own.

import SIP
import Testing

struct SIPHeaderTests {
    @Test func `a compact form is the header, in either case`() {
        let message = Message(headers: "X: 1800;refresher=uac", "r: <sip:c@d>", "B: <sip:e@f>")
        #expect(message.value(.sessionExpires) == "1800;refresher=uac")
        #expect(message.value(.referTo) == "<sip:c@d>")
        #expect(message.value(.referredBy) == "<sip:e@f>")
        #expect(message.value(.callID) == "c1@example.com")
        #expect(message.value(.replaces) == nil)
    }

    @Test(arguments: [
        "Proxy-Authorization", "PROXY-AUTHORIZATION", "proxy-authorization", "pRoXy-AuThOrIzAtIoN",
    ])
    func `a name is found in any case`(name: String) {
        let message = Message(headers: "\(name) : Digest x")
        #expect(message.value(.proxyAuthorization) == "Digest x")
    }

    @Test(arguments: [
        "Proxy-Authorizatiox", "Xroxy-Authorization", "Proxy-AuthXrization", "Proxy-Authorization-",
    ])
    func `a name that differs in one letter is another`(name: String) {
        let message = Message(headers: "\(name): Digest x")
        #expect(message.sip.first(.proxyAuthorization, in: message.bytes.span) == nil)
    }

    @Test func `a configured name is found, and a known one is itself`() throws {
        let message = Message(headers: "x-trunk-call-identifier: 42", "X-Empty:")
        #expect(
            message.value(try #require(SIPHeaderName(custom: "X-Trunk-Call-Identifier"))) == "42")
        #expect(message.value(try #require(SIPHeaderName(custom: "x-empty"))) == "")
        #expect(SIPHeaderName(custom: "SESSION-id") == .sessionID)
        #expect(SIPHeaderName(custom: "I") == .callID)
        #expect(SIPHeaderName(custom: "call-id")?.name == "Call-ID")
        #expect(Set([SIPHeaderName.callID, SIPHeaderName(custom: "CALL-ID")]).count == 1)
    }

    @Test(arguments: ["", "a b", "a:", "ä", "a\n", String(repeating: "a", count: 129)])
    func `what cannot be a name is refused`(name: String) {
        #expect(SIPHeaderName(custom: name) == nil)
    }

    @Test func `a list is split at commas outside of quotes and brackets`() {
        let message = Message(
            headers: #"Diversion: "a,b" <sip:c@d;x=1,2>;reason=busy, <sip:e@f>"#,
            "Diversion: ,, <sip:g@h>,")
        #expect(
            message.values(.diversion).map(message.text) == [
                #""a,b" <sip:c@d;x=1,2>;reason=busy"#, "<sip:e@f>", "<sip:g@h>",
            ])
        #expect(
            SIPList(message.sip.first(.diversion, in: message.bytes.span) ?? .empty)
                .first(in: message.bytes.span).map(message.text)
                == #""a,b" <sip:c@d;x=1,2>;reason=busy"#)
    }

    @Test func `a list with an open quote is split as if it were none`() {
        let message = Message(headers: #"Route: "a <sip:b@c>, <sip:d@e>, <sip:f"#)
        #expect(
            message.values(.route).map(message.text) == [#""a <sip:b@c>"#, "<sip:d@e>", "<sip:f"])
    }

    @Test func `a parameter is found by name whatever its case`() {
        let text = Text(
            "ab30317f1a784dc48ff824d0d3715d86; Remote = 47755a9de7794ba387653f2099600ef2 "
                + #";logme;x="a;b""#
        )
        let parameters = SIPParameters(text.all)
        let span = text.bytes.span
        #expect(
            parameters.first("remote", in: span).map(text.text)
                == "47755a9de7794ba387653f2099600ef2")
        #expect(parameters.first("logme", in: span).map(text.text) == "")
        #expect(parameters.first("x", in: span).map(text.text) == "a;b")
        #expect(parameters.first("y", in: span) == nil)
        var names: [String] = []
        parameters.forEach(in: span) { name, _ in
            names.append(text.text(name))
            return names.count < 3
        }
        #expect(names == ["ab30317f1a784dc48ff824d0d3715d86", "Remote", "logme"])
    }

    @Test func `of each protocol the first reason is shown`() {
        let message = Message(
            headers: #"Reason: Q.850;cause=16;text="Normal, call; clearing", SIP;cause=200"#,
            "Reason: q.850 ;cause=17", "Reason: FreeSWITCH;cause=abc")
        var reasons: [ReasonValue] = []
        message.sip.forEachReason(in: message.bytes.span) {
            reasons.append($0)
            return true
        }
        #expect(reasons.map(\.kind) == [.q850, .sip, .other])
        #expect(reasons.map(\.cause) == [16, 200, nil])
        #expect(reasons.map { message.text($0.text) } == ["Normal, call; clearing", "", ""])
        #expect(message.text(reasons[2].protocolName) == "FreeSWITCH")
    }

    @Test(arguments: [
        "98732@example.com ;to-tag=7743;from-tag=r33th4x0r;early-only",
        "98732@example.com;remote-tag=r33th4x0r;local-tag=7743;early-only",
    ])
    func `a dialog is named by Call-ID and tags`(value: String) {
        let text = Text(value)
        let reference = DialogReference.parse(text.bytes.span, text.all)
        #expect(text.text(reference.callID) == "98732@example.com")
        #expect(text.text(reference.toTag) == "7743")
        #expect(text.text(reference.fromTag) == "r33th4x0r")
        #expect(reference.isEarlyOnly)
    }

    @Test func `Replaces is found inside of Refer-To`() throws {
        let message = Message(
            headers:
                "Refer-To: <sip:c@d?Require=x&Replaces=call%40host%3Bto-tag%3D1%3Bfrom-tag%3D2>")
        let value = message.sip.first(.referTo, in: message.bytes.span)
        let address = SIPAddress.parse(message.bytes.span, try #require(value))
        let uri = SIPURI.parse(message.bytes.span, address.uri)
        let escaped = uri.header("replaces", in: message.bytes.span)
        let decoded = try #require(escaped).percentDecoded(in: message.bytes.span)
        let reference = DialogReference.parse(decoded.span, .all(of: decoded.span))
        #expect(reference.callID.text(in: decoded.span) == "call@host")
        #expect(reference.toTag.text(in: decoded.span) == "1")
        #expect(reference.fromTag.text(in: decoded.span) == "2")
        #expect(uri.header("missing", in: message.bytes.span) == nil)
    }

    @Test(arguments: [
        ("%41%4a%zz%4", "AJ%zz%4"), ("%", "%"), ("a%2", "a%2"), ("%25%34", "%4"), ("", ""),
    ])
    func `only whole escapes are decoded, and once`(escaped: String, decoded: String) {
        let text = Text(escaped)
        #expect(
            String(decoding: text.all.percentDecoded(in: text.bytes.span), as: UTF8.self) == decoded
        )
    }

    @Test func `bytes that are no UTF-8 become text all the same`() {
        let bytes: [UInt8] = [0x61, 0xff, 0x62, 0x00, 0xc3]
        #expect(ByteRange.all(of: bytes.span).text(in: bytes.span) == "a\u{fffd}b\0\u{fffd}")
    }
}
