// A lane that agents send to, with every time said.

import CallGraph
import CallTraceTesting
import Foundation
import HEP
import Ingest
import Testing

/// A lane with a store in memory. Moments are seconds from `begin`.
struct AgentSetup {
    static let begin = Timestamp(microseconds: 1_795_389_991_000_000)

    let store = MemoryStore()
    let metrics = CountingMetrics()
    let lane: IngestLane

    init(
        keys: [String] = [], names: [UInt32: String] = [:], reserved: [String] = []
    ) {
        lane = IngestLane(
            sink: store, hasher: store.hasher, admission: Admission(keys: keys) { _ in false },
            names: names, reserved: reserved, metrics: metrics)
    }

    static func moment(_ seconds: Double) -> Timestamp {
        Timestamp(microseconds: begin.microseconds + Int64(seconds * 1_000_000))
    }

    /// Bytes from this address, at this moment.
    func take(_ bytes: [UInt8], from address: UInt32 = 0x7f00_0001, at seconds: Double = 0) {
        lane.consume(
            bytes.span,
            [Datagram(range: 0..<bytes.count, sender: Endpoint(v4: address, port: 40_000))],
            over: .udp, received: Self.moment(seconds))
    }

    /// A packet that says that it was captured at one moment, and comes at another.
    func send(
        id: UInt32 = 200, version: HEPEncoder.Version = .version3, key: String = "",
        payload: [UInt8] = Self.options, said: Double = 0, at seconds: Double = 0,
        from address: UInt32 = 0x7f00_0001
    ) throws {
        var encoder = HEPEncoder(
            source: HEPAddress(v4: 0xc000_0201), sourcePort: 5060,
            destination: HEPAddress(v4: 0xc633_6401), destinationPort: 5060)
        encoder.version = version
        encoder.captureID = id
        encoder.authenticationKey = Array(key.utf8)
        encoder.time = Self.moment(said).microseconds
        take(try encoder.encode(payload.span), from: address, at: seconds)
    }

    static let options = Array(
        "OPTIONS sip:a@b SIP/2.0\r\nCall-ID: c\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n".utf8
    )

    /// What is known of the node of this name.
    func report(_ name: String, at seconds: Double = 0) throws -> AgentReport {
        try #require(lane.agents(now: Self.moment(seconds)).first { $0.name == name })
    }

    /// An agent's packet of the fixtures.
    static func agent(_ file: String) throws -> [UInt8] {
        let url = RepositoryFiles.root.appending(path: "Tests/HEPTests/Fixtures/agents/\(file)")
        return Array(try Data(contentsOf: url))
    }
}
