// The torture test messages of RFC 5118: addresses of IPv6.

import SIP
import Testing

struct RFC5118Tests {
    @Test func `all 12 messages are there`() {
        #expect(TortureMessage.rfc5118.count == 12)
        #expect(TortureMessage.rfc5118.allSatisfy { !$0.message.bytes.isEmpty })
    }

    @Test(arguments: TortureMessage.rfc5118)
    func `the call is found and nothing but what is wrong is flagged`(torture: TortureMessage) {
        let sip = torture.message.sip
        #expect(
            torture.message.text(sip.callID).hasSuffix("7077@lau_4100")
                || torture.message.text(sip.callID).hasSuffix("7077@hlau_4100"))
        let expected: SIPAnomalies =
            switch torture.file {
            case "ipv6-bad.dat", "ipv6-bug-abnf-3-colons.dat": [.badURI]
            // Content-Length in these counts each line end as one byte; the files have two.
            case "ipv4-mapped-ipv6.dat", "ipv6-in-sdp.dat", "mult-ip-in-sdp.dat": [.surplusBytes]
            default: []
            }
        #expect(sip.anomalies == expected)
    }

    @Test(arguments: TortureMessage.rfc5118)
    func `the message gives what its row asks for`(torture: TortureMessage) throws {
        let message = torture.message
        switch torture.file {
        case "ipv6-good.dat":
            #expect(message.text(message.uri.host) == "2001:db8::10")
            #expect(message.text(message.sip.requestURI) == "sip:[2001:db8::10]")
            #expect(message.uri.port == nil)
        case "ipv6-bad.dat":
            #expect(message.uri.port == nil)
            #expect(message.text(message.uri.host) == "2001:db8::10")
            #expect(message.uri.isMalformed)
        case "port-ambiguous.dat":
            #expect(message.text(message.uri.host) == "2001:db8::10:5070")
            #expect(message.uri.port == nil)
        case "port-unambiguous.dat":
            #expect(message.text(message.uri.host) == "2001:db8::10")
            #expect(message.uri.port == 5070)
        case "via-received-param-with-delim.dat", "via-received-param-no-delim.dat":
            #expect(message.vias.map { message.text($0.received) } == ["2001:db8::9:255"])
            #expect(message.vias.map { message.text($0.host) } == ["2001:db8::9:1"])
        case "ipv6-in-sdp.dat":
            let session = try #require(message.session)
            #expect(message.text(session.address) == "2001:db8::20")
            #expect(
                message.text(session.origin)
                    == "assistant 971731711378798081 0 IN IP6 2001:db8::20")
            #expect(
                message.media.map { message.text($0.address) } == ["2001:db8::20", "2001:db8::20"])
        case "mult-ip-in-header.dat":
            #expect(
                message.vias.map { message.text($0.host) } == [
                    "2001:db8::9:1", "192.0.2.1", "2001:db8::9:255",
                ])
            #expect(message.vias.map(\.port) == [6050, nil, nil])
            #expect(message.vias.map { message.text($0.received) } == ["", "", "192.0.2.200"])
        case "mult-ip-in-sdp.dat":
            #expect(message.media.map { message.text($0.address) } == ["192.0.2.1", "2001:db8::1"])
            #expect(message.media.map(\.port) == [22334, 6024])
            #expect(message.session?.address.isEmpty == true)
        case "ipv4-mapped-ipv6.dat":
            // Equality with 192.0.2.10 is up to who makes addresses of these bytes.
            #expect(
                message.vias.map { message.text($0.host) } == [
                    "::ffff:192.0.2.10", "::ffff:192.0.2.2",
                ])
            #expect(message.vias.map(\.port) == [19823, nil])
            #expect(message.session.map { message.text($0.address) } == "::ffff:192.0.2.2")
        case "ipv6-bug-abnf-3-colons.dat":
            #expect(message.uri.isMalformed)
            #expect(message.text(message.uri.host) == "2001:db8:::192.0.2.1")
        case "ipv6-correct-abnf-2-colons.dat":
            #expect(!message.uri.isMalformed)
            #expect(message.text(message.uri.host) == "2001:db8::192.0.2.1")
            #expect(message.text(message.uri.user) == "user")
        default: Issue.record("no assertions for \(torture.file)")
        }
    }
}
