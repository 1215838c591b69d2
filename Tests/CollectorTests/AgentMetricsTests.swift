// The numbers of agents as they are scraped.

import CallGraph
import Ingest
import PrometheusText
import Testing

@testable import Collector

struct AgentMetricsTests {
    /// Takes everything and keeps nothing.
    private struct Nowhere: RecordSink {
        func append(_ fill: (inout RecordBlock) -> Void) -> AppendOutcome {
            var block = RecordBlock()
            fill(&block)
            return .taken
        }
    }

    private static let now = Timestamp(microseconds: 1_795_389_991_000_000)

    private struct Setup {
        let registry = PrometheusRegistry()
        let lane: IngestLane

        init(names: [UInt32: String] = [:]) {
            let metrics = CollectorMetrics(
                registry: registry, version: "1", tenants: TenantDirectory())
            lane = IngestLane(
                sink: Nowhere(), hasher: IdentityHasher(seed: (1, 2)),
                admission: Admission(keys: []) { _ in true }, names: names, metrics: metrics)
            AgentMetrics(registry: registry).register(lane) { AgentMetricsTests.now }
        }

        /// HEP version 2 with this id, captured a second ago.
        func send(id: UInt16, version: UInt8 = 2) {
            let seconds = UInt32(AgentMetricsTests.now.microseconds / 1_000_000 - 1)
            var bytes: [UInt8] = [version, 16, 2, 17, 0x13, 0xc4, 0x13, 0xc4, 127, 0, 0, 1, 127, 0]
            bytes += [0, 2]
            if version == 2 {
                bytes += (0..<4).map { UInt8(truncatingIfNeeded: seconds >> (8 * $0)) }
                bytes += [0, 0, 0, 0, UInt8(id & 255), UInt8(id >> 8), 0, 0]
            }
            bytes += Array("OPTIONS sip:a SIP/2.0\r\nCall-ID: c\r\n\r\n".utf8)
            lane.consume(
                bytes.span,
                [Datagram(range: 0..<bytes.count, sender: Endpoint(v4: 0x0a00_0001, port: 9))],
                over: .udp, received: AgentMetricsTests.now)
        }

        /// The lines of /metrics of an agent's families.
        func lines() -> [String] {
            String(decoding: registry.exposition(), as: UTF8.self).split(separator: "\n")
                .map(String.init)
                .filter { $0.hasPrefix("calltrace_agent_") && !$0.contains("last_seen") }
        }
    }

    @Test func `an agent has packets, bytes, errors, a clock and a version`() {
        let setup = Setup(names: [7: "edge"])
        #expect(setup.lines().isEmpty)
        setup.send(id: 7)
        setup.send(id: 7)
        setup.send(id: 0, version: 1)
        let lines = setup.lines()
        // What was counted is not counted again.
        #expect(setup.lines() == lines)
        #expect(
            lines == [
                #"calltrace_agent_bytes_total{node="10.0.0.1"} 53"#,
                #"calltrace_agent_bytes_total{node="edge"} 130"#,
                #"calltrace_agent_clock_skew_seconds{node="edge"} 1"#,
                #"calltrace_agent_errors_total{node="10.0.0.1",reason="no_time"} 1"#,
                #"calltrace_agent_info{hep_version="1",node="10.0.0.1"} 1"#,
                #"calltrace_agent_info{hep_version="2",node="edge"} 1"#,
                #"calltrace_agent_packets_total{node="10.0.0.1"} 1"#,
                #"calltrace_agent_packets_total{node="edge"} 2"#,
            ])
    }

    @Test func `thousands of strangers share a label, and what is named has its own`() {
        let setup = Setup(names: [60_000: "edge"])
        for id in 0..<UInt16(3000) { setup.send(id: id) }
        setup.send(id: 60_000)
        let packets = setup.lines().filter { $0.hasPrefix("calltrace_agent_packets_total{") }
        #expect(packets.count == Ingest.Limits.labelledNodesMax + 1)
        #expect(packets.contains(#"calltrace_agent_packets_total{node="edge"} 1"#))
        let others = 3000 - (Ingest.Limits.labelledNodesMax - 1)
        #expect(packets.contains(#"calltrace_agent_packets_total{node="other"} \#(others)"#))
        #expect(!setup.lines().contains { $0.contains("clock_skew") && $0.contains("other") })
    }

    @Test func `what an endpoint said is remembered until it is settled`() {
        let delivery = Delivery()
        #expect(delivery.value.problem == nil)
        delivery.fail("503 busy", at: Self.now)
        delivery.fail("429 slow down", at: Self.now.advanced(bySeconds: 5))
        #expect(delivery.value.problem == "429 slow down")
        #expect(delivery.value.failingSince == Self.now)
        #expect(delivery.value.failed == Self.now.advanced(bySeconds: 5))
        delivery.settle(refusal: "400 too old")
        delivery.settle()
        #expect(delivery.value.failingSince == nil && delivery.value.problem == "429 slow down")
        #expect(delivery.value.refusal == "400 too old")
    }
}
