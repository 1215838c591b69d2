// Everything that comes in becomes a record or a counted refusal.

import CallGraph
import CallTraceTesting
import EventSocket
import Foundation
import HEP
import Ingest
import Testing

struct IngestLaneTests {
    private static let receipt = Timestamp(microseconds: 1_795_389_991_000_000)
    private static let sender = Endpoint(v4: 0x7f00_0001, port: 40_000)

    private struct Setup {
        let store = MemoryStore()
        let metrics = CountingMetrics()
        let lane: IngestLane

        init(keys: [String] = [], allowed: Bool = false, names: [UInt32: String] = [:]) {
            lane = IngestLane(
                sink: store, hasher: store.hasher,
                admission: Admission(keys: keys) { _ in allowed }, names: names, metrics: metrics)
        }

        func take(_ bytes: [UInt8], sender: Endpoint = IngestLaneTests.sender) {
            lane.consume(
                bytes.span, [Datagram(range: 0..<bytes.count, sender: sender)], over: .udp,
                received: IngestLaneTests.receipt)
        }
    }

    private static func agent(_ file: String) throws -> [UInt8] {
        let url = RepositoryFiles.root.appending(path: "Tests/HEPTests/Fixtures/agents/\(file)")
        return Array(try Data(contentsOf: url))
    }

    /// What each kind of packet becomes; refusals by their reason.
    @Test(arguments: [
        ("sofia-v3-udp4.bin", "sip"), ("sofia-v1-udp4.bin", "sip"), ("sofia-v2-udp4.bin", "sip"),
        ("captagent-v3-zlib.bin", "sip"), ("opensips-v3-gzip.bin", "sip"),
        ("heplify-v3-whole-packet-gzip.bin", "sip"), ("opensips-v3-homer6-json.bin", "sip"),
        ("both-payload-chunks.bin", "sip"), ("eep1-magic.bin", "sip"),
        ("sofia-v3-tcp-fragment-2.bin", "sip"),
        ("rtpengine-rtcp-5.bin", "quality"), ("asterisk-rtcp-5.bin", "quality"),
        ("kamailio-hlog-100.bin", "log"), ("opensips-xlog-100.bin", "log"),
        ("stun-in-type1.bin", "stun"), ("crlf-keepalive-payload.bin", "keepalive"),
        ("sofia-v3-empty-payload.bin", "empty"), ("heplify-protobuf.bin", "protobuf"),
        ("rtpengine-ng-61.bin", "type"), ("opensips-control-96-no-payload.bin", "log"),
    ])
    func `an agent's packet becomes a record or a counted refusal`(
        file: String, becomes: String
    ) throws {
        let setup = Setup()
        setup.take(try Self.agent(file))
        let counts = setup.metrics.value
        if let kind = RecordKind.allCases.first(where: { $0.label == becomes }) {
            #expect(counts.recorded == [kind: 1])
            #expect(counts.packets == 1 && counts.refused.isEmpty)
            #expect(setup.store.records.count == 1)
            #expect(setup.store.records.first?.payload.isEmpty == false)
        } else {
            #expect(counts.refused == [try #require(RefusalReason(rawValue: becomes)): 1])
            #expect(counts.packets == 0 && setup.store.records.isEmpty)
        }
    }

