// What can be had from the invalid messages of RFC 4475 §3.1.2.

import SIP
import Testing

extension RFC4475Tests {
    static func checkInvalid(_ file: String, _ message: Message) throws {
        let sip = message.sip
        switch file {
        case "badinv01.dat":
            #expect(sip.viaCount == 1)
            #expect(message.text(message.vias[0].host) == "192.0.2.15")
            #expect(message.text(message.contact.displayName) == "Joe")
            #expect(sip.branch.isEmpty)
        case "clerr.dat":
            #expect(sip.contentLength == 9999)
            #expect(sip.body.range.upperBound == message.bytes.count)
            #expect(message.media.count == 2)
        case "ncl.dat":
            #expect(sip.contentLength == nil)
            #expect(sip.body.range.upperBound == message.bytes.count)
            #expect(message.media.count == 2)
        case "scalar02.dat":
            #expect(sip.cseqNumber == nil)
            #expect(message.text(sip.cseq) == "36893488147419103232 REGISTER")
            #expect(sip.cseqMethod == .register)
            #expect(message.value(.expires)?.count == 101)
            let expires = SIPParameters(message.contact.parameters)
                .first("expires", in: message.bytes.span)
            #expect(expires.map(message.text) == "280297596632815")
        case "scalarlg.dat":
            #expect(sip.cseqNumber == nil)
            #expect(sip.statusCode == 503)
            #expect(sip.method == .options)
            #expect(message.value(.retryAfter) == "949302838503028349304023988")
            #expect(message.value(.warning) == #"1812 overture "In Progress""#)
        case "quotbal.dat":
            #expect(message.text(message.to.uri) == "sip:j.user@example.com")
            #expect(message.text(message.to.displayName) == "Mr. J. User")
            #expect(message.text(sip.fromTag) == "93334")
            #expect(sip.headerCount == 9)
        case "ltgtruri.dat":
            #expect(message.text(sip.requestURI) == "sip:user@example.com")
            #expect(message.text(message.uri.host) == "example.com")
        case "lwsruri.dat":
            #expect(message.text(sip.requestURI) == "sip:user@example.com; lr")
            #expect(message.text(sip.version) == "SIP/2.0")
            #expect(message.text(message.uri.user) == "user")
            #expect(sip.cseqNumber == 2_130_706_432)
        case "lwsstart.dat", "trws.dat", "escruri.dat", "baddate.dat", "badaspec.dat", "baddn.dat":
            try checkTolerated(file, message)
        case "regbadct.dat":
            #expect(message.text(message.contact.user) == "user")
            #expect(message.text(message.contact.host) == "example.com")
        case "badvers.dat":
            #expect(message.text(sip.version) == "SIP/7.0")
            #expect(sip.method == .options)
        case "mismatch01.dat":
            #expect(sip.method == .options)
            #expect(sip.cseqMethod == .invite)
        case "mismatch02.dat":
            #expect(sip.method == .other)
            #expect(message.text(sip.methodText) == "NEWMETHOD")
            #expect(sip.cseqMethod == .invite)
        case "bigcode.dat":
            #expect(sip.statusCode == 0)
            #expect(message.text(sip.reasonPhrase) == "better not break the receiver")
            #expect(sip.method == .invite)
        default: Issue.record("no assertions for \(file)")
        }
    }

    private static func checkTolerated(_ file: String, _ message: Message) throws {
        let sip = message.sip
        switch file {
        case "lwsstart.dat":
            #expect(message.text(sip.requestURI) == "sip:user@example.com")
            #expect(message.text(sip.version) == "SIP/2.0")
        case "trws.dat":
            #expect(message.text(sip.requestURI) == "sip:remote-target@example.com")
            #expect(message.text(sip.version) == "SIP/2.0")
        case "escruri.dat":
            #expect(message.text(message.uri.headers) == "Route=%3Csip:example.com%3E")
            #expect(message.text(message.uri.host) == "example.com")
            #expect(sip.first(.route, in: message.bytes.span) == nil)
        case "baddate.dat":
            #expect(message.value(.date) == "Fri, 01 Jan 2010 16:00:00 EST")
        case "badaspec.dat":
            #expect(message.text(message.to.uri) == "sip:t.watson@example.org")
            #expect(message.text(message.to.host) == "example.org")
        case "baddn.dat":
            #expect(message.text(message.from.displayName) == "Bell, Alexander")
            #expect(message.text(message.from.user) == "a.g.bell")
            #expect(message.text(message.to.host) == "example.org")
        default: Issue.record("no assertions for \(file)")
        }
    }
}
