// What the messages of RFC 4475 §3.2 to §3.4 must give: well-formed, but refused by a server.

import SIP
import Testing

extension RFC4475Tests {
    static func checkApplication(_ file: String, _ message: Message) throws {
        let sip = message.sip
        switch file {
        case "badbranch.dat":
            #expect(message.text(sip.branch) == "z9hG4bK")
            #expect(message.vias.map(\.hasTransactionBranch) == [false])
        case "insuf.dat":
            #expect(sip.callID.isEmpty)
            #expect(message.text(sip.branch) == "z9hG4bKkdj.insuf")
            #expect(message.media.count == 2)
        case "unkscm.dat":
            #expect(message.text(message.uri.scheme) == "nobodyKnowsThisScheme")
            #expect(message.text(message.uri.opaque) == "totallyopaquecontent")
            #expect(message.uri.host.isEmpty)
        case "novelsc.dat":
            #expect(message.text(message.uri.scheme) == "soap.beep")
            #expect(message.text(message.uri.opaque) == "//192.0.2.103:3002")
            #expect(message.uri.port == nil)
        case "unksm2.dat":
            #expect(message.text(message.to.uri) == "isbn:2983792873")
            #expect(message.text(message.from.uri) == "http://www.example.com")
            #expect(message.text(sip.fromTag) == "3234233")
            #expect(message.text(message.contact.uri) == "name:John_Smith")
            #expect(message.to.user.isEmpty && message.contact.host.isEmpty)
        case "bext01.dat":
            let required = message.values(.require).map(message.text)
            #expect(required == ["nothingSupportsThis", "nothingSupportsThisEither"])
        case "invut.dat":
            #expect(message.text(sip.contentType) == "application/unknownformat")
            #expect(sip.sessionDescription(in: message.bytes.span) == nil)
            #expect(sip.body.count == 40)
        case "regaut01.dat":
            #expect(message.value(.authorization) == "NoOneKnowsThisScheme opaque-data=here")
        case "multi01.dat":
            #expect(message.text(sip.callID) == "multi01.98asdh@192.0.2.1")
            #expect(sip.cseqNumber == 5)
            #expect(message.text(sip.fromTag) == "3413415")
            #expect(message.text(message.to.uri) == "sip:user@example.com")
            #expect(message.text(message.contact.host) == "host25.example.net")
        case "mcl01.dat":
            #expect(sip.contentLength == 13)
            #expect(sip.body.range.upperBound == message.bytes.count)
        case "bcast.dat":
            #expect(sip.statusCode == 200)
            #expect(
                message.vias.map { message.text($0.host) } == ["192.0.2.198", "255.255.255.255"])
        case "zeromf.dat": #expect(message.value(.maxForwards) == "0")
        case "cparam01.dat":
            #expect(message.text(message.contact.parameters) == "unknownparam")
            #expect(message.text(message.contact.uri) == "sip:+19725552222@gw1.example.net")
        case "cparam02.dat":
            #expect(message.contact.parameters.isEmpty)
            let uri = SIPURI.parse(message.bytes.span, message.contact.uri)
            #expect(message.text(uri.parameters) == "unknownparam")
        case "regescrt.dat":
            let uri = SIPURI.parse(message.bytes.span, message.contact.uri)
            #expect(message.text(uri.headers) == "Route=%3Csip:sip.example.com%3E")
            #expect(sip.first(.route, in: message.bytes.span) == nil)
        case "sdp01.dat":
            #expect(message.session.map { message.text($0.address) } == "192.0.2.5")
            #expect(message.media.compactMap(\.port) == [49217, 3227])
        case "inv2543.dat":
            #expect(sip.branch.isEmpty && sip.fromTag.isEmpty && sip.toTag.isEmpty)
            #expect(sip.contentLength == nil)
            #expect(message.text(message.from.user) == "+13035551111")
            // Without angle brackets the parameter is the header's.
            #expect(message.text(message.to.parameters) == "user=phone")
            #expect(message.media.map { message.text($0.type) } == ["audio"])
        default: Issue.record("no assertions for \(file)")
        }
    }
}
