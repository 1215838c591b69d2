// Streams of which something is missing or wrong: nothing is lost in silence, nothing grows.

import CallGraph
import Testing

@testable import Ingest

struct StreamLossTests {
    private static let invite = StreamFeed.request(
        call: "a", body: String(repeating: "x", count: 300))
    private static let bye = StreamFeed.request("BYE", call: "c")
    private static let answer = StreamFeed.response(call: "b")

    private static func head(_ text: String, _ count: Int) -> String {
        String(decoding: text.utf8.prefix(count), as: UTF8.self)
    }

    private static func tail(_ text: String, from count: Int) -> String {
        String(decoding: text.utf8.dropFirst(count), as: UTF8.self)
    }

    /// Bytes without line ends, the only ones that may go.
    private static func essence(_ texts: [String]) -> [UInt8] {
        texts.joined().utf8.filter { $0 != 13 && $0 != 10 }
    }

    @Test func `a beginning waits two seconds and is then kept as it is`() {
        var feed = StreamFeed()
        feed.take(Self.head(Self.invite, 60), StreamFeed.header(port: 1, at: 0))
        feed.take(Self.head(Self.invite, 70), StreamFeed.header(port: 2, at: 1))
        feed.take(Self.head(Self.tail(Self.invite, from: 60), 5), StreamFeed.header(port: 1, at: 9))
        feed.expire(at: 1_999_999)
        #expect(feed.texts.isEmpty)
        feed.expire(at: 2_000_000)
        #expect(feed.texts == [Self.head(Self.invite, 65)])
        feed.expire(at: 2_000_001)
        #expect(feed.texts == [Self.head(Self.invite, 65), Self.head(Self.invite, 70)])
        #expect(feed.outputs.allSatisfy { !$0.isWhole } && feed.assembly.heldBytes == 0)
    }

    @Test func `a clock that was set back holds nothing for long`() {
        var feed = StreamFeed()
        feed.take(Self.head(Self.invite, 60))
        feed.expire(at: -1_000_000)
        #expect(feed.texts.isEmpty)
        feed.expire(at: -3_600_000_000)
        #expect(feed.texts == [Self.head(Self.invite, 60)])
    }

    @Test func `every prefix of a stream is kept, whole messages whole`() {
        let messages = [Self.answer, Self.invite, Self.bye]
        let stream = messages.joined()
        let ends = [0, 1, 2, 3].map { messages.prefix($0).joined().utf8.count }
        for count in 1...stream.utf8.count {
            var feed = StreamFeed()
            feed.take(Self.head(stream, count))
            let whole = ends.filter { $0 <= count }.count - 1
            #expect(feed.texts == Array(messages.prefix(whole)), "\(count)")
            #expect(feed.assembly.count == (ends.contains(count) ? 0 : 1))
            feed.flush()
            #expect(feed.texts.joined() == Self.head(stream, count))
        }
    }

    @Test func `a packet that begins in the middle is kept as it came`() {
        for text in [
            Self.tail(Self.invite, from: 20), "xxxxxx", "\r\n\r\nabc\r\n", "a=b\r\n\r\n", "\u{0}",
        ] {
            var feed = StreamFeed()
            feed.take(text)
            #expect(feed.texts == [text] && feed.assembly.isEmpty)
        }
    }

    @Test func `behind the unseen beginning's tail the next message is found`() {
        var feed = StreamFeed()
        let tail = Self.tail(Self.bye, from: 30)
        feed.take(tail + Self.answer + Self.head(Self.invite, 90))
        feed.take(Self.tail(Self.invite, from: 90))
        #expect(feed.texts == [tail, Self.answer, Self.invite])
    }

