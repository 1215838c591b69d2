// Traces under other names: nothing of the old ones is left, and what joined joins still.

import CallGraph
import SIP
import Testing
import TraceRendering

@testable import TraceRedaction

@Suite("Redaction")
struct RedactionTests {
    static let invite = """
        INVITE sip:+4930123456;phone-context=home@acme.test:5070;transport=tcp SIP/2.0\r
        Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK77ef4c2312983.1;received=203.0.113.9;rport=5061\r
        v: SIP/2.0/TLS [2001:db8:1::10]:5061;branch=z9hG4bKother, SIP/2.0/UDP pbx.acme.test;branch=1\r
        From: "Alice Liddell" <sip:1010:hunter2@acme.test>;tag=456248\r
        To: <sip:+4930123456@acme.test>\r
        Call-ID: 843817637684230@192.0.2.10\r
        CSeq: 102345 INVITE\r
        Contact: Alice <sip:1010@192.0.2.10:5062;ob>;+sip.instance="<urn:uuid:00000000-0000-1000-8000-AABBCCDDEEFF>"\r
        P-Asserted-Identity: "Alice" <tel:+4930998877>\r
        Authorization: Digest username="1010", realm="acme.test", nonce="84a4cc6f", uri="sip:acme.test",\r
         response="7587245234b3434cc3412213e5f113a5", cnonce="0a4f113b", algorithm=MD5, qop=auth, nc=00000001\r
        Refer-To: <sip:1002@acme.test?Replaces=843817637684230%40192.0.2.10%3Bto-tag%3Da%3Bfrom-tag%3Db>\r
        X-Account: 7788-secret-account\r
        User-Agent: Phone/1.2 (192.0.2.10)\r
        Content-Type: application/sdp\r
        Content-Length: 375\r
        \r
        v=0\r
        o=alice 2890844526 2890844527 IN IP4 192.0.2.10\r
        s=Alice's call\r
        c=IN IP4 192.0.2.10\r
        t=0 0\r
        m=audio 49170 RTP/SAVP 0 101\r
        a=rtpmap:0 PCMU/8000\r
        a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz\r
        a=ice-pwd:asd88fgpdd777uzjYhagZg\r
        a=candidate:1 1 UDP 2130706431 192.0.2.10 49170 typ host\r
        a=rtcp:49171 IN IP4 192.0.2.10\r
        a=sendrecv\r\n
        """

    /// Texts of the invite above that no export may have.
    static let secrets = [
        "4930123456", "4930998877", "acme.test", "192.0.2.10", "203.0.113.9", "2001:db8:1::10",
        "Alice",
        "Liddell", "1010", "1002", "hunter2", "843817637684230", "7587245234b3434c", "0a4f113b",
        "84a4cc6f", "7788", "AABBCCDDEEFF", "WVNfX19z", "asd88fgpdd", "456248", "home",
        "77ef4c2312983",
    ]

    static func redact(_ text: String, key: String = "k") -> String {
        var names = Pseudonyms(key: RedactionKey(key))
        var redaction = SIPRedaction()
        return redaction.redact(text, &names)
    }

    @Test func `nothing personal and no secret is left of a message`() {
        let text = Self.redact(Self.invite)
        for secret in Self.secrets {
            #expect(!text.lowercased().contains(secret.lowercased()), "\(secret) in \(text)")
        }
        for plain in [
            "102345 INVITE", "transport=tcp", ":5070", "rport=5061", "algorithm=MD5", "nc=00000001",
            "m=audio 49170 RTP/SAVP 0 101", "AES_CM_128_HMAC_SHA1_80", "a=sendrecv", "2890844526",
            "a=rtcp:49171 IN IP4 ", "User-Agent: Phone/1.2 (", "X-Account: ",
        ] {
            #expect(text.contains(plain), "\(plain) in \(text)")
        }
    }

