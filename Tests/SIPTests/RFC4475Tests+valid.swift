// What the valid messages of RFC 4475 §3.1.1 must give.

import SIP
import Testing

extension RFC4475Tests {
    static func checkValid(_ file: String, _ message: Message) throws {
        let sip = message.sip
        switch file {
        case "wsinv.dat": try checkWhitespace(message)
        case "intmeth.dat": try checkUnusualTokens(message)
        case "esc01.dat":
            #expect(message.text(message.uri.user) == "sips%3Auser%40example.com")
            #expect(message.text(message.uri.host) == "example.net")
            #expect(message.text(message.to.user) == "%75se%72")
            #expect(message.text(message.contact.user) == "cal%6Cer")
            #expect(
                String(
                    decoding: message.to.user.percentDecoded(in: message.bytes.span), as: UTF8.self)
                    == "user")
        case "escnull.dat":
            let users = message.values(.contact).map {
                message.text(SIPAddress.parse(message.bytes.span, $0).user)
            }
            #expect(users == ["%00", "%00%00"])
            #expect(message.text(message.to.user) == "null-%00-null")
            #expect(sip.contentLength == 0)
        case "esc02.dat":
            #expect(message.text(sip.methodText) == "RE%47IST%45R")
            #expect(sip.method == .other)
            #expect(sip.cseqMethod == .other)
            #expect(message.text(message.from.displayName) == "%Z%45")
            // C%6Fntact is not Contact.
            #expect(message.values(.contact).count == 2)
        case "lwsdisp.dat":
            #expect(message.text(message.from.displayName) == "caller")
            #expect(message.text(message.from.uri) == "sip:caller@example.com")
            #expect(message.text(sip.fromTag) == "323")
        case "longreq.dat":
            #expect(sip.viaCount == 34)
            #expect(message.values(.via).count == 34)
            #expect(sip.cseqNumber == 3_882_340)
            #expect(sip.fromTag.count == 155)
            #expect(message.to.port == 6000)
            #expect(message.media.count == 2)
            #expect(sip.headerCount < Limits.headersMax)
        case "dblreq.dat":
            #expect(sip.method == .register)
            #expect(sip.body.isEmpty)
            try checkTwoInOneStream(message)
        case "semiuri.dat":
            #expect(message.text(message.uri.user) == "user;par=u%40example.net")
            #expect(message.text(message.uri.host) == "example.com")
            #expect(message.uri.parameters.isEmpty)
            let accept = try #require(SIPHeaderName(custom: "Accept"))
            #expect(message.values(accept).count == 6)
        case "transports.dat":
            let transports = message.vias.map { message.text($0.transport) }
            #expect(transports == ["UDP", "SCTP", "TLS", "UNKNOWN", "TCP"])
            #expect(sip.transportInVia(in: message.bytes.span).map(message.text) == "UDP")
        case "mpart01.dat":
            // Neither part is a session description, and the second is binary.
            #expect(sip.sessionDescription(in: message.bytes.span) == nil)
            var parts: [BodyPart] = []
            let whole = BodyPart(contentType: sip.contentType, body: sip.body)
            whole.forEachLeaf(in: message.bytes.span) {
                parts.append($0)
                return true
            }
            #expect(
                parts.map { message.text($0.contentType) } == [
                    "text/plain", "application/octet-stream",
                ])
            #expect(parts.first.map { message.text($0.body) } == "Hello")
            #expect(parts.last?.body.count == 342)
        case "unreason.dat":
            #expect(sip.statusCode == 200)
            let phrase = message.raw(sip.reasonPhrase)
            let text = try #require(String(validating: phrase, as: UTF8.self))
            #expect(text.hasPrefix("= 2**3 * 5**2 но сто девяносто девять"))
        case "noreason.dat":
            #expect(sip.statusCode == 100)
            #expect(sip.reasonPhrase.isEmpty)
            #expect(sip.method == .invite)
        default: Issue.record("no assertions for \(file)")
        }
    }

    private static func checkWhitespace(_ message: Message) throws {
        let sip = message.sip
        #expect(sip.viaCount == 3)
        #expect(sip.cseqNumber == 9)
        #expect(sip.cseqMethod == .invite)
        #expect(message.text(sip.toTag) == "1918181833n")
        #expect(message.text(sip.fromTag) == "98asjd8")
        #expect(message.text(sip.branch) == "390skdjuw")
        #expect(sip.contentLength == 150)
        #expect(sip.body.count == 150)
        #expect(message.value(.maxForwards) == "0068")
        #expect(message.text(message.from.displayName) == #"J Rosenberg \\\""#)
        #expect(message.text(message.from.host) == "example.com")
        let vias = message.vias
        #expect(vias.map { message.text($0.transport) } == ["UDP", "TCP", "UDP"])
        #expect(
            vias.map { message.text($0.host) } == [
                "192.0.2.2", "spindle.example.com", "192.168.255.111",
            ])
        #expect(
            vias.map { message.text($0.branch) } == [
                "390skdjuw", "z9hG4bK9ikj8", "z9hG4bK30239",
            ])
        #expect(vias.map(\.hasTransactionBranch) == [false, true, true])
        #expect(message.text(message.contact.user) == "jdrosen")
        let parameters = SIPParameters(message.contact.parameters)
        #expect(
            parameters.first("newparam", in: message.bytes.span).map(message.text) == "newvalue")
        #expect(parameters.first("q", in: message.bytes.span).map(message.text) == "0.33")
        let fangled = try #require(SIPHeaderName(custom: "newfangledheader"))
        #expect(message.value(fangled) == "newfangled value continued newfangled value")
        #expect(message.media.count == 2)
    }

    private static func checkUnusualTokens(_ message: Message) throws {
        let sip = message.sip
        let method = "!interesting-Method0123456789_*+`.%indeed'~"
        #expect(message.text(sip.methodText) == method)
        #expect(message.text(sip.cseqMethodText) == method)
        #expect(sip.method == .other)
        #expect(sip.cseqNumber == 139_122_385)
        let user = "1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*"
        #expect(message.text(message.uri.user) == user)
        #expect(message.text(message.uri.host) == "example.com")
        #expect(!message.uri.password.isEmpty)
        #expect(message.text(message.to.user) == user)
        // NUL and the other control bytes stay where they are.
        let name = message.raw(message.to.displayName)
        #expect(
            name == Array(#"BEL:\"#.utf8) + [7] + Array(#" NUL:\"#.utf8) + [0]
                + Array(#" DEL:\"#.utf8) + [0x7f])
        #expect(message.text(sip.fromTag) == "_token~1'+`*%!-.")
        #expect(message.text(message.from.displayName) == "token1~` token2'+_ token3*%!.-")
        var names: [String] = []
        var values: [String] = []
        sip.forEachHeader(in: message.bytes.span) { name, value in
            names.append(message.text(name))
            values.append(message.text(value))
            return true
        }
        #expect(names.count == 8)
        let index = try #require(names.firstIndex(of: "extensionHeader-!.%*+_`'~"))
        #expect(values[index].unicodeScalars.map(\.value) == [0xfeff, 0x5927, 0x505c, 0x96fb])
    }

    /// The same bytes over TCP are two messages.
    private static func checkTwoInOneStream(_ message: Message) throws {
        var framer = SIPStreamFramer()
        framer.append(message.bytes.span)
        var calls: [String] = []
        while case .message(let range) = framer.next() {
            let part = Message(Array(framer.bytes[range]))
            calls.append(part.text(part.sip.callID))
        }
        #expect(
            calls == [
                "dblreq.0ha0isndaksdj99sdfafnl3lk233412", "dblreq.0ha0isnda977644900765@192.0.2.15",
            ])
    }
}
