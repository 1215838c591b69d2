// Messages of a stream come out the same however packets split it.

import CallGraph
import Testing

@testable import Ingest

struct StreamAssemblyTests {
    private static let invite = StreamFeed.request(call: "a", body: "v=0\r\ns=-\r\n\r\nx")
    private static let answer = StreamFeed.response(call: "b")
    private static let bye = StreamFeed.request("BYE", call: "c")
    private static let notify = StreamFeed.request(
        "NOTIFY", call: "d", body: StreamFeed.fragment, type: "message/sipfrag")

    /// The records of a stream that comes in these pieces; nothing may be held behind the last.
    private static func run(_ pieces: [ArraySlice<UInt8>]) -> [String] {
        var feed = StreamFeed()
        for piece in pieces { feed.take(Array(piece)) }
        #expect(feed.assembly.isEmpty && feed.assembly.heldBytes == 0)
        return feed.texts
    }

    @Test(arguments: [[invite, answer], [answer, notify], [notify, notify], [bye, invite]])
    func `every split of two messages in two gives the same two`(messages: [String]) {
        let bytes = Array(messages.joined().utf8)
        for split in 0...bytes.count {
            let texts = Self.run([bytes[..<split], bytes[split...]])
            #expect(texts == messages, "split at \(split)")
        }
    }

    @Test func `every split of two messages in three gives the same two`() {
        let messages = [
            "PRACK sip:a SIP/2.0\ni:1\nl:3\n\nabc", "SIP/2.0 200 OK\r\ni:2\r\nl:0\r\n\r\n",
        ]
        let bytes = Array(messages.joined().utf8)
        for first in 0...bytes.count {
            for second in first...bytes.count {
                let texts = Self.run([bytes[..<first], bytes[first..<second], bytes[second...]])
                if texts != messages { Issue.record("split at \(first), \(second): \(texts)") }
            }
        }
    }

    @Test func `bytes that come one by one give the same messages`() {
        let messages = [Self.invite, Self.answer, Self.bye, Self.notify]
        let bytes = Array(messages.joined(separator: "\r\n\r\n").utf8)
        #expect(Self.run(bytes.indices.map { bytes[$0...$0] }) == messages)
    }

    @Test func `random splits of interleaved connections give each its messages`() {
        var random = SeededGenerator(seed: 11)
        let choices = [Self.invite, Self.answer, Self.bye, Self.notify]
        for _ in 0..<300 {
            var feed = StreamFeed()
            var sent: [UInt16: [String]] = [:]
            var rest: [UInt16: ArraySlice<UInt8>] = [:]
            for port in 1...UInt16.random(in: 1...5, using: &random) {
                let messages = (0..<Int.random(in: 1...8, using: &random)).map { _ in
                    choices[Int.random(in: 0..<choices.count, using: &random)]
                }
                sent[port] = messages
                let separator = Bool.random(using: &random) ? "\r\n" : ""
                rest[port] = Array(messages.joined(separator: separator).utf8)[...]
            }
            while let port = rest.keys.sorted().randomElement(using: &random),
                let bytes = rest[port]
            {
                let count = Int.random(in: 1...400, using: &random)
                feed.take(Array(bytes.prefix(count)), StreamFeed.header(port: port))
                rest[port] = bytes.count > count ? bytes.dropFirst(count) : nil
            }
            #expect(feed.assembly.isEmpty && feed.assembly.heldBytes == 0)
            for (port, messages) in sent {
                let got = feed.outputs.filter { $0.header.source.port == port }.map(\.text)
                if got != messages { Issue.record("\(got) is not \(messages)") }
            }
        }
    }

    @Test func `a message put together has the time and correlation of its first packet`() throws {
        var feed = StreamFeed()
        let bytes = Array((Self.invite + Self.answer).utf8)
        feed.take(Array(bytes[..<50]), StreamFeed.header(at: 1))
        feed.take(Array(bytes[50..<Self.invite.utf8.count + 9]), StreamFeed.header(at: 2))
        feed.take(Array(bytes[(Self.invite.utf8.count + 9)...]), StreamFeed.header(at: 3))
        #expect(feed.outputs.map(\.header) == [1, 2].map { StreamFeed.header(at: $0) })
        #expect(feed.texts == [Self.invite, Self.answer])

        let key = try #require(StreamKey(StreamFeed.header(), node: 1))
        var assembly = StreamAssembly()
        for (piece, told) in [(bytes[..<50], ""), (bytes[50..<60], "x"), (bytes[60..<70], "y")] {
            var cursor = StreamAssembly.Cursor()
            let (piece, told) = (Array(piece), Array(told.utf8))
            let step = assembly.next(
                piece.span, &cursor, of: key, StreamFeed.header(), correlation: told.span)
            #expect(step == nil)
        }
        #expect(assembly.removeAll().map(\.correlation) == [Array("x".utf8)])
    }

