// Header lines taken apart eight bytes at a time are taken apart as byte by byte.

import Testing

@testable import SIP

@Suite struct HeaderSplitTests {
    /// What the two ways must agree in.
    private static func parts(_ line: HeaderLine) -> [UInt64] {
        [
            UInt64(line.nameLower), UInt64(line.nameUpper), line.head, line.tail,
            UInt64(line.valueLower), UInt64(line.valueUpper), line.hasColon ? 1 : 0,
            line.isIndented ? 1 : 0,
        ]
    }

    private static func agree(_ bytes: [UInt8], from start: Int) -> Bool {
        let span = bytes.span
        return parts(HeaderScanner.split(span, start, bytes.count))
            == parts(HeaderScanner.splitByteByByte(span, start, bytes.count))
    }

    @Test(arguments: [
        "Via: SIP/2.0/UDP 127.0.0.1", "v: SIP/2.0/UDP 127.0.0.1", "CALL-ID:abcdefghijklmnop",
        "Max-Forwards: 70 and more", "Content-Length: 12345678", "P-Charging-Vector: icid-value=1",
        ": no name at all here", "no colon in this line at all", "X-Underscore_Name: value value",
        "From : with a blank before", "To\t: with a tab before it",
        "Session-Expires:1800;refresher=uac",
        "WWW-Authenticate: Digest realm", "a\u{0}b: a NUL within the name", "Ünïcödé: is no token",
        "[weird]@{name}: is no token", "short:", "\tindented: line of sixteen",
    ])
    func `every line comes apart the same`(line: String) {
        #expect(Self.agree(Array(line.utf8), from: 0))
        #expect(Self.agree(Array(("xyz" + line).utf8), from: 3))
    }

    @Test func `any bytes come apart the same`() {
        var state: UInt64 = 11
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let alphabet: [UInt8] =
            Array("aZ-_:: \t@[`{".utf8) + [0, 0x0d, 0x1f, 0x21, 0x7f, 0x80, 0xff]
        for _ in 0..<20_000 {
            let bytes = (0..<next(40)).map { _ in
                next(3) > 0 ? UInt8(0x61 + next(26)) : alphabet[next(alphabet.count)]
            }
            #expect(Self.agree(bytes, from: 0), "\(bytes)")
        }
    }

    @Test func `a message may hold what it holds, and usual headers are not taken for others`() {
        let usual =
            "INVITE sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\nCSeq: 1 INVITE\r\n"
            + "Max-Forwards: 70\r\nUser-Agent: x\r\nAllow: INVITE\r\nSupported: timer\r\n"
            + "Record-Route: <sip:h>\r\nP-Asserted-Identity: <sip:1@h>\r\nCall-ID: x\r\n"
        let linking = [
            "replaces", "refer-to", "r", "join", "target-dialog", "session-id",
            "p-charging-vector", "x-cid", "x-call-id",
        ]
        let message = SIPMessage.parse(Array((usual + "\r\n").utf8).span)
        for name in ["via", "user-agent", "call-id"] {
            #expect(message.mayHold(SIPMessage.mark(of: Array(name.utf8))), "\(name)")
        }
        for name in linking {
            #expect(!message.mayHold(SIPMessage.mark(of: Array(name.utf8))), "\(name)")
            let with = SIPMessage.parse(Array((usual + "\(name): 1\r\n\r\n").utf8).span)
            #expect(with.mayHold(SIPMessage.mark(of: Array(name.utf8))), "\(name)")
        }
    }
}