    @Test func `compressed payloads are stored as they were before compression`() throws {
        for file in [
            "captagent-v3-zlib.bin", "opensips-v3-gzip.bin", "heplify-v3-whole-packet-gzip.bin",
        ] {
            let setup = Setup()
            setup.take(try Self.agent(file))
            let text = String(
                decoding: try #require(setup.store.records.first).payload, as: UTF8.self)
            #expect(text.contains("SIP/2.0\r\n") && text.contains("Call-ID"), "\(file)")
        }
    }

    @Test func `each agent's packet is counted once whatever single byte is changed`() throws {
        for file in [
            "sofia-v3-udp4.bin", "captagent-v3-zlib.bin", "heplify-v3-whole-packet-gzip.bin",
        ] {
            let bytes = try Self.agent(file)
            let setup = Setup()
            var sent = 0
            for index in bytes.indices {
                for value in [0, 1, 0x7f, 0xff] as [UInt8] where bytes[index] != value {
                    var changed = bytes
                    changed[index] = value
                    setup.take(changed)
                    sent += 1
                }
            }
            for count in 0..<bytes.count {
                setup.take(Array(bytes.prefix(count)))
                sent += 1
            }
            let counts = setup.metrics.value
            #expect(counts.packets + counts.refused.values.reduce(0, +) == sent, "\(file)")
            #expect(counts.recorded.values.reduce(0, +) == counts.packets, "\(file)")
        }
    }

    @Test func `a bomb is refused and costs no more than its bound`() throws {
        // 64 MiB of zeros in gzip, in gzip's own stored form being too large, come from /dev/zero.
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", "head -c 67108864 /dev/zero | gzip -9"]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let bomb = Array(try #require(try pipe.fileHandleForReading.readToEnd()))
        process.waitUntilExit()
        #expect(bomb.count < 65_536 * 2)
        let setup = Setup()
        setup.take(bomb)
        #expect(setup.metrics.value.refused == [.inflate: 1])
    }

    @Test func `a key lets in, a wrong one does not, an allowed network needs none`() throws {
        let withKey = try Self.agent("kamailio-v3-udp4-cid-auth.bin")
        let packet = try HEPDecoder.decode(withKey.span, now: Self.receipt.microseconds)
        let key = String(decoding: withKey[packet.authenticationKey], as: UTF8.self)
        let without = try Self.agent("sofia-v3-udp4.bin")

        let right = Setup(keys: ["other", key])
        right.take(withKey)
        right.take(without)
        #expect(right.metrics.value.packets == 1)
        #expect(right.metrics.value.refused == [.auth: 1])

        for wrong in [key + "x", String(key.dropLast()), "", "x"] {
            let setup = Setup(keys: [wrong])
            setup.take(withKey)
            #expect(setup.metrics.value.refused == [.auth: 1], "\(wrong)")
        }

        let allowed = Setup(keys: ["nobody has this"], allowed: true)
        allowed.take(without)
        #expect(allowed.metrics.value.packets == 1)
    }

    @Test func `agents are named by configuration, by themselves, by id, by address`() throws {
        let setup = Setup(names: [200: "edge-1"])
        setup.take(try Self.agent("sofia-v3-udp4.bin"))
        setup.take(try Self.agent("sofia-v1-udp4.bin"))
        setup.take(try Self.agent("sngrep-v3-udp4.bin"))
        #expect(setup.metrics.value.nodes == ["edge-1", "127.0.0.1", "2002"])
    }

    @Test func `without a free block everything is counted as dropped and nothing is stored`()
        throws
    {
        let setup = Setup()
        setup.store.setFull(true)
        setup.take(try Self.agent("sofia-v3-udp4.bin"))
        setup.take(try Self.agent("stun-in-type1.bin"))
        #expect(setup.metrics.value.dropped == [.journal: 1])
        #expect(setup.metrics.value.packets == 1)
        #expect(setup.metrics.value.recorded.isEmpty && setup.store.records.isEmpty)
        setup.store.setFull(false)
        setup.take(try Self.agent("sofia-v3-udp4.bin"))
        #expect(setup.metrics.value.recorded == [.sip: 1])
    }

    @Test func `what is offered while no block is free is left to the caller, uncounted`() throws {
        let setup = Setup()
        let bytes = try Self.agent("sofia-v3-udp4.bin")
        let packet = Datagram(range: 0..<bytes.count, sender: Self.sender)
        func offer() -> Bool {
            setup.lane.offer(bytes.span, packet, over: .tcp, received: Self.receipt)
        }
        setup.store.setFull(true)
        #expect(!offer())
        #expect(setup.metrics.value.packets == 0 && setup.metrics.value.dropped.isEmpty)
        setup.store.setFull(false)
        #expect(offer())
        #expect(setup.metrics.value.recorded == [.sip: 1])
        // A disk that is full stays so for long: nobody is made to wait for it.
        setup.store.setRefusing(.readOnly)
        #expect(offer())
        #expect(setup.metrics.value.packets == 2)
        #expect(setup.metrics.value.dropped == [.readOnlyJournal: 1])
    }

    @Test func `a recorded call through a proxy and a switch is traced whole`() async throws {
        let recording = try Recording(folder: RepositoryFiles.basicBridge)
        let setup = Setup()
        var sessions: [String: EventSocketFramer] = [:]
        var datagrams = 0
        for (time, item) in recording.items {
            let received = Timestamp(microseconds: time)
            switch item {
            case .datagram(let bytes, let address):
                datagrams += 1
                setup.lane.consume(
                    bytes.span,
                    [Datagram(range: 0..<bytes.count, sender: Endpoint(v4: address, port: 5060))],
                    over: .udp, received: received)
            case .frame(let bytes, let node):
                var framer = sessions[node] ?? EventSocketFramer()
                framer.append(bytes.span)
                while let frame = try framer.next() {
                    if let line = SwitchLogLine(frame: frame) {
                        setup.lane.consume(
                            [.line(line)], of: node, at: .unknown, received: received)
                    } else {
                        let event = try SwitchEvent(json: frame.body)
                        setup.lane.consume(
                            [.event(event)], of: node, at: .unknown, received: received)
                    }
                }
                sessions[node] = framer
            }
        }
        let counts = setup.metrics.value
        #expect(datagrams > 0 && counts.packets == datagrams && counts.refused.isEmpty)
        #expect(counts.attempts[.answered] == 2)
        #expect(counts.talks.count == 2)
        #expect(counts.links[.same] == 2 && counts.links[.birth] == 1 && counts.links[.talk] == 1)

        let ids = [
            "1-15052@127.0.0.20", "7c9dbf57-4e5e-4c50-b509-7310cec595f4",
            "575fe831-c292-4704-a224-888544fef389",
        ]
        for id in ids {
            let trace = try #require(
                try await TraceBuilder(reader: setup.store).trace(id, now: Self.receipt), "\(id)")
            #expect(Set(trace.dialogs.map(\.callID)) == Set(ids.prefix(2)))
            #expect(Set(trace.channels.map(\.uuid)) == Set(ids.suffix(2)))
            #expect(trace.call.outcome == .answered)
            #expect(trace.hosts.map(\.name).contains { $0.contains("fs1") })
            let seen = trace.messages.compactMap {
                if case .sip(let row) = $0 { row.seenBy.count } else { nil }
            }
            #expect(seen.reduce(0, +) == datagrams)
            #expect(seen.contains(2))
        }
    }

