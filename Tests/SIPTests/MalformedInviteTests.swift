// No malformed message loses a Call-ID that is there.

import SIP
import Testing

struct MalformedInviteTests {
    @Test func `all 1289 messages are there`() {
        #expect(MalformedInvites.all.reduce(0) { $0 + $1.rows.count } == 1289)
        #expect(MalformedInvites.all.flatMap(\.rows).count { $0.callID != nil } == 1207)
    }

    @Test(arguments: MalformedInvites.all)
    func `the Call-ID is found whatever is wrong with the field`(invites: MalformedInvites) {
        for row in invites.rows {
            let message = Message(row.bytes)
            if let callID = row.callID {
                #expect(message.text(message.sip.callID) == callID, "\(row.id)")
                #expect(SIPSniff.classify(row.bytes.span) == .sip, "\(row.id)")
            }
        }
    }

    @Test func `a spoilt Call-ID keeps the bytes it was sent with`() throws {
        let group = try #require(MalformedInvites.all.first { $0.field == "call-id" })
        func callID(_ id: String) throws -> [UInt8] {
            let row = try #require(group.rows.first { $0.id == id })
            let message = Message(row.bytes)
            return message.raw(message.sip.callID)
        }
        #expect(try callID("call-id/semi-2048") == Array(repeating: UInt8(ascii: ";"), count: 2048))
        #expect(
            try callID("call-id/quote-1023") == Array(repeating: UInt8(ascii: "\""), count: 1023))
        #expect(try callID("call-id/crlf-fold") == Array("a\r\n b".utf8))
        #expect(try callID("call-id/cr") == Array("a\rb".utf8))
        #expect(try callID("call-id/a-8192").count == 8192)
        #expect(try callID("call-id/space").isEmpty)
    }

    @Test func `what is no SIP is told apart`() throws {
        let group = try #require(MalformedInvites.all.first { $0.field == "structure" })
        func kind(_ id: String) throws -> SIPSniff {
            let row = try #require(group.rows.first { $0.id == "structure/\(id)" })
            return SIPSniff.classify(row.bytes.span)
        }
        #expect(try kind("http") == .other)
        #expect(try kind("tls-hello") == .tlsRecord)
        #expect(try kind("dtls") == .tlsRecord)
        #expect(try kind("nul-keepalive") == .keepAlive)
        #expect(try kind("zero") == .empty)
        #expect(try kind("leading-nul") == .sip)
        #expect(try kind("truncated-8") == .sip)
        #expect(try kind("truncated-4") == .other)
    }
}
