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
}
