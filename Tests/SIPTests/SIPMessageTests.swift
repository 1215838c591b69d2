// Messages as they are meant to be, and the small liberties that are taken with them.

import SIP
import Testing

struct SIPMessageTests {
    @Test func `a request gives its parts`() {
        let message = Message(
            headers: "m: <sip:alice@192.0.2.1>, <sip:second@192.0.2.1>", "c: application/sdp",
            "l: 3",
            body: "v=0")
        let sip = message.sip
        #expect(sip.anomalies.isEmpty)
        #expect(sip.kind == .request)
        #expect(sip.method == .invite)
        #expect(sip.statusCode == 0)
        #expect(message.text(sip.requestURI) == "sip:bob@example.com")
        #expect(message.text(sip.version) == "SIP/2.0")
        #expect(message.text(sip.callID) == "c1@example.com")
        #expect(message.text(sip.from) == "<sip:alice@example.com>;tag=a")
        #expect(message.text(sip.cseq) == "1 INVITE")
        #expect(sip.cseqNumber == 1)
        #expect(message.text(sip.branch) == "z9hG4bKa1")
        #expect(message.text(sip.contact) == "<sip:alice@192.0.2.1>")
        #expect(message.text(sip.contentType) == "application/sdp")
        #expect(message.text(sip.body) == "v=0")
        #expect(sip.headerCount == 8)
        #expect(Int(sip.endOfHeaders) == message.bytes.count - 3)
    }

    @Test func `a response has the method of its CSeq`() {
        let message = Message(lines: ["SIP/2.0 486 Busy Here", "CSeq: 7 INVITE", "i: x"])
        #expect(message.sip.kind == .response)
        #expect(message.sip.statusCode == 486)
        #expect(message.text(message.sip.reasonPhrase) == "Busy Here")
        #expect(message.sip.method == .invite)
        #expect(message.sip.anomalies == [.missingFrom, .missingTo, .missingVia])
    }

    @Test(arguments: ["\n", "\r\n", "\r"])
    func `lines may end in any of three ways`(lineEnd: String) {
        let lines = [
            "BYE sip:b@example.com SIP/2.0", "Via: SIP/2.0/UDP h;branch=b", "From: <sip:a@b>;tag=1",
            "To:", "\t<sip:b@c>;tag=2", "Call-ID: x y", "CSeq: 2 BYE", "l: 2", "", "ab",
        ]
        let message = Message(Array(lines.joined(separator: lineEnd).utf8))
        #expect(message.sip.anomalies.isEmpty)
        #expect(message.text(message.sip.callID) == "x y")
        #expect(message.text(message.sip.toTag) == "2")
        #expect(message.text(message.sip.body) == "ab")
        #expect(message.value(.to) == "<sip:b@c>;tag=2")
    }

    @Test(arguments: [99, 100, 199, 606, 699, 700, 999])
    func `a status is taken from 100 to 999`(status: Int) {
        let message = Message(lines: ["SIP/2.0 \(status) x"])
        #expect(Int(message.sip.statusCode) == (status >= 100 ? status : 0))
        #expect(message.sip.anomalies.contains(.badStatus) == (status < 100))
    }

    @Test(arguments: ["", "20", "2000", "2x0", "+20", "0200", "-20"])
    func `anything else is no status`(status: String) {
        let message = Message(lines: ["SIP/2.0 \(status) x", "Call-ID: c"])
        #expect(message.sip.kind == .response)
        #expect(message.sip.statusCode == 0)
        #expect(message.sip.anomalies.contains(.badStatus))
        #expect(message.text(message.sip.callID) == "c")
    }

    @Test func `a status line without the space before its reason is flagged and read`() {
        let message = Message(lines: ["SIP/2.0 200", "Call-ID: c"])
        #expect(message.sip.statusCode == 200)
        #expect(message.sip.anomalies.contains(.badStartLine))
    }

    @Test(arguments: [
        "GET / HTTP/1.1", "OPTIONS * HTTP/1.1", "PLAY rtsp://x RTSP/1.0", "hello", "INVITE",
    ])
    func `another protocol's first line is not recognised and its headers are read`(line: String) {
        let message = Message(lines: [line, "Call-ID: c"])
        #expect(message.sip.kind == .unrecognised)
        #expect(message.sip.anomalies.contains(.badStartLine))
        #expect(message.text(message.sip.callID) == "c")
    }

    @Test func `a message without its first line keeps its first header`() {
        let message = Message(lines: ["Call-ID: c", "From: <sip:a@b>;tag=1"])
        #expect(message.text(message.sip.callID) == "c")
        #expect(message.text(message.sip.fromTag) == "1")
        #expect(message.sip.headerCount == 2)
    }

    @Test(arguments: ["invite", "Invite", "INVITES", "INVIT", "ACKK", "XUBSCRIBE"])
    func `a method's name is exact`(method: String) {
        let message = Message(lines: ["\(method) sip:b@c SIP/2.0", "CSeq: 1 \(method)"])
        #expect(message.sip.kind == .request)
        #expect(message.sip.method == .other)
        #expect(message.sip.cseqMethod == .other)
        #expect(!message.sip.anomalies.contains(.cseqMethodMismatch))
    }

