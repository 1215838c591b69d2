// Findings about signalling: each on a call that shows it, and none on calls that were well.

import CallGraph
import CallTraceTesting
import Foundation
import Testing

struct SignallingFindingTests {
    private static func description(_ address: String, _ codecs: String, _ maps: String = "")
        -> String
    {
        "v=0\r\no=- 1 1 IN IP4 \(address)\r\ns=-\r\nc=IN IP4 \(address)\r\nt=0 0\r\nm=audio 4000 RTP/AVP \(codecs)\r\n\(maps)"
    }

    private func findings(_ write: (inout CallScript) -> Void) async throws -> [Finding] {
        var script = CallScript()
        write(&script)
        let store = MemoryStore()
        script.write(to: store)
        let trace = try await TraceBuilder(reader: store).trace("c", now: script.moment(99_999))
        return try #require(trace).findings
    }

    private static func invite(
        _ script: inout CallScript, _ number: Int = 1, at time: Int64 = 0, body: String = ""
    ) {
        script.sip(
            "INVITE sip:1001@acme.test SIP/2.0", callID: "c", cseq: "\(number) INVITE", at: time,
            from: 1, to: 2, body: body)
    }

    private static func answer(
        _ script: inout CallScript, _ status: String, _ number: Int = 1, at time: Int64,
        method: String = "INVITE", body: String = ""
    ) {
        script.sip(
            "SIP/2.0 \(status)", callID: "c", cseq: "\(number) \(method)", at: time, from: 2, to: 1,
            toTag: "b", body: body)
    }

    @Test func `credentials asked for three times in vain are a loop, twice and right are none`()
        async throws
    {
        let loop = try await findings { script in
            for number in 1...3 {
                Self.invite(&script, number, at: Int64(number) * 100)
                Self.answer(&script, "407 Auth", number, at: Int64(number) * 100 + 20)
            }
        }
        #expect(loop.contains { $0.code == "authentication-loop" && $0.text.contains("3 times") })
        let fine = try await findings { script in
            for number in 1...2 {
                Self.invite(&script, number, at: Int64(number) * 100)
                Self.answer(&script, "407 Auth", number, at: Int64(number) * 100 + 20)
            }
            Self.invite(&script, 3, at: 400)
            Self.answer(&script, "200 OK", 3, at: 420)
        }
        #expect(fine.isEmpty)
    }

    @Test func `a refusal for codecs names both lists`() async throws {
        let found = try await findings { script in
            Self.invite(
                &script,
                body: Self.description(
                    "192.0.2.1", "18 97 101",
                    "a=rtpmap:97 iLBC/8000\r\na=rtpmap:101 telephone-event/8000\r\n"))
            Self.answer(
                &script, "488 Not Acceptable Here", at: 50,
                body: Self.description("192.0.2.2", "8 0"))
        }
        let codecs = try #require(found.first { $0.code == "codecs" })
        #expect(codecs.text.contains("offered were G729, iLBC; it has PCMA, PCMU"))
        #expect(codecs.severity == .error)
    }

    @Test(arguments: [
        ("482 Loop Detected", "loop"), ("483 Too Many Hops", "loop"),
        ("491 Request Pending", "glare"),
    ])
    func `some answers are findings by themselves`(status: String, code: String) async throws {
        let found = try await findings { script in
            Self.invite(&script)
            Self.answer(&script, status, at: 50)
        }
        #expect(found.contains { $0.code == code })
    }

    @Test func `a transfer that led nowhere is told with the target's answer`() async throws {
        func transfer(_ answer: String) async throws -> [Finding] {
            try await findings { script in
                Self.invite(&script)
                Self.answer(&script, "200 OK", at: 50)
                script.sip(
                    "REFER sip:1001@acme.test SIP/2.0", callID: "c", cseq: "2 REFER", at: 100,
                    from: 1,
                    to: 2, extra: "Refer-To: <sip:1002@acme.test>\r\n", toTag: "b")
                Self.answer(&script, "202 Accepted", 2, at: 120, method: "REFER")
                script.sip(
                    "NOTIFY sip:1010@acme.test SIP/2.0", callID: "c", cseq: "3 NOTIFY", at: 900,
                    from: 2,
                    to: 1,
                    extra:
                        "Content-Type: message/sipfrag\r\nEvent: refer\r\nX: y\r\n\r\n\(answer)\r\n",
                    toTag: "a")
            }
        }
        #expect(
            try await transfer("SIP/2.0 486 Busy Here").contains {
                $0.code == "transfer-failed" && $0.text.contains("486")
            })
        #expect(try await transfer("SIP/2.0 200 OK").isEmpty)
    }

    @Test func `early media without an answer is worth knowing`() async throws {
        func call(_ last: String) async throws -> [String] {
            try await findings { script in
                Self.invite(&script)
                Self.answer(
                    &script, "183 Session Progress", at: 50,
                    body: Self.description("192.0.2.2", "8"))
                Self.answer(&script, last, at: 5_000)
            }.map(\.code)
        }
        #expect(try await call("404 Not Found").contains("early-media"))
        #expect(try await !call("200 OK").contains("early-media"))
    }

    @Test func `a private address in the description of a host outside is found`() async throws {
        func call(from source: UInt32, _ address: String) async throws -> [String] {
            try await findings { script in
                Self.invite(&script, body: Self.description(address, "8"))
                script.entries[0].header.source = Endpoint(v4: source, port: 5060)
                script.entries[0].header.destination = Endpoint(v4: 0xc633_6401, port: 5060)
                Self.answer(&script, "200 OK", at: 50)
            }.map(\.code)
        }
        #expect(try await call(from: 0xcb00_7105, "10.1.2.3") == ["unreachable-media"])
        #expect(try await call(from: 0xcb00_7105, "203.0.113.5").isEmpty)
        #expect(try await call(from: 0x0a01_0203, "10.1.2.3").isEmpty)
    }
}
