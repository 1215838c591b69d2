// URIs: users, hosts and ports, and what must not be taken for one of them.

import SIP
import Testing

struct SIPURITests {
    struct Case: CustomTestStringConvertible, Sendable {
        var text: String
        var user = ""
        var host = ""
        var port: UInt16?
        var parameters = ""
        var headers = ""
        var isMalformed = false
        var testDescription: String { text }
    }

    static let cases = [
        Case(text: "sip:bob@example.com", user: "bob", host: "example.com"),
        Case(text: "SIPS:bob@example.com:5061", user: "bob", host: "example.com", port: 5061),
        Case(text: "<sip:bob@example.com>", user: "bob", host: "example.com"),
        Case(text: "sip:example.com;lr", host: "example.com", parameters: "lr"),
        Case(
            text: "sip:+1-212;isub=1@gw.example.com;user=phone?Subject=x%20y",
            user: "+1-212;isub=1",
            host: "gw.example.com", parameters: "user=phone", headers: "Subject=x%20y"),
        Case(
            text: "sip:bob@example.com?Replaces=a@b%3Bto-tag%3D1", user: "bob", host: "example.com",
            headers: "Replaces=a@b%3Bto-tag%3D1"),
        Case(text: "sip:bob@realm@example.com", user: "bob@realm", host: "example.com"),
        Case(
            text: "sip:bob@[2001:db8::1]:5070;x", user: "bob", host: "2001:db8::1", port: 5070,
            parameters: "x"),
        Case(text: "sip:2001:db8::10", host: "2001:db8::10", isMalformed: true),
        Case(text: "sip:bob@2001:db8::10", user: "bob", host: "2001:db8::10", isMalformed: true),
        Case(text: "sip:bob@[2001:db8::1", user: "bob", host: "2001:db8::1", isMalformed: true),
        Case(text: "sip:bob@[::1]x", user: "bob", host: "::1", isMalformed: true),
        Case(text: "sip:bob@[example.com]", user: "bob", host: "example.com", isMalformed: true),
        Case(
            text: "sip:bob@example.com:65536", user: "bob", host: "example.com", isMalformed: true),
        Case(text: "sip:bob@example.com:", user: "bob", host: "example.com", isMalformed: true),
        Case(text: "sip:bob@example.com:0005060", user: "bob", host: "example.com", port: 5060),
        Case(text: "sip:", isMalformed: true),
        Case(text: "sip:@", isMalformed: true),
        Case(text: "bob@example.com", user: "bob", host: "example.com", isMalformed: true),
        Case(text: "", isMalformed: true),
        Case(
            text: "tel:+1-201-555-0123;phone-context=x", user: "+1-201-555-0123",
            parameters: "phone-context=x"),
    ]

    @Test(arguments: cases)
    func `a URI is taken apart`(expected: Case) {
        let text = Text(expected.text)
        let uri = SIPURI.parse(text.bytes.span, text.all)
        #expect(text.text(uri.user) == expected.user)
        #expect(text.text(uri.host) == expected.host)
        #expect(uri.port == expected.port)
        #expect(text.text(uri.parameters) == expected.parameters)
        #expect(text.text(uri.headers) == expected.headers)
        #expect(uri.isMalformed == expected.isMalformed)
        #expect(uri.opaque.isEmpty)
    }

    @Test func `a password is kept apart from the user`() {
        let text = Text("sip:bob:se:cret@example.com")
        let uri = SIPURI.parse(text.bytes.span, text.all)
        #expect(text.text(uri.user) == "bob")
        #expect(text.text(uri.password) == "se:cret")
    }

    @Test func `an unknown scheme stays whole`() {
        let text = Text("urn:service:sos.fire?x@y:5060")
        let uri = SIPURI.parse(text.bytes.span, text.all)
        #expect(text.text(uri.scheme) == "urn")
        #expect(text.text(uri.opaque) == "service:sos.fire?x@y:5060")
        #expect(uri.host.isEmpty && uri.user.isEmpty && uri.port == nil)
        #expect(!uri.isMalformed)
    }

    /// The message's parser has a short way for plain URIs: it must never differ from the long one.
    @Test func `a message finds its Request-URI bad exactly when taking it apart does`() {
        var random = SeededRandom(seed: 20_261_127)
        let pieces = [
            "sip:", "sips:", "tel:", "SIP:", "bob", "+1212", "@", "example.com", "10.0.0.1", ":",
            "5060", "65535", "65536", "123456", ";", "transport=udp", "lr", "?", "a=b", "[", "::1]",
            "%40", "_", ".", "-", "",
        ]
        var bad = 0
        for _ in 0..<20_000 {
            var uri = random.below(4) > 0 ? "sip:" : ""
            for _ in 0...random.below(7) { uri += pieces[random.below(pieces.count)] }
            let text = Array("INVITE \(uri) SIP/2.0\r\nCall-ID: a\r\n\r\n".utf8)
            let message = SIPMessage.parse(text.span)
            guard !uri.isEmpty, message.kind == .request else { continue }
            let isMalformed = SIPURI.parse(text.span, message.requestURI).isMalformed
            #expect(message.anomalies.contains(.badURI) == isMalformed, "\(uri)")
            if isMalformed { bad += 1 }
        }
        #expect(bad > 1_000 && bad < 19_000)
    }
}
