// SIP over streams, from HEP packets to records.

import CallGraph
import CallTraceTesting
import Foundation
import HEP
import Ingest
import SIP
import Testing

struct IngestStreamTests {
    private static let receipt = Timestamp(microseconds: 1_795_389_991_000_000)

    private struct Setup {
        let store = MemoryStore()
        let metrics = CountingMetrics()
        let lane: IngestLane

        init() {
            lane = IngestLane(
                sink: store, hasher: store.hasher, admission: Admission(keys: []) { _ in true },
                metrics: metrics)
        }

        /// The payloads of all records.
        var texts: [String] { store.records.map { String(decoding: $0.payload, as: UTF8.self) } }

        func take(_ packet: [UInt8], after microseconds: Int64 = 0) {
            let sender = Endpoint(v4: 0x7f00_0001, port: 40_000)
            lane.consume(
                packet.span, [Datagram(range: 0..<packet.count, sender: sender)], over: .udp,
                received: IngestStreamTests.moment(microseconds))
        }

        func send(
            _ text: some Collection<UInt8>, ipProtocol: UInt8 = IPProtocol.tcp,
            type: UInt8 = ProtocolType.sip, port: UInt16 = 40_000, after microseconds: Int64 = 0
        ) throws {
            var encoder = HEPEncoder(
                source: HEPAddress(v4: 0xc000_0201), sourcePort: port,
                destination: HEPAddress(v4: 0xc633_6401), destinationPort: 5060)
            encoder.captureID = 200
            encoder.ipProtocol = ipProtocol
            encoder.protocolType = type
            encoder.time = IngestStreamTests.moment(microseconds).microseconds
            take(try encoder.encode(Array(text).span), after: microseconds)
        }
    }

    private static func moment(_ microseconds: Int64) -> Timestamp {
        Timestamp(microseconds: receipt.microseconds + microseconds)
    }

    private static func agent(_ file: String) throws -> [UInt8] {
        let url = RepositoryFiles.root.appending(path: "Tests/HEPTests/Fixtures/agents/\(file)")
        return Array(try Data(contentsOf: url))
    }

    private static func message(_ method: String, call: String, body: String = "") -> String {
        "\(method) sip:b@example.com SIP/2.0\r\nVia: SIP/2.0/TCP 192.0.2.1;branch=z9hG4bKa\r\n"
            + "From: <sip:a@example.com>;tag=a\r\nTo: <sip:b@example.com>\r\nCall-ID: \(call)\r\n"
            + "CSeq: 1 \(method)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    @Test func `sofia's two fragments are one message`() throws {
        let setup = Setup()
        setup.take(try Self.agent("sofia-v3-tcp-fragment-1.bin"), after: 1)
        #expect(setup.metrics.value.packets == 1 && setup.store.records.isEmpty)
        setup.take(try Self.agent("sofia-v3-tcp-fragment-2.bin"), after: 2)
        let counts = setup.metrics.value
        #expect(counts.packets == 2 && counts.recorded == [.sip: 1] && counts.refused.isEmpty)
        #expect(counts.requests == [.invite: 1])
        let record = try #require(setup.store.records.first)
        #expect(record.header.received == Self.moment(1))
        #expect(record.header.flags.isEmpty)
        let message = SIPMessage.parse(record.payload.span)
        #expect(message.anomalies.isEmpty)
        #expect(message.callID.text(in: record.payload.span) == "fixture-1@192.0.2.10")
        #expect(setup.texts[0].contains("From: \"A\" <sip:1000@192.0.2.10>;tag=a1\r\n"))
    }

    @Test func `sofia's two messages in one packet are two records`() throws {
        let setup = Setup()
        setup.take(try Self.agent("sofia-v3-tcp-two-in-one.bin"))
        let counts = setup.metrics.value
        #expect(counts.packets == 1 && counts.recorded == [.sip: 2] && counts.refused.isEmpty)
        let records = setup.store.records
        #expect(records.allSatisfy { SIPMessage.parse($0.payload.span).anomalies.isEmpty })
        #expect(records.map(\.header.time) == [records[0].header.time, records[0].header.time])
        #expect(setup.texts[0].contains("CSeq: 1 INVITE"))
        #expect(setup.texts[1].contains("CSeq: 2 INVITE"))
    }

    @Test func `a fragment without its rest is written after two seconds, flagged`() throws {
        let setup = Setup()
        setup.take(try Self.agent("sofia-v3-tcp-fragment-1.bin"))
        setup.lane.expire(now: Self.moment(1_999_999))
        #expect(setup.store.records.isEmpty)
        setup.lane.expire(now: Self.moment(2_000_000))
        let counts = setup.metrics.value
        #expect(counts.packets == 1 && counts.recorded == [.sip: 1])
        let record = try #require(setup.store.records.first)
        #expect(record.header.flags.contains(.malformed))
        #expect(setup.texts[0].hasPrefix("INVITE sip:2000@198.51.100.20 SIP/2.0\r\n"))
        setup.lane.expire(now: Self.moment(9_000_000))
        setup.lane.flush()
        #expect(setup.store.records.count == 1)
    }

    @Test func `what is held at the end is written, or counted as dropped`() throws {
        for isFull in [false, true] {
            let setup = Setup()
            setup.take(try Self.agent("sofia-v3-tcp-fragment-1.bin"))
            setup.store.setFull(isFull)
            setup.lane.flush()
            setup.store.setFull(false)
            setup.lane.flush()
            #expect(setup.store.records.count == (isFull ? 0 : 1))
            #expect(setup.metrics.value.dropped == (isFull ? [.journal: 1] : [:]))
        }
    }

