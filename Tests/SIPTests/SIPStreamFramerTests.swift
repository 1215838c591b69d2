// Messages cut out of a stream, however it is split.

import SIP
import Testing

struct SIPStreamFramerTests {
    static let invite = Array(
        """
        INVITE sip:bob@example.com SIP/2.0\r
        Via: SIP/2.0/TCP 192.0.2.1;branch=z9hG4bKa\r
        Call-ID: first@example.com\r
        Content-Length: 9\r
        \r
        v=0\r\ns=-\n
        """.utf8)

    static let answer = Array(
        """
        SIP/2.0 200 OK
        i: second@example.com
        l: 0


        """.utf8)

    static let bye = Array(
        "BYE sip:bob@example.com SIP/2.0\r\nCall-ID: third@example.com\r\nl:0\r\n\r\n".utf8)

    /// Three messages with keep-alives around them.
    static let stream: [UInt8] =
        Array("\r\n\r\n".utf8) + invite + answer + Array("\r\n\r\n".utf8) + bye + [13, 10]

    static let calls = ["first@example.com", "second@example.com", "third@example.com"]

    /// Feeds the chunks one after the other; the Call-IDs that came out, and how it ended.
    static func run(
        _ chunks: [[UInt8]]
    ) -> (calls: [String], last: SIPStreamFramer.Step, framer: SIPStreamFramer) {
        var framer = SIPStreamFramer()
        var calls: [String] = []
        var last = SIPStreamFramer.Step.needMore
        for chunk in chunks {
            framer.append(chunk.span)
            last = framer.next()
            while case .message(let range) = last {
                let message = Message(Array(framer.bytes[range]))
                calls.append(message.text(message.sip.callID))
                last = framer.next()
            }
        }
        return (calls, last, framer)
    }

    @Test func `three messages come out of one read`() {
        let result = Self.run([Self.stream])
        #expect(result.calls == Self.calls)
        #expect(result.last == .needMore)
        #expect(result.framer.skippedBytes == 0)
        #expect(result.framer.bytes.isEmpty)
    }

    @Test func `a message comes out whole with its body`() {
        var framer = SIPStreamFramer()
        framer.append(Self.stream.span)
        guard case .message(let range) = framer.next() else {
            Issue.record("no message")
            return
        }
        #expect(Array(framer.bytes[range]) == Self.invite)
    }

    @Test func `every split in two gives the same messages`() {
        for split in 0...Self.stream.count {
            let result = Self.run([Array(Self.stream[..<split]), Array(Self.stream[split...])])
            #expect(result.calls == Self.calls, "split at \(split)")
            #expect(result.framer.skippedBytes == 0)
        }
    }

    @Test func `every split in three gives the same messages`() {
        let bytes = Self.answer + Self.bye
        for first in 0...bytes.count {
            for second in first...bytes.count {
                let result = Self.run([
                    Array(bytes[..<first]), Array(bytes[first..<second]), Array(bytes[second...]),
                ])
                if result.calls != ["second@example.com", "third@example.com"] {
                    Issue.record("split at \(first) and \(second): \(result.calls)")
                }
            }
        }
    }

    @Test func `bytes that come one by one give the same messages`() {
        let result = Self.run(Self.stream.map { [$0] })
        #expect(result.calls == Self.calls)
        #expect(result.framer.bytes.isEmpty)
    }

    @Test func `a message stays in place while more is appended`() {
        var framer = SIPStreamFramer()
        framer.append(Self.bye.span)
        guard case .message(let range) = framer.next() else {
            Issue.record("no message")
            return
        }
        framer.append(Self.invite.span)
        #expect(Array(framer.bytes[range]) == Self.bye)
        guard case .message(let following) = framer.next() else {
            Issue.record("no second message")
            return
        }
        #expect(Array(framer.bytes[following]) == Self.invite)
    }

    @Test func `junk is skipped and counted and the next message is found`() {
        let junk = Array("a=rtpmap:0 PCMU/8000\r\nwhatever\r\n".utf8)
        let result = Self.run([junk + Self.bye + junk + Self.invite])
        #expect(result.calls == ["third@example.com", "first@example.com"])
        #expect(result.framer.skippedBytes == 2 * junk.count)
    }

    @Test func `a message without Content-Length loses its body and not the next message`() {
        let text = "MESSAGE sip:b@example.com SIP/2.0\r\nCall-ID: x\r\n\r\nHello\r\n"
        let result = Self.run([Array(text.utf8) + Self.bye])
        #expect(result.calls == ["x", "third@example.com"])
        #expect(result.framer.skippedBytes == 7)
    }

    @Test(arguments: ["-1", "1e9", "99999999999999999999", "4294967295", "5\r\nContent-Length: 6"])
    func `a Content-Length that cannot be believed is not waited for`(length: String) {
        let text =
            "MESSAGE sip:b@example.com SIP/2.0\r\nCall-ID: x\r\nContent-Length: \(length)\r\n\r\n"
        let result = Self.run([Array(text.utf8) + Self.bye])
        #expect(result.calls == ["x", "third@example.com"])
    }

    @Test func `a stream that is no SIP is given up`() {
        let line = Array("GET / HTTP/1.1\r\n".utf8)
        let chunk = Array(repeatElement(line, count: 1024).joined())
        let result = Self.run(Array(repeating: chunk, count: 9))
        #expect(result.last == .broken)
        #expect(result.calls.isEmpty)
    }

    @Test func `headers without end are skipped at their limit`() {
        let start = Array("INVITE sip:b@example.com SIP/2.0\r\n".utf8)
        let header = Array("X-Filler: 0123456789012345678901234567890123456789\r\n".utf8)
        var chunks = [start] + Array(repeating: header, count: 1300)
        chunks.append(Self.bye)
        let result = Self.run(chunks)
        #expect(result.calls == ["third@example.com"])
        #expect(result.framer.skippedBytes > Limits.streamHeaderBytesMax)
        #expect(result.framer.bytes.count < 2048)
    }

    @Test func `a caller that only appends is stopped`() {
        var framer = SIPStreamFramer()
        let chunk = [UInt8](repeating: 0x61, count: 100_000)
        for _ in 0..<30 { framer.append(chunk.span) }
        #expect(framer.bytes.count <= Limits.streamBytesMax)
        #expect(framer.next() == .broken)
    }

    @Test func `a large body is taken whole`() {
        let size = 700_000
        let head =
            "NOTIFY sip:b@example.com SIP/2.0\r\nCall-ID: big\r\nContent-Length: \(size)\r\n\r\n"
        let bytes = Array(head.utf8) + [UInt8](repeating: 0x0a, count: size) + Self.bye
        let chunks = stride(from: 0, to: bytes.count, by: 60_000).map {
            Array(bytes[$0..<min($0 + 60_000, bytes.count)])
        }
        let result = Self.run(chunks)
        #expect(result.calls == ["big", "third@example.com"])
    }

    @Test func `any mutation of a stream, split anywhere, gives ranges within the buffer`() {
        var random = SeededRandom(seed: 5)
        for _ in 0..<10_000 {
            var bytes = Self.stream
            for _ in 0...random.below(8) {
                random.mutate(&bytes, with: HostileInputTests.nastyBytes)
            }
            let split = random.below(bytes.count + 1)
            let whole = Self.run([bytes])
            let parts = Self.run([Array(bytes[..<split]), Array(bytes[split...])])
            if whole.calls != parts.calls || whole.framer.skippedBytes != parts.framer.skippedBytes
            {
                Issue.record("split at \(split): \(whole.calls) is not \(parts.calls) of \(bytes)")
            }
        }
    }
}
