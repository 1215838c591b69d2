// Packets of captures: no key, their own transport, and never lost for want of room.

import CallGraph
import CallTraceTesting
import HEP
import Testing

@testable import Ingest

struct ImportedPacketTests {
    private let store = MemoryStore()
    private let metrics = CountingMetrics()
    private let lane: IngestLane
    private let now = Timestamp(microseconds: 1_795_389_991_000_000)

    init() {
        lane = IngestLane(
            sink: store, hasher: store.hasher, admission: Admission(keys: ["k"]) { _ in false },
            metrics: metrics)
    }

    private static func packet(_ payload: String, time: Int64) throws -> [UInt8] {
        let host = HEPAddress(v4: 0x7f00_0001)
        var encoder = HEPEncoder(
            source: host, sourcePort: 5060, destination: host, destinationPort: 5061)
        encoder.time = time
        encoder.nodeName = Array("probe".utf8)
        return try encoder.encode(Array(payload.utf8).span)
    }

    private static let options =
        "OPTIONS sip:b@c SIP/2.0\r\nCall-ID: one\r\nCSeq: 1 OPTIONS\r\n\r\n"

    @Test func `a packet of a capture needs no key and keeps its time`() throws {
        let time: Int64 = 1_600_000_000_000_000
        let packet = try Self.packet(Self.options, time: time)
        #expect(lane.offer(imported: packet.span, sender: .unknown, received: now) == true)
        let record = try #require(store.records.first)
        #expect(record.header.time.microseconds == time && record.header.received == now)
        #expect(record.node == "probe")
        #expect(metrics.value.packets == 1 && metrics.value.refused.isEmpty)
        // The same over the network is refused.
        lane.consume(
            packet.span, [Datagram(range: 0..<packet.count, sender: .unknown)], over: .udp,
            received: now)
        #expect(metrics.value.refused == [.auth: 1])
    }

    @Test func `what is refused is said to be, and counted`() throws {
        let packet = try Self.packet("\r\n\r\n", time: 0)
        #expect(lane.offer(imported: packet.span, sender: .unknown, received: now) == false)
        let junk: [UInt8] = [1, 2, 3]
        #expect(lane.offer(imported: junk.span, sender: .unknown, received: now) == false)
        #expect(metrics.value.refused.values.reduce(0, +) == 2)
        #expect(store.records.isEmpty)
    }

    @Test func `without room nothing is done and nothing is lost`() throws {
        let packet = try Self.packet(Self.options, time: 0)
        for refusal in [AppendOutcome.noBlock, .readOnly] {
            store.setRefusing(refusal)
            #expect(lane.offer(imported: packet.span, sender: .unknown, received: now) == nil)
        }
        #expect(metrics.value.packets == 0 && metrics.value.dropped.isEmpty)
        store.setRefusing(nil)
        #expect(lane.offer(imported: packet.span, sender: .unknown, received: now) == true)
    }
}
