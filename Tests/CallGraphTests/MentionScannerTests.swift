// What a SIP message names, and that nothing which is sent can make the reading of it fail.

import CallGraph
import SIP
import Testing

struct MentionScannerTests {
    private static let message =
        "INVITE sip:1001@acme.test SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bKx\r\n"
        + "From: <sip:+49891234567@acme.test>;tag=abcdef01\r\nTo: <sip:1001@acme.test>\r\n"
        + "Call-ID: own@10.0.0.1\r\nCSeq: 7 INVITE\r\n"
        + "Replaces: replaced@x;to-tag=1;from-tag=2\r\nJOIN : joined@x;to-tag=1\r\n"
        + "Target-Dialog: target@x;local-tag=1\r\n"
        + "Refer-To: <sip:c@d?Replaces=referred%40x%3Bto-tag%3D1%3Bfrom-tag%3D2>\r\n"
        + "Session-ID: AB30317f1a784dc48ff824d0d3715d86;remote=00000000000000000000000000000000\r\n"
        + "P-Charging-Vector: icid-value=\"charge-0001\";icid-generated-at=10.0.0.1\r\n"
        + "X-CID: other@x\r\nX-Trace: 12345678\r\nContent-Type: application/sdp\r\n"
        + "Content-Length: 96\r\n\r\nv=0\r\no=- 1234567 2 IN IP4 10.0.0.1\r\ns=-\r\n"
        + "c=IN IP4 10.0.0.9\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n"

    private static let rules = LinkRules(
        headers: LinkRules.standard.headers + [LinkRules.Header("X-Trace", names: .token)])

    private static func mentions(_ text: [UInt8], correlation: String = "") -> [(
        SIPMention, String
    )] {
        var scanner = SIPMentionScanner(rules: rules)
        var found: [(SIPMention, String)] = []
        let message = SIPMessage.parse(text.span)
        let bytes = Array(correlation.utf8)
        scanner.scan(message, text.span, correlation: bytes.span) { mention, name in
            var copy: [UInt8] = []
            for index in 0..<name.count { copy.append(name[index]) }
            found.append((mention, String(decoding: copy, as: UTF8.self)))
        }
        return found
    }

    @Test func `everything that a message names is found, in its own form`() {
        let found = Self.mentions(Array(Self.message.utf8), correlation: "agent's own")
        let names = Dictionary(found.map { ($0.0, $0.1) }) { first, _ in first }
        #expect(names[.replaces] == "replaced@x")
        #expect(names[.join] == "joined@x")
        #expect(names[.targetDialog] == "target@x")
        #expect(names[.referredReplaces] == "referred@x")
        #expect(names[.sessionID] == "ab30317f1a784dc48ff824d0d3715d86")
        #expect(found.count { $0.0 == .sessionID } == 1)
        #expect(names[.chargingID] == "charge-0001")
        #expect(names[.header(0)] == "other@x" && names[.header(2)] == "12345678")
        #expect(names[.correlation] == "agent's own")
        #expect(names[.media] == "10.0.0.9:4000")
        #expect(names[.origin] == "- 1234567 10.0.0.1 ")
        #expect(names[.numbers] == "891234567>1001")
        #expect(names[.tag] == "abcdef01 7")
    }

    @Test func `a correlation id that is the Call-ID says nothing new`() {
        let found = Self.mentions(Array(Self.message.utf8), correlation: "own@10.0.0.1")
        #expect(!found.contains { $0.0 == .correlation })
    }

    @Test(arguments: [
        ("10.0.0.9", "0.0.0.0", false), ("10.0.0.9", "239.1.1.1", false),
        ("10.0.0.9", "192.0.2.1", true), ("4000", "9", false), ("4000", "0", false),
    ])
    func `media that is nobody's own place is no hint`(was: String, now: String, isHint: Bool) {
        let found = Self.mentions(Array(Self.message.replacing(was, with: now).utf8))
        #expect(found.contains { $0.0 == .media } == isHint)
    }

    @Test func `anonymous callers and constant sessions are no hint`() {
        let anonymous = Self.message.replacing("+49891234567", with: "Anonymous")
        #expect(!Self.mentions(Array(anonymous.utf8)).contains { $0.0 == .numbers })
        let constant = Self.message.replacing("- 1234567 2", with: "- 1 1")
        #expect(!Self.mentions(Array(constant.utf8)).contains { $0.0 == .origin })
    }

    @Test func `no prefix and no changed byte traps, and keys stay within their bound`() {
        let bytes = Array(Self.message.utf8)
        var scanner = SIPMentionScanner(rules: Self.rules)
        let hasher = IdentityHasher(seed: (5, 6))
        func read(_ text: [UInt8]) {
            let message = SIPMessage.parse(text.span)
            let keys = IdentityKeys(
                message, text.span, correlation: Span(), scanner: &scanner, hasher: hasher,
                withoutCallID: hasher.key("none"))
            #expect(keys.count >= 1 && keys.count <= Limits.keysPerRecordMax)
        }
        for count in bytes.indices { read(Array(bytes.prefix(count))) }
        for index in bytes.indices {
            for value in [0, 0x0a, 0x22, 0x25, 0x3b, 0x3d, 0xff] as [UInt8] {
                var changed = bytes
                changed[index] = value
                read(changed)
            }
        }
        var long = Self.message
        for _ in 0..<500 {
            long.replace("X-Trace: 1", with: "X-CID: a@b\r\nX-Trace: 1", maxReplacements: 1)
        }
        read(Array(long.utf8))
    }

    @Test func `statements of agents are believed only in their own form`() {
        func dialogs(_ text: String, _ isCorrelate: Bool) -> [String] {
            AgentStatement(payload: Array(text.utf8), isCorrelate: isCorrelate).dialogs
        }
        #expect(dialogs("{\"sip\":\"a@x\",\"sip2\":\"b@x\"}", true) == ["a@x", "b@x"])
        #expect(
            dialogs("{\"INC_ID\":\"a@x\",\"OUT_ID\":\"b@x\",\"INC_MOS\":400}", false) == [
                "a@x", "b@x",
            ])
        #expect(dialogs("{\"one\":\"a@x\",\"two\":\"b@x\"}", true) == ["a@x", "b@x"])
        for (text, isCorrelate) in [
            ("{\"one\":\"a@x\",\"two\":\"b@x\"}", false), ("{\"sip\":\"a@x\"}", true),
            ("{\"sip\":\"a@x\",\"sip2\":\"a@x\"}", true), ("[1]", true), ("{", true), ("", false),
            ("{\"INC_ID\":\"\",\"OUT_ID\":\"b\"}", false), ("{\"INC_ID\":[],\"OUT_ID\":{}}", false),
        ] { #expect(dialogs(text, isCorrelate).isEmpty, "\(text)") }
    }
}
