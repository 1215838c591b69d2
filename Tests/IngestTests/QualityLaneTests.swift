// Reports on media find their calls, are counted once, and show in the trace.

import CallGraph
import CallTraceTesting
import EventSocket
import Foundation
import HEP
import Ingest
import MediaQuality
import Testing

struct QualityLaneTests {
    private static let receipt = Timestamp(microseconds: 1_795_389_991_000_000)

    /// A lane with a store behind it, and packets of one agent.
    private struct Setup {
        let store = MemoryStore()
        let metrics = CountingMetrics()
        let lane: IngestLane

        init() {
            lane = IngestLane(
                sink: store, hasher: store.hasher, admission: Admission(keys: []) { _ in true },
                metrics: metrics)
        }

        /// Sends a payload between two hosts of 192.0.2.0/24.
        func send(
            _ payload: [UInt8], type: UInt8 = 1, from: (UInt8, UInt16) = (1, 5060),
            to: (UInt8, UInt16) = (2, 5060), correlation: String = "", second: Int64 = 0
        ) throws {
            var encoder = HEPEncoder(
                source: HEPAddress(v4: 0xc000_0200 | UInt32(from.0)), sourcePort: from.1,
                destination: HEPAddress(v4: 0xc000_0200 | UInt32(to.0)), destinationPort: to.1)
            encoder.captureID = 7
            encoder.protocolType = type
            encoder.time = QualityLaneTests.receipt.advanced(bySeconds: second).microseconds
            encoder.correlationID = Array(correlation.utf8)
            let bytes = try encoder.encode(payload.span)
            lane.consume(
                bytes.span,
                [Datagram(range: 0..<bytes.count, sender: Endpoint(v4: 0xc000_0209, port: 9060))],
                over: .udp, received: QualityLaneTests.receipt.advanced(bySeconds: second))
        }

        /// Sends an answered call with a description from either side; no media flows by itself.
        func call(_ id: String = "call-1", ended: Bool = true, bye: String = "") throws {
            try send(QualityLaneTests.sip("INVITE sip:b@x SIP/2.0", id, "1 INVITE", port: 4000))
            try send(
                QualityLaneTests.sip("SIP/2.0 200 OK", id, "1 INVITE", port: 6000, host: 2),
                second: 1)
            guard ended else { return }
            try send(
                QualityLaneTests.sip("BYE sip:b@x SIP/2.0", id, "2 BYE", extra: bye), second: 21)
            try send(QualityLaneTests.sip("SIP/2.0 200 OK", id, "2 BYE"), second: 21)
        }

        func rows(_ id: String) async throws -> [QualityRow] {
            let trace = try await TraceBuilder(reader: store).trace(
                id, now: QualityLaneTests.receipt.advanced(bySeconds: 60))
            return (trace?.messages ?? []).compactMap {
                if case .quality(let row) = $0 { row } else { nil }
            }
        }
    }