    @Test func `agents, directions, ends and protocols are kept apart`() {
        let (head, tail) = (
            Array(Self.invite.utf8.prefix(40)), Array(Self.invite.utf8.dropFirst(40))
        )
        let first = StreamFeed.header()
        var reverse = first
        (reverse.source, reverse.destination) = (first.destination, first.source)
        var tls = first
        tls.ipProtocol = 22
        for other in [reverse, tls, StreamFeed.header(port: 2)] {
            var feed = StreamFeed()
            feed.take(head, first)
            feed.take(tail, other)
            #expect(feed.texts == [String(decoding: tail, as: UTF8.self)])
        }
        var feed = StreamFeed()
        feed.take(head, first, node: 1)
        feed.take(head, first, node: 2)
        feed.take(tail, first, node: 2)
        feed.take(tail, first, node: 1)
        #expect(feed.texts == [Self.invite, Self.invite])
    }

    @Test func `datagrams and ends that are the same have no connection`() {
        var header = StreamFeed.header()
        header.ipProtocol = 17
        #expect(StreamKey(header, node: 1) == nil)
        header = StreamFeed.header()
        header.destination = header.source
        #expect(StreamKey(header, node: 1) == nil)
    }

    @Test func `messages without a length end with the packet or before the next message`() {
        let bare = "OPTIONS sip:a SIP/2.0\r\nCall-ID: x\r\n\r\n"
        let typed = "MESSAGE sip:a SIP/2.0\r\nCall-ID: y\r\nc: message/sipfrag\r\n\r\n"
        var feed = StreamFeed()
        feed.take(bare + Self.answer)
        feed.take(typed + StreamFeed.fragment)
        feed.take(bare + "whatever")
        #expect(
            feed.texts == [bare, Self.answer, typed + StreamFeed.fragment, bare + "whatever"])
    }

    @Test func `a length that is too small or no number leaves the packet in one piece`() {
        for length in ["1", "-1", "9999999999999999999", "abc", "1\r\nContent-Length: 2"] {
            let text =
                "MESSAGE sip:a SIP/2.0\r\nCall-ID: x\r\nContent-Length: \(length)\r\n\r\nhello"
            var feed = StreamFeed()
            feed.take(text)
            feed.take(Self.bye)
            #expect(feed.texts == [text, Self.bye], "\(length)")
            // The same when its headers came before.
            feed = StreamFeed()
            feed.take(Array(text.utf8.prefix(30)))
            feed.take(Array(text.utf8.dropFirst(30)))
            feed.take(Self.bye)
            #expect(feed.texts == [text, Self.bye], "\(length)")
        }
    }

    @Test(arguments: [
        ("INVITE sip:a SIP/2.0\r\n", MessageBeginning.certain), ("ACK sip:a sip/2.0\n", .certain),
        ("SIP/2.0 200 OK\r\n", .certain), ("FOO sip:a SIP/2.0\r\n", .likely),
        ("x-y sip:a SIP/2.0 \r\n", .likely), ("I", .unfinished), ("INVITE", .unfinished),
        ("INVITE sip:a", .unfinished), ("INVITE sip:a SIP/2.0\r", .unfinished), ("S", .unfinished),
        ("SIP/", .unfinished), ("SIP/2.0", .unfinished), ("SIP/2.0 ", .unfinished),
        ("SIP/2.0 200", .unfinished), ("SIP/2.0/TCP 192.0.2.1;branch=a\r\n", .none),
        ("SIP/2.0 /TCP\r\n", .none), ("sip:a SIP/2.0\r\n", .none), ("invite", .none), ("", .none),
        ("INVITE SIP/2.0\r\n", .none), ("INVITE\r\n", .none), ("INVITE sip:a HTTP/1.1\r\n", .none),
        ("Via: SIP/2.0/UDP a SIP/2.0\r\n", .none), (" INVITE sip:a SIP/2.0\r\n", .none),
        ("a=rtpmap:0 PCMU/8000\r\n", .none), ("\r\n", .none), ("\u{0}", .none),
    ])
    func `a line begins a message or does not`(text: String, expected: MessageBeginning) {
        let bytes = Array(text.utf8)
        #expect(MessageBeginning.at(0, in: bytes.span) == expected)
    }
}
