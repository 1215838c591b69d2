// Captures that come over HTTP, cut into packets.

import CallGraph
import HEP
import Ingest
import PrometheusText
import Testing
import TraceAPI

@testable import Collector

/// A store that has no room at all, or room for everything.
private struct Room: RecordSink {
    let isFull: Bool

    func append(_ fill: (inout RecordBlock) -> Void) -> AppendOutcome {
        if isFull { return .readOnly }
        var block = RecordBlock()
        fill(&block)
        return .taken
    }
}

struct ImportIntakeTests {
    private static func intake(isFull: Bool = false) -> ImportIntake {
        let metrics = CollectorMetrics(
            registry: PrometheusRegistry(), version: "test", tenants: TenantDirectory())
        let lane = IngestLane(
            sink: Room(isFull: isFull), hasher: IdentityHasher(seed: (1, 2)),
            admission: Admission(keys: ["k"]) { _ in false }, metrics: metrics)
        return ImportIntake(lane: lane, clock: { Timestamp(microseconds: 1_795_389_991_000_000) })
    }

    private static func packet(bytes: Int = 10) throws -> [UInt8] {
        let host = HEPAddress(v4: 1)
        let encoder = HEPEncoder(
            source: host, sourcePort: 1, destination: host, destinationPort: 2)
        let text =
            "MESSAGE sip:b@c SIP/2.0\r\nCall-ID: one\r\nCSeq: 1 MESSAGE\r\n\r\n"
            + String(repeating: "x", count: bytes)
        return try encoder.encode(Array(text.utf8).span)
    }

    @Test func `packets are cut by their lengths, however many there are`() async throws {
        var packets: [UInt8] = []
        for index in 0..<60 { packets += try Self.packet(bytes: index * 1000) }
        #expect(packets.count > HEP.Limits.streamBytesMax)
        #expect(await Self.intake().take(packets) == ImportOutcome(taken: 60))
        #expect(await Self.intake().take([]) == ImportOutcome())
    }

    @Test func `junk is refused, and what stands behind it is taken`() async throws {
        let packet = try Self.packet()
        let outcome = await Self.intake().take(packet + [0, 0, 0, 0, 0] + packet + packet)
        #expect(outcome.isWhole && outcome.taken == 3)
        let nothing = await Self.intake().take([UInt8](repeating: 0x41, count: 200_000))
        #expect(nothing.taken == 0 && nothing.refused == 1)
        let compressed = await Self.intake().take([0x1F, 0x8B, 8, 0, 1, 2, 3, 4] + packet)
        #expect(compressed.taken == 1 && compressed.refused == 1)
    }

    @Test func `without room it is said how far it came`() async throws {
        let packet = try Self.packet()
        // A request that nobody waits for any more waits no longer either.
        let task = Task { await Self.intake(isFull: true).take(packet + packet) }
        task.cancel()
        #expect(await task.value == ImportOutcome(isWhole: false))
    }
}