    @Test func `a fragment with its Call-ID is found by it though its rest is lost`() async throws {
        let setup = Setup()
        let text = Self.message("INVITE", call: "half@example.com", body: "v=0\r\n")
        try setup.send(text.utf8.dropLast(3))
        try setup.send(Self.message("BYE", call: "next@example.com").utf8)
        let trace = try #require(
            try await TraceBuilder(reader: setup.store).trace(
                "half@example.com", now: Self.receipt))
        let rows = trace.messages.compactMap { if case .sip(let row) = $0 { row } else { nil } }
        #expect(rows.count == 1 && rows.allSatisfy(\.isMalformed))
        #expect(setup.store.records.count == 2)
    }

    @Test func `datagrams and other types are never held`() throws {
        let setup = Setup()
        let half = Self.message("INVITE", call: "u").utf8.prefix(100)
        try setup.send(half, ipProtocol: IPProtocol.udp)
        #expect(setup.texts == [String(decoding: half, as: UTF8.self)])
        try setup.send(half, type: 99)
        #expect(setup.store.records.count == 2)
    }

    @Test func `what only looks like something else goes on with a message`() throws {
        // A body of JSON with a payload, and keep-alives, STUN and TLS that are none.
        let bodies: [[UInt8]] = [
            Array("{\"payload\":\"INVITE sip:x SIP/2.0\\r\\n\\r\\n\"}".utf8),
            Array("\r\n\r\n".utf8),
            [22, 3, 1, 0, 2, 1, 0x78],
            [0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42] + Array(repeating: 1, count: 12),
        ]
        for body in bodies {
            let setup = Setup()
            let head =
                "INFO sip:b SIP/2.0\r\nCall-ID: i\r\nContent-Length: \(body.count)\r\n\r\n"
            try setup.send(head.utf8)
            try setup.send(body)
            #expect(setup.store.records.map(\.payload) == [Array(head.utf8) + body])
            #expect(setup.metrics.value.packets == 2 && setup.metrics.value.refused.isEmpty)
        }
    }

    @Test func `between messages keep-alives are refused as ever and nothing waits`() throws {
        let setup = Setup()
        let message = Self.message("OPTIONS", call: "k")
        try setup.send(message.utf8)
        try setup.send("\r\n\r\n".utf8)
        try setup.send("".utf8)
        #expect(setup.texts == [message])
        #expect(setup.metrics.value.refused == [.keepalive: 1, .empty: 1])
    }

    @Test func `however a call is split, it is counted once`() throws {
        var random = SeededGenerator(seed: 3)
        let messages = (0..<40).map {
            Self.message(
                $0 % 2 == 0 ? "INVITE" : "BYE", call: "c\($0)",
                body: String(repeating: "b", count: $0 * 7))
        }
        for _ in 0..<50 {
            let setup = Setup()
            var rest = Array(messages.joined().utf8)[...]
            var packets = 0
            while !rest.isEmpty {
                let count = Int.random(in: 1...900, using: &random)
                try setup.send(rest.prefix(count), after: Int64(packets))
                rest = rest.dropFirst(count)
                packets += 1
            }
            let counts = setup.metrics.value
            #expect(counts.packets == packets && counts.refused.isEmpty)
            #expect(counts.recorded == [.sip: 40])
            #expect(counts.requests == [.invite: 20, .bye: 20])
            #expect(setup.texts == messages)
            #expect(setup.store.records.allSatisfy { $0.header.flags.isEmpty })
        }
    }

    @Test func `what came is recorded, refused or held, and after the end never held`() throws {
        var random = SeededGenerator(seed: 5)
        let stream = Array(
            (Self.message("INVITE", call: "x", body: "v=0\r\n") + Self.message("BYE", call: "x"))
                .utf8)
        for _ in 0..<200 {
            let setup = Setup()
            var bytes: [UInt8] = []
            var packets = 0
            for index in 0..<Int64(40) {
                var piece = stream
                let lower = Int.random(in: 0..<piece.count, using: &random)
                piece = Array(piece[lower..<Int.random(in: lower...piece.count, using: &random)])
                if let index = piece.indices.randomElement(using: &random), index % 3 == 0 {
                    piece[index] = UInt8.random(in: 0x21...0x7e, using: &random)
                }
                let refused = setup.metrics.value.refused.values.reduce(0, +)
                try setup.send(piece, port: UInt16.random(in: 1...3, using: &random), after: index)
                packets += 1
                if setup.metrics.value.refused.values.reduce(0, +) == refused { bytes += piece }
                if index % 10 == 9 { setup.lane.expire(now: Self.moment(2_000_000 + index - 5)) }
            }
            setup.lane.flush()
            let counts = setup.metrics.value
            #expect(counts.packets + counts.refused.values.reduce(0, +) == packets)
            #expect(counts.recorded[.sip] == setup.store.records.count)
            // Connections interleave: the bytes are compared as a heap, without line ends.
            func heap(_ bytes: some Sequence<UInt8>) -> [UInt8] {
                bytes.filter { $0 != 13 && $0 != 10 }.sorted()
            }
            #expect(heap(setup.store.records.flatMap(\.payload)) == heap(bytes))
        }
    }
}