    @Test(arguments: SIPMethod.allCases)
    func `every method is known by its label`(method: SIPMethod) {
        let text = Text(method.label)
        #expect(SIPMethod.parse(text.bytes.span, text.all) == method)
    }

    @Test(arguments: ["Call-ID: c", "CALL-ID\t:\tc", "i: c", "I:\r\n c"])
    func `a Call-ID in an indented line is found`(line: String) {
        let message = Message(lines: [
            "INVITE sip:b@c SIP/2.0", "To: <sip:b@c>", "  \(line)", "  CSeq: 1 INVITE",
        ])
        #expect(message.text(message.sip.callID) == "c")
        #expect(message.sip.anomalies.contains(.indentedHeader))
    }

    @Test func `a Call-ID behind a lone line end is found`() {
        let message = Message(Array("BYE sip:b SIP/2.0\r\nTo: x\rCall-ID : c\r\n\r\n".utf8))
        #expect(message.text(message.sip.callID) == "c")
    }

    @Test func `an indented line is no Call-ID where there is one`() {
        let message = Message(headers: "Subject: see", " Call-ID: other")
        #expect(message.text(message.sip.callID) == "c1@example.com")
        #expect(message.value(.subject) == "see Call-ID: other")
        #expect(message.sip.anomalies.isEmpty)
    }

    @Test(arguments: [
        "From: \"a <sip:b@c>;tag=1", "To: <sip:b@c;tag=1",
        "Contact: \"a, <sip:d@e>", "Via: SIP/2.0/UDP h;x=\"y", "Via: SIP/2.0/UDP h, \"y",
    ])
    func `a quote or bracket that is not closed is flagged and keeps to its line`(line: String) {
        let message = Message(lines: ["BYE sip:b@c SIP/2.0", line, "Call-ID: c", "CSeq: 1 BYE"])
        #expect(message.sip.anomalies.contains(.unterminatedQuote))
        #expect(message.text(message.sip.callID) == "c")
        #expect(message.sip.cseqNumber == 1)
        #expect(message.sip.headerCount == 3)
    }

    @Test func `a Call-ID in the body is none`() {
        let message = Message(lines: ["NOTIFY sip:b SIP/2.0"], body: "Call-ID: c\r\n")
        #expect(message.sip.callID.isEmpty)
        #expect(message.sip.anomalies.contains(.missingCallID))
    }

    @Test(arguments: [
        ("0 OPTIONS", UInt32(0), false), ("2147483647 OPTIONS", 2_147_483_647, false),
        ("2147483648 OPTIONS", 2_147_483_648, true), ("4294967296 OPTIONS", nil, true),
        ("1", 1, true), ("OPTIONS", nil, true), ("1 OPTIONS x", 1, true), ("1\tOPTIONS", 1, false),
    ])
    func `CSeq is a number below 2^31 and a method`(text: String, number: UInt32?, isBad: Bool) {
        let message = Message(lines: ["OPTIONS sip:b@c SIP/2.0", "CSeq: \(text)"])
        #expect(message.sip.cseqNumber == number)
        #expect(message.sip.anomalies.contains(.badCSeq) == isBad)
    }

    @Test func `the body is what Content-Length says where that is there`() {
        let short = Message(headers: "Content-Length: 9", body: "1234")
        #expect(short.text(short.sip.body) == "1234")
        #expect(short.sip.anomalies == [.bodyShort])
        let long = Message(headers: "Content-Length: 3", body: "1234")
        #expect(long.text(long.sip.body) == "123")
        #expect(long.sip.anomalies == [.surplusBytes])
        let same = Message(headers: "Content-Length: 3", "l: 3", body: "123")
        #expect(same.sip.anomalies == [.duplicateSingleHeader])
        let none = Message(headers: "X: y", body: "1234")
        #expect(none.text(none.sip.body) == "1234")
        #expect(none.sip.anomalies.isEmpty)
    }

    @Test func `more headers than the limit are flagged and still read`() {
        let filler = Array(repeating: "X-Filler: y", count: Limits.headersMax)
        let lines = ["BYE sip:b@c SIP/2.0"] + filler + ["Call-ID: last"]
        let message = Message(lines: lines)
        #expect(Int(message.sip.headerCount) == Limits.headersMax + 1)
        #expect(message.sip.anomalies.contains(.headerLimit))
        #expect(message.text(message.sip.callID) == "last")
    }

    @Test func `what is longer than a message may be is not looked at`() {
        let body = String(repeating: "x", count: Limits.messageBytesMax)
        let message = Message(headers: "X: y", body: body)
        #expect(message.sip.anomalies == [.sizeLimit])
        #expect(message.sip.body.range.upperBound == Limits.messageBytesMax)
    }

    @Test func `nothing at all is no message`() {
        let message = Message([])
        #expect(message.sip.kind == .unrecognised)
        #expect(message.sip.body.isEmpty && message.sip.headerCount == 0)
        #expect(message.sip.anomalies.contains([.badStartLine, .missingCallID, .headersCut]))
    }
}
