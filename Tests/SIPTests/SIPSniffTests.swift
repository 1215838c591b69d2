// What a payload is taken for.

import SIP
import Testing

struct SIPSniffTests {
    @Test(arguments: [
        "INVITE sip:b@c SIP/2.0\r\n", "SIP/2.0 200 OK\r\n", "\r\n\r\nOPTIONS sip:b SIP/2.0\r\n\r\n",
        "FOO sip:b@c sip/2.0", "garbage SIP/2.0 garbage", "REGISTER sip:b",
        "\0\0BYE sip:b SIP/2.0\n",
        "x\ni:y", "GET / HTTP/1.1\r\n Call-ID : y\r\n\r\n", "Call-ID: x",
    ])
    func `anything like a message is SIP`(text: String) {
        #expect(SIPSniff.classify(Array(text.utf8).span) == .sip)
    }

    @Test(arguments: ["\0", "\r\n\r\n", "\r\n", "\0\0\0\0", " \r\n\0", "\t"])
    func `padding alone keeps a path alive`(text: String) {
        #expect(SIPSniff.classify(Array(text.utf8).span) == .keepAlive)
    }

    @Test(arguments: [
        "jaK", "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "OPTIONS * HTTP/1.1\r\n\r\n", "{\"type\":200}",
        "INV",
        "Call-ID:\r\n", "\u{16}\u{3}",
    ])
    func `anything else is not`(text: String) {
        #expect(SIPSniff.classify(Array(text.utf8).span) == .other)
    }

    @Test func `a binding request is STUN and a cookie elsewhere is not`() {
        var bytes: [UInt8] =
            [0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42] + [UInt8](repeating: 7, count: 12)
        #expect(SIPSniff.classify(bytes.span) == .stun)
        #expect(SIPSniff.classify(Array(bytes.dropLast()).span) == .other)
        bytes[0] = 0x80
        #expect(SIPSniff.classify(bytes.span) == .other)
    }

    @Test(arguments: [
        [0x16, 3, 1, 0, 5], [0x17, 3, 3, 0, 5], [0x16, 0xfe, 0xfd, 0, 0], [0x14, 0xfe, 0xff, 0, 0],
    ])
    func `a record of TLS or DTLS is told by its type and version`(head: [UInt8]) {
        #expect(SIPSniff.classify((head + [1, 2, 3]).span) == .tlsRecord)
        #expect(SIPSniff.classify(Array(head.dropLast()).span) == .other)
    }

    @Test func `no bytes are nothing`() {
        #expect(SIPSniff.classify([UInt8]().span) == .empty)
    }
}
