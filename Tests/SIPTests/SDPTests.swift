// Session descriptions, and where they are found.

import SIP
import Testing

struct SDPTests {
    static func parse(_ lines: String...) -> (text: Text, session: SDPSession, media: [SDPMedia]) {
        let text = Text(lines.joined(separator: "\r\n") + "\r\n")
        let session = SDPSession.parse(text.bytes.span, text.all)
        var media: [SDPMedia] = []
        session.forEachMedia(in: text.bytes.span) {
            media.append($0)
            return true
        }
        return (text, session, media)
    }

    @Test func `a description gives its origin and its streams`() {
        let (text, session, media) = Self.parse(
            "v=0", "o=- 8 9 IN IP4 192.0.2.1", "s=-", "c=IN IP4 192.0.2.2/127", "t=0 0",
            "a=sendonly",
            "m=audio 49170/2 RTP/AVP 0 8 101", "a=rtcp:53020 IN IP4 192.0.2.3",
            "m=video 0 RTP/SAVPF 96", "c=IN IP6 2001:db8::1", "a=recvonly", "a=rtcp-mux",
            "m=application 9 UDP/DTLS/SCTP webrtc-datachannel", "a=inactive", "a=sendrecv")
        #expect(text.text(session.origin) == "- 8 9 IN IP4 192.0.2.1")
        #expect(text.text(session.address) == "192.0.2.2")
        #expect(session.direction == .sendOnly)
        #expect(session.mediaCount == 3)
        #expect(media.map { text.text($0.type) } == ["audio", "video", "application"])
        #expect(media.map(\.port) == [49170, 0, 9])
        #expect(media.map { text.text($0.transport) } == ["RTP/AVP", "RTP/SAVPF", "UDP/DTLS/SCTP"])
        #expect(media.map { text.text($0.formats) } == ["0 8 101", "96", "webrtc-datachannel"])
        #expect(media.map { text.text($0.address) } == ["192.0.2.2", "2001:db8::1", "192.0.2.2"])
        #expect(media.map(\.direction) == [.sendOnly, .receiveOnly, .sendReceive])
        #expect(media.map(\.rtcpPort) == [53020, nil, nil])
        #expect(media.map(\.hasRTCPMux) == [false, true, false])
        #expect(media.map(\.isRejected) == [false, true, false])
        #expect(media.map { $0.isHeld(in: text.bytes.span) } == [true, false, false])
        #expect(session.firstMedia(in: text.bytes.span)?.port == 49170)
    }

    @Test func `an address of all zeros is a hold`() {
        let (text, _, media) = Self.parse("m=audio 4000 RTP/AVP 0", "c=IN IP4 0.0.0.0")
        #expect(media.map { $0.isHeld(in: text.bytes.span) } == [true])
        #expect(media.map(\.direction) == [.sendReceive])
    }

    @Test(arguments: ["\n", "\r", "\r\n"])
    func `lines may end in any of three ways`(lineEnd: String) {
        let text = Text(["o=x", "m=audio 1 a 2", "a=inactive"].joined(separator: lineEnd))
        let session = SDPSession.parse(text.bytes.span, text.all)
        #expect(text.text(session.origin) == "x")
        #expect(session.firstMedia(in: text.bytes.span)?.direction == .inactive)
    }

    @Test(arguments: ["65536", "-1", "x", "", "1e3", "99999999999999999999"])
    func `what is no port is none`(port: String) {
        #expect(Self.parse("m=audio \(port) RTP/AVP 0").media.map(\.port) == [nil])
    }

    @Test func `streams beyond the limit are not shown`() {
        let lines = Array(repeating: "m=audio 1 RTP/AVP 0", count: Limits.mediaMax + 1)
        let text = Text(lines.joined(separator: "\n"))
        let session = SDPSession.parse(text.bytes.span, text.all)
        #expect(session.mediaCount == Limits.mediaMax)
        #expect(session.exceedsMediaLimit)
        var shown = 0
        session.forEachMedia(in: text.bytes.span) { _ in
            shown += 1
            return true
        }
        #expect(shown == Limits.mediaMax)
    }

    @Test func `a description is found by its type, without one, and inside of multipart`() {
        let plain = Message(headers: "c: Application/SDP ;x=y", body: "v=0\r\n")
        #expect(plain.session != nil)
        let untyped = Message(headers: "X: y", body: "v=0\r\nm=audio 1 RTP/AVP 0\r\n")
        #expect(untyped.media.count == 1)
        let text = Message(headers: "c: text/plain", body: "v=0\r\n")
        #expect(text.session == nil)
        let nested = Message(
            headers: #"Content-Type: multipart/mixed;boundary="out er""#,
            body: "preamble\r\n--out er\r\nContent-Type: multipart/alternative;boundary=in\r\n\r\n"
                + "--in\r\nContent-Type: text/html\r\n\r\n<p>\r\n--in\r\nc:application/sdp\r\n\r\n"
                + "v=0\r\nm=audio 7 RTP/AVP 0\r\n--in--\r\n--out er\r\n\r\nrest\r\n--out er--\r\n")
        #expect(nested.media.map(\.port) == [7])
        #expect(nested.session.map { nested.text($0.origin) } == "")
    }

    @Test func `parts and levels of multipart have limits`() {
        let part = "--b\r\n\r\nx\r\n"
        let many = Message(
            headers: "c: multipart/mixed;boundary=b", body: String(repeating: part, count: 100))
        var parts = 0
        BodyPart(contentType: many.sip.contentType, body: many.sip.body)
            .forEachLeaf(in: many.bytes.span) { _ in
                parts += 1
                return true
            }
        #expect(parts == Limits.bodyPartsMax)

        // Each level holds the next; the innermost would be a description.
        var body = "Content-Type: application/sdp\r\n\r\nv=0"
        for level in 0..<5 {
            body = "Content-Type: multipart/mixed;boundary=b\(level)\r\n\r\n--b\(level)\r\n\(body)"
        }
        let split = body.split(separator: "\r\n\r\n", maxSplits: 1).map(String.init)
        let deep = Message(headers: split[0], body: split[1])
        #expect(deep.session == nil)
    }
}

struct SDPBeginningTests {
    @Test(arguments: [
        "v=0\r\no=a 1 2 IN IP4 h\r\ns=-\r\nc=IN IP4 10.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\na=x\r\n",
        "v=0\r\no=a 1 2 IN IP4 h\r\nc=IN IP4 10.0.0.1/127\r\nm=audio 4000/2 RTP/AVP 0\r\nc=IN IP6 ::1\r\n"
            + "c=IN IP4 10.9.9.9\r\nm=video 6 RTP/AVP 0\r\nc=IN IP4 10.7.7.7\r\n",
        "m=audio 4000 RTP/AVP 0\no=late 1 2 IN IP4 h\nc=IN IP4 10.0.0.1\n",
        "c=\r\nc=IN IP4 1.2.3.4\r\n",
        "v=0\ro=a 1 2 IN IP4 h\rc=IN IP4 10.0.0.1\rm=audio x RTP/AVP 0\r", "", "m=",
        "o=\nm=audio\n",
    ])
    func `the beginning says what the whole description says`(text: String) {
        let bytes = Array(text.utf8)
        let range = ByteRange(offset: 0, count: UInt32(bytes.count))
        let whole = SDPSession.parse(bytes.span, range)
        let first = whole.firstMedia(in: bytes.span)
        let beginning = SDPBeginning.parse(bytes.span, range)
        #expect(beginning.origin == whole.origin)
        #expect(beginning.port == first?.port)
        if let first { #expect(beginning.address == first.address) }
    }
}
