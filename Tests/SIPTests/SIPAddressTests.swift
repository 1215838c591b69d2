// name-addr and addr-spec, well-formed and otherwise.

import SIP
import Testing

struct SIPAddressTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var text: String
        var name = ""
        var uri = ""
        var user = ""
        var host = ""
        var parameters = ""
        var tag = ""
        var testDescription: String { text }
    }

    static let cases = [
        Case(
            text: #""A. G. Bell" <sip:agb@bell.example;user=phone> ;tag=a48s"#, name: "A. G. Bell",
            uri: "sip:agb@bell.example;user=phone", user: "agb", host: "bell.example",
            parameters: "tag=a48s", tag: "a48s"),
        Case(
            text: "sip:+12125551212@server.example;tag=887s",
            uri: "sip:+12125551212@server.example",
            user: "+12125551212", host: "server.example", parameters: "tag=887s", tag: "887s"),
        Case(
            text: "Anonymous <sip:c8oqz84zk7z@privacy.example>;TAG=hyh8", name: "Anonymous",
            uri: "sip:c8oqz84zk7z@privacy.example", user: "c8oqz84zk7z", host: "privacy.example",
            parameters: "TAG=hyh8", tag: "hyh8"),
        Case(
            text: #""a \" <sip:x@y>;tag=no" <sip:b@example.com>;tag=t"#,
            name: #"a \" <sip:x@y>;tag=no"#,
            uri: "sip:b@example.com", user: "b", host: "example.com", parameters: "tag=t",
            tag: "t"),
        Case(
            text: #""open <sip:b@example.com>;tag=t"#, name: "open", uri: "sip:b@example.com",
            user: "b",
            host: "example.com", parameters: "tag=t", tag: "t"),
        Case(
            text: "<sip:b@example.com;tag=t", uri: "sip:b@example.com", user: "b",
            host: "example.com",
            parameters: "tag=t", tag: "t"),
        Case(
            text: #"<sip:b@example.com>;x="a;tag=no";tag=t"#, uri: "sip:b@example.com", user: "b",
            host: "example.com", parameters: #"x="a;tag=no";tag=t"#, tag: "t"),
        Case(
            text: "<sip:b@example.com;tag=no>", uri: "sip:b@example.com;tag=no", user: "b",
            host: "example.com"),
        Case(text: #""Only a name""#, name: "Only a name"),
        Case(text: "*", uri: "*", host: "*"),
        Case(text: "<>;tag=t", parameters: "tag=t", tag: "t"),
        Case(text: ""),
    ]

    @Test(arguments: cases)
    func `an address is taken apart`(expected: Case) {
        let text = Text(expected.text)
        let address = SIPAddress.parse(text.bytes.span, text.all)
        #expect(text.text(address.displayName) == expected.name)
        #expect(text.text(address.uri) == expected.uri)
        #expect(text.text(address.user) == expected.user)
        #expect(text.text(address.host) == expected.host)
        #expect(text.text(address.parameters) == expected.parameters)
        #expect(text.text(address.tag) == expected.tag)
    }

    @Test(arguments: cases.filter { !$0.text.isEmpty })
    func `the message has the same tag as its address`(expected: Case) {
        let message = Message(lines: ["BYE sip:b SIP/2.0", "From: \(expected.text)"])
        #expect(message.text(message.sip.fromTag) == expected.tag)
    }

    @Test func `a range beyond the bytes is cut to them`() {
        let text = Text("<sip:b@example.com>")
        let beyond = ByteRange(offset: 1, count: .max)
        #expect(text.text(SIPAddress.parse(text.bytes.span, beyond).host) == "example.com>")
        let outside = ByteRange(offset: .max, count: .max)
        #expect(SIPAddress.parse(text.bytes.span, outside).uri.isEmpty)
        #expect(text.text(outside).isEmpty)
    }
}