    /// A message with a description of G.711 at a port of a host, unless the port is 0.
    private static func sip(
        _ start: String, _ id: String, _ cseq: String, port: Int = 0, host: Int = 1,
        extra: String = ""
    ) -> [UInt8] {
        let body =
            port == 0
            ? ""
            : "v=0\r\no=- 1234567 1 IN IP4 192.0.2.\(host)\r\ns=-\r\nc=IN IP4 192.0.2.\(host)\r\n"
                + "t=0 0\r\nm=audio \(port) RTP/AVP 8 101\r\na=rtpmap:8 PCMA/8000\r\n"
        return Array(
            ("\(start)\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK\(cseq)\r\nFrom: <sip:a@x>;tag=a\r\n"
                + "To: <sip:b@x>\(start.hasPrefix("INVITE") ? "" : ";tag=b")\r\nCall-ID: \(id)\r\n"
                + "CSeq: \(cseq)\r\n\(extra)"
                + (body.isEmpty ? "" : "Content-Type: application/sdp\r\n")
                + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)").utf8)
    }

    private static func rtcp(_ reporter: Int, on stream: Int, jitter: Int = 80) -> [UInt8] {
        Array(
            (#"{"ssrc":\#(reporter),"type":201,"report_count":1,"report_blocks":[{"source_ssrc":\#(stream),"#
                + #""fraction_lost":64,"packets_lost":3,"ia_jitter":\#(jitter)}]}"#).utf8)
    }

    @Test
    func `a report with the Call-ID of its call is found there, its jitter by the call's clock`()
        async throws
    {
        let setup = Setup()
        try setup.call()
        try setup.send(
            Self.rtcp(1, on: 2), type: 5, from: (1, 4001), to: (2, 6001), correlation: "call-1",
            second: 5)
        let rows = try await setup.rows("call-1")
        #expect(rows.map(\.loss) == [0.25] && rows.map(\.jitterSeconds) == [0.01])
        #expect(rows.map(\.reporter) == ["192.0.2.1:4001"])
        #expect(rows.map(\.mosAlgorithm) == ["e_model_g107"])
        let counted = setup.metrics.value.quality
        #expect(counted.map(\.jitterSeconds) == [0.01] && counted.map(\.source) == [.rtcpJSON])
    }

    @Test(
        arguments: [
            // Beside the caller's port, at the callee's own (rtcp-mux), and only the destination is known.
            ((1, 4001), (9, 9999)), ((2, 6000), (9, 9999)), ((9, 9999), (2, 6001)),
        ] as [((UInt8, UInt16), (UInt8, UInt16))])
    func `a report without a Call-ID is found by the addresses of the descriptions`(
        from: (UInt8, UInt16), to: (UInt8, UInt16)
    ) async throws {
        let setup = Setup()
        try setup.call(ended: false)
        try setup.send(Self.rtcp(1, on: 2), type: 5, from: from, to: to, second: 5)
        #expect(try await setup.rows("call-1").map(\.loss) == [0.25])
        let record = try #require(setup.store.records.last)
        #expect(record.correlation == Array("call-1".utf8))
        #expect(record.header.flags.contains(.foundByMedia))
    }

    @Test func `a report from elsewhere is found by its streams, once those are known`()
        async throws
    {
        let setup = Setup()
        try setup.call(ended: false)
        for (from, second) in [((1, 4001), 5), ((77, 1234), 6)] as [((UInt8, UInt16), Int64)] {
            try setup.send(
                Self.rtcp(11, on: 12), type: 5, from: from, to: (88, 4321), second: second)
        }
        try setup.send(Self.rtcp(12, on: 11), type: 5, from: (77, 1), to: (88, 2), second: 7)
        try setup.send(Self.rtcp(12, on: 13), type: 5, from: (77, 1), to: (88, 2), second: 8)
        #expect(try await setup.rows("call-1").count == 3)
        #expect(setup.store.records.last?.correlation.isEmpty == true)
    }

    @Test func `the name of a channel of Asterisk is no Call-ID where the addresses tell it`()
        async throws
    {
        let setup = Setup()
        try setup.call(ended: false)
        try setup.send(
            Self.rtcp(1, on: 2), type: 5, from: (1, 4001), to: (2, 6001),
            correlation: "PJSIP/alice-00000007", second: 5)
        #expect(try await setup.rows("call-1").count == 1)
    }

    @Test func `raw RTCP is read as well, and what is no report is counted and kept`() async throws
    {
        let setup = Setup()
        try setup.call(ended: false)
        let packet: [UInt8] =
            [0x81, 201, 0, 7, 0, 0, 0, 1, 0, 0, 0, 2, 26, 0, 0, 5, 0, 0, 0, 9]
            + [0, 0, 0, 160, 0, 0, 0, 0, 0, 0, 0, 0]
        try setup.send(packet, type: 5, from: (1, 4001), to: (2, 6001), second: 5)
        try setup.send(
            Array("{\"ssrc\":".utf8), type: 5, from: (1, 4001), to: (2, 6001), second: 6)
        let rows = try await setup.rows("call-1")
        #expect(rows.map(\.source) == ["rtcp", "rtcp_json"])
        #expect(rows.map(\.jitterSeconds) == [0.02, nil])
        #expect(setup.metrics.value.unreadable == [.rtcpJSON: 1])
        #expect(setup.metrics.value.recorded[.quality] == 2)
    }

    @Test func `a telephone's PUBLISH is a report on the call that its body names`() async throws {
        let setup = Setup()
        try setup.call()
        let body =
            "VQSessionReport: CallTerm\r\nCallID:call-1\r\nLocalAddr:IP=192.0.2.1 PORT=4000 SSRC=0x1\r\n"
            + "RemoteAddr:IP=192.0.2.2 PORT=6000 SSRC=0x2\r\nPacketLoss:NLR=2.0\r\n"
            + "QualityEst:MOSLQ=4.1 MOSCQ=4.0\r\n"
        let publish = { (via: Int) in
            Array(
                ("PUBLISH sip:c@x SIP/2.0\r\n"
                    + String(
                        repeating: "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKp\r\n", count: via)
                    + "From: <sip:a@x>;tag=p\r\nTo: <sip:c@x>\r\nCall-ID: pub-1\r\nCSeq: 1 PUBLISH\r\n"
                    + "Event: vq-rtcpxr\r\nContent-Type: application/vq-rtcpxr\r\n"
                    + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)").utf8)
        }
        try setup.send(publish(1), second: 22)
        try setup.send(publish(2), from: (2, 5060), to: (3, 5060), second: 22)
        let rows = try await setup.rows("call-1")
        #expect(rows.count == 1, "two hops are one report")
        #expect(rows.map(\.mos) == [4.1] && rows.map(\.mosAlgorithm) == ["vq_mos_lq"])
        #expect(rows.map(\.reporter) == ["192.0.2.1:4000"])
        #expect(setup.metrics.value.quality.map(\.source) == [.vqRTCPXR], "counted on one hop")
        let trace = try #require(
            try await TraceBuilder(reader: setup.store).trace("call-1", now: Self.receipt))
        #expect(trace.dialogs.map(\.callID) == ["call-1"])
        #expect(trace.dialogs.first?.end == Self.receipt.advanced(bySeconds: 21))
        let published = try #require(
            try await TraceBuilder(reader: setup.store).trace("pub-1", now: Self.receipt))
        #expect(published.dialogs.map(\.callID) == ["pub-1"])
        #expect(try await setup.rows("pub-1").isEmpty)
    }

    @Test func `a BYE's statistics are a row of its call, and one way only is a finding`()
        async throws
    {
        let setup = Setup()
        try setup.call(bye: "X-RTP-Stat: PS=900;PR=0;PL=0,2;DE=PCMA\r\n")
        let rows = try await setup.rows("call-1")
        #expect(rows.map(\.source) == ["bye", "bye"])
        #expect(rows.map(\.report.direction) == [.received, .sent])
        let trace = try #require(
            try await TraceBuilder(reader: setup.store).trace("call-1", now: Self.receipt))
        #expect(trace.findings.map(\.code) == ["one-way-audio"])
        #expect(setup.metrics.value.quality.count == 2)
    }

    /// The recording that the project carries, and those beside it where they are there.
    private static let recordings: [URL] = {
        var found = [RepositoryFiles.basicBridge]
        guard let captures = RepositoryFiles.shared("captures"),
            let names = try? FileManager.default.contentsOfDirectory(atPath: captures.path)
        else { return found }
        for name in names.sorted() {
            let folder = captures.appending(path: name)
            if FileManager.default.fileExists(
                atPath: folder.appending(path: "scenario.json").path)
            {
                found.append(folder)
            }
        }
        return found
    }()

    @Test(arguments: recordings)
    func `recorded calls have no finding about media that is not true`(folder: URL) async throws {
        let setup = Setup()
        var identities: Set<String> = []
        for (time, message) in try RecordedMessages(folder: folder).messages {
            let received = Timestamp(microseconds: time)
            switch message {
            case .packet(let bytes, let sender):
                setup.lane.consume(
                    bytes.span, [Datagram(range: 0..<bytes.count, sender: sender)], over: .udp,
                    received: received)
            case .switchSaid(let said, let node):
                setup.lane.consume([said], of: node, at: .unknown, received: received)
                if case .event(let event) = said, event.name == "CHANNEL_HANGUP_COMPLETE",
                    let uuid = event.uniqueID
                {
                    identities.insert(uuid)
                }
            }
        }
        #expect(setup.metrics.value.unreadable.isEmpty)
        var reports = 0
        for identity in identities.sorted() {
            let trace = try await TraceBuilder(reader: setup.store).trace(
                identity, now: .distantFuture)
            let media = (trace?.findings ?? []).filter {
                ["one-way-audio", "silence", "no-rtcp"].contains($0.code)
            }
            #expect(media.isEmpty, "\(identity): \(media.map(\.text))")
            reports += (trace?.messages ?? []).count {
                if case .quality(let row) = $0 { row.source == "rtcp_json" } else { false }
            }
        }
        #expect((reports > 0) == (folder.lastPathComponent == "p-rtpengine"))
    }
}