    @Test func `a message that begins within the headers of another gives that up`() {
        for count in [3, 20, 25, 60, 120] {
            var feed = StreamFeed()
            feed.take(Self.head(Self.invite, count), StreamFeed.header(at: 1))
            feed.take(Self.bye, StreamFeed.header(at: 2))
            #expect(feed.texts == [Self.head(Self.invite, count), Self.bye], "\(count)")
            #expect(
                feed.outputs.map(\.header.time) == [1, 2].map { StreamFeed.header(at: $0).time })
        }
    }

    @Test func `a method that ends in another is no new message`() {
        let prack = StreamFeed.request("PRACK", call: "p")
        var feed = StreamFeed()
        feed.take(Self.head(prack, 2))
        feed.take(Self.tail(prack, from: 2))
        #expect(feed.texts == [prack])
    }

    @Test func `a message within a body goes on with it only where the lengths fit`() {
        let fragment = StreamFeed.fragment
        func head(_ length: Int) -> String {
            "NOTIFY sip:a SIP/2.0\r\nCall-ID: n\r\nContent-Type: message/sipfrag\r\n"
                + "Content-Length: \(length)\r\n\r\n"
        }
        func run(_ pieces: [String]) -> [String] {
            var feed = StreamFeed()
            for piece in pieces { feed.take(piece) }
            feed.flush()
            return feed.texts
        }
        let exact = head(fragment.utf8.count)
        // All of the body; with the next message, or its beginning, or line ends behind it.
        #expect(run([exact, fragment]) == [exact + fragment])
        #expect(run([exact, fragment + Self.bye]) == [exact + fragment, Self.bye])
        #expect(
            run([exact, fragment + "BY", "E" + Self.tail(Self.bye, from: 3)]) == [
                exact + fragment, Self.bye,
            ])
        #expect(run([exact, fragment + "\r\n\r\n"]) == [exact + fragment])
        // A part of the body that is no message by itself.
        let long = head(fragment.utf8.count + 4)
        #expect(run([long, fragment, "rest"]) == [long + fragment + "rest"])
        // Less than is missing, and whole: the body was lost.
        let longer = head(5000)
        #expect(run([longer, Self.bye]) == [longer, Self.bye])
        // More than is missing, and nothing begins where the body would end.
        for length in [1, 2, 10, 100] {
            #expect(run([head(length), Self.bye]) == [head(length), Self.bye], "\(length)")
        }
    }

    @Test func `pieces that come twice are all kept`() {
        let (head, tail) = (Self.head(Self.bye, 50), Self.tail(Self.bye, from: 50))
        var feed = StreamFeed()
        for piece in [head, head, tail, tail] { feed.take(piece) }
        #expect(feed.texts == [head, Self.bye, tail] && feed.assembly.isEmpty)
    }

    @Test func `a packet that its agent cut holds nothing back`() {
        let cut = StreamFeed.header(at: 5, flags: .truncated)
        var feed = StreamFeed()
        feed.take(Self.answer + Self.head(Self.invite, 100), cut)
        feed.take(Self.bye)
        #expect(feed.texts == [Self.answer, Self.head(Self.invite, 100), Self.bye])
        #expect(feed.outputs.map { $0.header.flags.contains(.truncated) } == [true, true, false])

        feed = StreamFeed()
        feed.take(Self.head(Self.invite, 100))
        feed.take(Self.head(Self.tail(Self.invite, from: 100), 100), cut)
        feed.take(Self.bye)
        #expect(feed.texts == [Self.head(Self.invite, 200), Self.bye])
        #expect(feed.outputs.map { $0.header.flags.contains(.truncated) } == [true, false])
        #expect(feed.outputs.first?.header.time == StreamFeed.header().time)
    }

    @Test func `a length beyond the limit is not waited for`() {
        for length in ["524289", "1048576", "2147483647"] {
            let text =
                "MESSAGE sip:a SIP/2.0\r\nCall-ID: x\r\nContent-Length: \(length)\r\n\r\nhello"
            var feed = StreamFeed()
            feed.take(text)
            #expect(feed.texts == [text] && feed.assembly.isEmpty)
            feed.take("more")
            #expect(feed.texts == [text, "more"] && feed.assembly.isEmpty)
        }
    }

    @Test func `a message as long as the limit is put together, a longer one is not`() {
        func message(_ total: Int) -> String {
            let head = "MESSAGE sip:a SIP/2.0\r\nCall-ID: x\r\nContent-Length: "
            let body = total - head.utf8.count - 6 - 4
            return "\(head)\(body)\r\n\r\n" + String(repeating: "p", count: body)
        }
        for (total, isWhole) in [(524_288, true), (524_289, false)] {
            let text = message(total)
            #expect(text.utf8.count == total)
            var feed = StreamFeed()
            var rest = Array(text.utf8)[...]
            while !rest.isEmpty {
                feed.take(Array(rest.prefix(60_000)))
                rest = rest.dropFirst(60_000)
            }
            #expect(feed.assembly.isEmpty && feed.texts.joined() == text)
            #expect(feed.outputs.count == (isWhole ? 1 : 9))
        }
    }

    @Test func `headers that go on for longer than the limit are two records, none of them cut`() {
        let head = Self.head(Self.invite, 60)
        let rest = String(repeating: "q", count: 600_000)
        var feed = StreamFeed()
        feed.take(head)
        feed.take(rest)
        #expect(feed.texts == [head, rest] && feed.assembly.isEmpty)
    }

    @Test func `pieces of one byte cost no more than their bytes`() {
        // Copying what is held for each piece would be five gigabytes of copying.
        let text = StreamFeed.request(
            "INFO", call: "q", body: String(repeating: "r", count: 100_000))
        var feed = StreamFeed()
        for byte in text.utf8 { feed.take([byte]) }
        #expect(feed.texts == [text])
    }

    @Test func `headers without end are given up`() {
        var feed = StreamFeed()
        feed.take("INVITE sip:a SIP/2.0\r\n")
        let line = "X-Filler: " + String(repeating: "y", count: 988) + "\r\n"
        for _ in 0..<200 { feed.take(line) }
        feed.flush()
        #expect(feed.outputs.first?.text.utf8.count ?? 0 > 65_536)
        #expect(
            feed.texts.joined() == "INVITE sip:a SIP/2.0\r\n" + String(repeating: line, count: 200))
        #expect(feed.outputs.count == 200 - 65)
    }

    @Test func `thousands of connections are bounded, and the oldest goes first`() {
        var feed = StreamFeed()
        let head = Self.head(Self.invite, 60)
        for port in 1...UInt16(20_000) {
            feed.take(head, StreamFeed.header(port: port))
            #expect(feed.assembly.count <= Limits.heldConnectionsMax)
        }
        #expect(feed.outputs.count == 20_000 - Limits.heldConnectionsMax)
        #expect(feed.outputs.map(\.header.source.port) == (1...15_904).map { UInt16($0) })
        feed.flush()
        #expect(feed.outputs.map(\.header.source.port) == (1...20_000).map { UInt16($0) })
        #expect(feed.assembly.isEmpty && feed.assembly.heldBytes == 0)
    }

    @Test func `bytes of all connections together are bounded`() {
        var feed = StreamFeed()
        let head = "MESSAGE sip:a SIP/2.0\r\nContent-Length: 500000\r\n\r\n"
        let text = head + String(repeating: "z", count: 60_000)
        for port in 1...UInt16(1000) {
            feed.take(text, StreamFeed.header(port: port))
            #expect(feed.assembly.heldBytes <= Limits.heldBytesMax)
        }
        #expect(feed.assembly.count == Limits.heldBytesMax / text.utf8.count)
        feed.flush()
        #expect(feed.outputs.count == 1000 && feed.outputs.allSatisfy { $0.text == text })
    }

    @Test func `messages cut out of one packet are bounded, and the rest is kept in one piece`() {
        var feed = StreamFeed()
        let small = "A b SIP/2.0\nl:0\n\n"
        feed.take(String(repeating: small, count: 4000))
        #expect(feed.outputs.count == Limits.messagesPerPacketMax + 1)
        #expect(feed.texts.joined() == String(repeating: small, count: 4000))
    }

    @Test func `any bytes in any pieces come out once`() {
        var random = SeededGenerator(seed: 7)
        let words = [
            "INVITE", "ACK", " sip:a ", "SIP/2.0", " 200 OK", "\r\n", "\n", "\r\n\r\n", "\r", "x",
            "Content-Length: ", "l:", "0", "7", "300", "99999999", "Call-ID: q", "\u{0}", ": ",
            Self.answer, Self.bye, Self.head(Self.invite, 150), StreamFeed.fragment,
        ]
        for _ in 0..<3000 {
            var feed = StreamFeed()
            var sent: [UInt16: [String]] = [:]
            for _ in 0..<Int.random(in: 1...20, using: &random) {
                var text = ""
                for _ in 0..<Int.random(in: 1...8, using: &random) {
                    text += words[Int.random(in: 0..<words.count, using: &random)]
                }
                let port = UInt16.random(in: 1...2, using: &random)
                let flags: RecordFlags =
                    Int.random(in: 0..<9, using: &random) == 0 ? .truncated : []
                sent[port, default: []].append(text)
                feed.take(text, StreamFeed.header(port: port, flags: flags))
            }
            feed.flush()
            for (port, texts) in sent {
                let got = feed.outputs.filter { $0.header.source.port == port }.map(\.text)
                if Self.essence(got) != Self.essence(texts) {
                    Issue.record("\(got) did not come of \(texts)")
                }
            }
            #expect(feed.assembly.isEmpty && feed.assembly.heldBytes == 0)
        }
    }
}