    @Test func `a redacted message is as well formed as it was, and its lengths are right`() throws
    {
        let before = Array(Self.invite.utf8)
        let original = SIPMessage.parse(before.span)
        let after = Array(Self.redact(Self.invite).utf8)
        let message = SIPMessage.parse(after.span)
        #expect(message.kind == .request && message.method == original.method)
        #expect(message.viaCount == original.viaCount)
        #expect(message.anomalies == original.anomalies)
        let said = try #require(original.contentLength)
        let now = try #require(message.contentLength)
        #expect(
            now - (after.count - Int(message.endOfHeaders))
                == said - (before.count - Int(original.endOfHeaders)))
    }

    @Test func `the same has the same pseudonym, and another key gives others`() throws {
        let text = Self.redact(Self.invite)
        var names = Pseudonyms(key: RedactionKey("k"))
        #expect(text.contains("sip:\(names.user("+4930123456"))"))
        #expect(text.contains("username=\"\(names.user("1010"))\""))
        #expect(text.contains("<sip:\(names.user("1010")):"))
        #expect(text.contains("realm=\"\(names.host("acme.test"))\""))
        #expect(text.contains("Call-ID: \(names.identity("843817637684230@192.0.2.10"))"))
        #expect(text.contains("?Replaces=\(names.identity("843817637684230@192.0.2.10"))%3B"))
        #expect(text.contains("c=IN IP4 \(names.host("192.0.2.10"))"))
        #expect(Self.redact(Self.invite) == text)
        #expect(Self.redact(Self.invite, key: "other") != text)
        let random = (RedactionKey.random(), RedactionKey.random())
        #expect(random.0.code("user", "1010") != random.1.code("user", "1010"))
    }

    @Test func `bodies that have no grammar here are gone, multipart and sipfrag are gone through`()
    {
        func message(_ type: String, _ body: String) -> String {
            "MESSAGE sip:a@b SIP/2.0\r\nCall-ID: x\r\nContent-Type: \(type)\r\n"
                + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
        }
        let dtmf = Self.redact(message("application/dtmf-relay", "Signal=4\r\nDuration=160\r\n"))
        #expect(!dtmf.contains("Signal") && dtmf.contains("redacted: 24 bytes"))
        let fragment = Self.redact(
            message(
                "message/sipfrag;version=2.0", "SIP/2.0 180 Ringing\r\nTo: <sip:1010@acme.test>\r\n"
            ))
        #expect(fragment.contains("180 Ringing") && !fragment.contains("acme"))
        let parts =
            "--b1\r\nContent-Type: application/sdp\r\n\r\nv=0\r\nc=IN IP4 192.0.2.10\r\n"
            + "--b1\r\nContent-Type: text/plain\r\nContent-ID: <x@acme.test>\r\n\r\nhello Alice\r\n--b1--\r\n"
        let multipart = Self.redact(message("multipart/mixed;boundary=b1", parts))
        #expect(multipart.contains("v=0") && multipart.contains("--b1--"))
        for word in ["192.0.2.10", "Alice", "acme"] { #expect(!multipart.contains(word)) }
    }

    @Test(
        arguments: [
            ("call from 1010 by 192.0.2.10:5060", ["1010", "192.0.2.10"], ["call from", ":5060"]),
            (
                "New Channel sofia/internal/1010@acme.test [x]", ["1010", "acme.test"],
                ["sofia/internal/"]
            ),
            (
                "sofia.c:10472 +4930123456 at [2001:db8:1::10]:5061", ["4930123456", "2001:db8:1"],
                ["sofia.c:", "]:5061"]
            ),
            (
                "password=hunter2 and token: abc12 end", ["hunter2", "abc12"],
                ["password=", " end"]
            ),
            (
                "mail bob@example.org, see www.example.org.", ["bob", "example.org"],
                ["mail ", ", see "]
            ),
            (
                "2026-11-22 23:26:31.046767 48.60% [NOTICE] hi", [],
                ["2026-11-22 23:26:31.046767 48.60% [NOTICE] hi"]
            ),
            ("uuid 575fe831-c292-4704-a224-888544fef389.", ["575fe831"], ["uuid "]),
        ] as [(String, [String], [String])])
    func `free text loses what names somebody and keeps the rest`(
        _ text: String, _ gone: [String], _ kept: [String]
    ) {
        var names = Pseudonyms(key: RedactionKey("k"))
        _ = names.user("1010")
        let redacted = FreeText.redact(text, &names)
        for word in gone { #expect(!redacted.contains(word), "\(redacted)") }
        for word in kept { #expect(redacted.contains(word), "\(redacted)") }
    }

    /// A call of one message, with a log line, an event, a channel and a finding that name the same people.
    static func trace() -> Trace {
        let time = Timestamp(microseconds: 1_795_389_991_060_074)
        let callID = "843817637684230@192.0.2.10"
        let source = Endpoint(v4: 0xC000_020A, port: 5060)
        var dialog = Dialog(callID: callID, start: time)
        (dialog.from, dialog.to, dialog.domain) = ("1010", "+4930123456", "acme.test")
        dialog.method = "INVITE"
        var channel = Channel(uuid: callID, node: "fs1", coreUUID: nil, start: time)
        channel.name = "sofia/internal/1010@acme.test"
        channel.callID = callID
        var trace = Trace(
            query: callID, isComplete: true, warnings: [],
            call: Call(
                id: "0123456789abcdef0123456789abcdef", tenant: "acme", start: time, end: nil,
                outcome: .inProgress, durationSeconds: nil),
            dialogs: [dialog], channels: [channel],
            links: [
                Link(
                    .same, Identity(.channel, callID), Identity(.dialog, callID), strength: .exact,
                    from: time,
                    evidence: [
                        Evidence(
                            source: .event, name: "variable_sip_call_id", event: "CHANNEL_CREATE",
                            node: "fs1", time: time)
                    ])
            ],
            messages: [
                .sip(
                    SIPRow(
                        time: time, callID: callID, source: source,
                        destination: Endpoint(v4: 0xC000_020B, port: 5060), transport: "udp",
                        method: "INVITE", status: nil, cseq: "1 INVITE",
                        seenBy: [.init(node: "192.0.2.99", time: time)], isRetransmission: false,
                        isMalformed: false, text: invite)),
                .event(
                    EventRow(
                        time: time, uuid: callID, node: "fs1", name: "CHANNEL_EXECUTE",
                        detail: "bridge(user/+4930123456@acme.test)")),
                .log(
                    LogRow(
                        time: time, uuid: callID, callID: callID, node: "fs1", level: "info",
                        text:
                            "invite of 1010\nAuthorization: Digest username=\"1010\", response=\"7587245234b3434c\"\nc=IN IP4 192.0.2.10"
                    )),
            ],
            findings: [
                Finding(.error, "no-answer", "+4930123456 did not answer 192.0.2.10", at: time)
            ],
            hosts: [HostName(host: source.host, name: "fs1")])
        trace.call.hungUpBy = "1010"
        return trace
    }

    @Test func `no form of a redacted trace has anything personal in it, and its parts still join`()
        throws
    {
        let trace = TraceRedaction.redact(Self.trace(), key: RedactionKey("k"))
        let options = LadderOptions(explainsLinks: true)
        let forms: [(String, [UInt8])] = [
            ("json", TraceJSON.render(trace)), ("html", TraceHTML.render(trace)),
            ("svg", TraceSVG.render(trace)), ("mermaid", Array(TraceMermaid.render(trace).utf8)),
            ("pcapng", TraceCapture.render(trace)),
            ("text", Array(Ladder.render(trace, options: options).utf8)),
        ]
        for (name, bytes) in forms {
            let text = String(decoding: bytes, as: UTF8.self).lowercased()
            for secret in Self.secrets + ["0123456789abcdef", "192.0.2.99", "192.0.2.11"] {
                #expect(!text.contains(secret.lowercased()), "\(secret) in \(name)")
            }
            // Addresses as packets have them.
            let isFree = !bytes.indices.contains { bytes[$0...].starts(with: [192, 0, 2, 10]) }
            #expect(isFree, "\(name)")
        }
        let dialog = try #require(trace.dialogs.first)
        #expect(trace.channels.first?.callID == dialog.callID)
        #expect(trace.channels.first?.uuid == dialog.callID)
        #expect(trace.query == dialog.callID)
        #expect(trace.links.first?.b == Identity(.dialog, dialog.callID))
        #expect(trace.call.hungUpBy == dialog.from)
        guard case .sip(let row)? = trace.messages.first else {
            Issue.record("no message")
            return
        }
        #expect(row.callID == dialog.callID && row.text.contains("Call-ID: \(dialog.callID)\r\n"))
        #expect(row.source.host == trace.hosts.first?.host && row.source.port == 5060)
        #expect(row.text.contains("Via: SIP/2.0/UDP \(row.source.text);"))
        #expect(CallIdentifier(text: trace.call.id) != nil)
    }

    @Test func `every prefix and every byte replaced of a message is redacted without harm`() {
        let bytes = Array(Self.invite.utf8)
        for length in stride(from: 0, to: bytes.count, by: 5) {
            _ = Self.redact(String(decoding: bytes.prefix(length), as: UTF8.self))
        }
        let values: [UInt8] = [0, 0x0A, 0x22, 0x3B, 0x3C, 0x3E, 0x5B, 0xFF, 0x2C]
        for index in bytes.indices {
            var broken = bytes
            broken[index] = values[index % values.count]
            _ = Self.redact(String(decoding: broken, as: UTF8.self))
        }
        for text in [
            "", "\r\n", " ", ":", "a", "=\n;", "<<<>>>", "\"", "SIP/2.0", "Via:\r\n\r\n", "a@@b@",
        ] {
            _ = Self.redact(text)
            var names = Pseudonyms(key: RedactionKey("k"))
            _ = FreeText.redact(text, &names)
            _ = SDPRedaction.redact(text, &names)
        }
    }
}