    @Test func `a message without a Call-ID is kept, flagged, and can be looked at`() async throws {
        let setup = Setup()
        let sip = Array("INVITE sip:b@c SIP/2.0\r\nCSeq: 1 INVITE\r\n\r\n".utf8)
        let source = HEPAddress(v4: 0x7f00_0001)
        var encoder = HEPEncoder(
            source: source, sourcePort: 5060, destination: source, destinationPort: 5061)
        encoder.captureID = 200
        setup.take(try encoder.encode(sip.span))
        encoder.correlationID = Array("told@by.the.agent".utf8)
        setup.take(try encoder.encode(sip.span))
        for (id, count) in [("no-callid", 1), ("told@by.the.agent", 1)] {
            let trace = try #require(
                try await TraceBuilder(reader: setup.store).trace(id, now: Self.receipt))
            let rows = trace.messages.compactMap { if case .sip(let row) = $0 { row } else { nil } }
            #expect(rows.count == count && rows.allSatisfy(\.isMalformed), "\(id)")
        }
    }

    @Test func `a log line without a time stands by what the switch said before it`() throws {
        func line(_ text: String, received: Int64) throws -> Record {
            let setup = Setup()
            for (text, received) in [
                ("2026-11-22 23:26:31.046767 [INFO] sofia.c:1 first", 0), (text, received),
            ] {
                let frame =
                    "Content-Type: log/data\nContent-Length: \(text.utf8.count)\n"
                    + "Log-Level: 6\nUser-Data: u-1\n\n\(text)"
                var framer = EventSocketFramer()
                let bytes = Array(frame.utf8)
                framer.append(bytes.span)
                let line = try #require(try framer.next().flatMap(SwitchLogLine.init(frame:)))
                setup.lane.consume(
                    [.line(line)], of: "fs1", at: .unknown,
                    received: Self.receipt.advanced(bySeconds: received))
            }
            return try #require(setup.store.records.last)
        }
        let near = try line("EXECUTE [depth=0] set(a=b)", received: 1)
        #expect(near.header.time.microseconds == 1_795_389_991_046_767)
        #expect(near.header.flags.contains(.timeOfReceipt))
        let far = try line("EXECUTE [depth=0] set(a=b)", received: 5)
        #expect(far.header.time == Self.receipt.advanced(bySeconds: 5))
    }
}
