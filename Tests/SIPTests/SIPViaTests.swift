// Via values.

import SIP
import Testing

struct SIPViaTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var text: String
        var transport = ""
        var host = ""
        var port: UInt16?
        var branch = ""
        var received = ""
        var rport: UInt16?
        var hasRport = false
        var testDescription: String { text }
    }

    static let cases = [
        Case(
            text: "SIP/2.0/UDP 192.0.2.1:5060;rport=4711;received=198.51.100.7;branch=z9hG4bK1",
            transport: "UDP", host: "192.0.2.1", port: 5060, branch: "z9hG4bK1",
            received: "198.51.100.7", rport: 4711, hasRport: true),
        Case(
            text: "SIP/2.0/WSS df7jal23ls0d.invalid;branch=z9hG4bK56;rport", transport: "WSS",
            host: "df7jal23ls0d.invalid", branch: "z9hG4bK56", hasRport: true),
        Case(
            text: "SIP / 2.0 / TLS [2001:db8::1] : 5061 ; Branch = b ; Received = [::1]",
            transport: "TLS", host: "2001:db8::1", port: 5061, branch: "b", received: "::1"),
        Case(
            text: "SIP/2.0/TCP h;branch=;branch=b2;rport=99999", transport: "TCP", host: "h",
            branch: "b2", hasRport: true),
        Case(text: "SIP/2.0/UDP", transport: "UDP"),
        Case(text: "SIP/2.0/UDP ;branch=b", transport: "UDP", branch: "b"),
        Case(text: "SIP"),
        Case(text: ""),
    ]

    @Test(arguments: cases)
    func `a Via is taken apart`(expected: Case) {
        let text = Text(expected.text)
        let via = SIPVia.parse(text.bytes.span, text.all)
        #expect(text.text(via.transport) == expected.transport)
        #expect(text.text(via.host) == expected.host)
        #expect(via.port == expected.port)
        #expect(text.text(via.branch) == expected.branch)
        #expect(text.text(via.received) == expected.received)
        #expect(via.rport == expected.rport)
        #expect(via.hasRport == expected.hasRport)
    }

    @Test(arguments: [
        ("z9hG4bK1", true), ("Z9HG4BK1", true), ("z9hG4bK", false), ("390skdjuw", false),
    ])
    func `a branch names a transaction when something follows the cookie`(
        branch: String, names: Bool
    ) {
        let text = Text("SIP/2.0/UDP h;branch=\(branch)")
        #expect(SIPVia.parse(text.bytes.span, text.all).hasTransactionBranch == names)
    }

    @Test func `empty values are not counted and are flagged`() {
        let message = Message(lines: [
            "BYE sip:b@c SIP/2.0", "Via: , SIP/2.0/UDP a;branch=1,,SIP/2.0/UDP b",
            "v: SIP/2.0/TCP c", "V:",
        ])
        #expect(message.sip.viaCount == 3)
        #expect(message.text(message.sip.topVia) == "SIP/2.0/UDP a;branch=1")
        #expect(message.sip.anomalies.contains(.badVia))
        #expect(message.vias.map { message.text($0.host) } == ["a", "b", "c"])
    }
}
