// When the disk does not keep up, TCP waits and nothing is lost.

import CallGraph
import CallTraceTesting
import Foundation
import HEP
import Logging
import NIOCore
import NIOEmbedded
import NIOPosix
import ServiceLifecycle
import Testing

@testable import Ingest

struct BackPressureTests {
    private struct Setup {
        let store = MemoryStore()
        let metrics = CountingMetrics()
        let lane: IngestLane
        let receiver: TCPReceiver

        init() async throws {
            lane = IngestLane(
                sink: store, hasher: store.hasher, admission: Admission(keys: []) { _ in false },
                metrics: metrics)
            receiver = try await TCPReceiver.bind(
                host: "127.0.0.1", port: 0, connectionsMax: 9, idleSeconds: 600, lane: lane,
                logger: Logger(label: "test"),
                clock: { Timestamp(microseconds: 1_795_389_991_000_000) })
        }

        /// Runs the receiver while `body` works.
        func serving(_ body: () async throws -> Void) async throws {
            try await IngestTests.serving([receiver], body)
        }

        func connect() async throws -> any NIOCore.Channel {
            try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(host: "127.0.0.1", port: receiver.port).get()
        }
    }

    private static func wait(for condition: @escaping @Sendable () -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(240)
        while !condition() {
            try #require(ContinuousClock.now < end, "nothing came in time")
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    /// A packet with a message of about `bytes` bytes.
    private static func packet(_ number: Int, bytes: Int = 1000) throws -> [UInt8] {
        let padding = String(repeating: ".", count: bytes)
        let sip = Array(
            """
            OPTIONS sip:b@c SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK\(number)\r
            Call-ID: call-\(number)\r\nCSeq: 1 OPTIONS\r\nX-Padding: \(padding)\r
            Content-Length: 0\r\n\r\n
            """.utf8)
        let source = HEPAddress(v4: 0x7f00_0001)
        var encoder = HEPEncoder(
            source: source, sourcePort: 5060, destination: source, destinationPort: 5061)
        encoder.captureID = 200
        return try encoder.encode(sip.span)
    }

    @Test func `an agent waits until there is room, and everything arrives in order`() async throws
    {
        let setup = try await Setup()
        let count = 20_000
        try await setup.serving {
            setup.store.setFull(true)
            let channel = try await setup.connect()
            var stream: [UInt8] = []
            for number in 0..<count { stream += try Self.packet(number) }
            let written = channel.eventLoop.makePromise(of: Void.self)
            channel.writeAndFlush(ByteBuffer(bytes: stream), promise: written)
            try await Self.wait { setup.receiver.waitingCount == 1 }
            // 20 MB do not fit into what the kernel and the framer hold: the agent is slowed down.
            #expect(!channel.isWritable)
            #expect(setup.metrics.value.packets == 0)
            setup.store.setFull(false)
            try await Self.wait { setup.metrics.value.packets == count }
            try await written.futureResult.get()
            #expect(setup.receiver.waitingCount == 0)
            try await channel.close()
            try await Self.wait { setup.receiver.connectionCount == 0 }
        }
        #expect(setup.metrics.value.dropped.isEmpty && setup.metrics.value.refused.isEmpty)
        #expect(setup.store.records.count == count)
    }

    @Test func `what an agent sent before it hung up is taken when there is room`() async throws {
        let setup = try await Setup()
        let count = 300
        try await setup.serving {
            setup.store.setFull(true)
            let channel = try await setup.connect()
            var stream: [UInt8] = []
            for number in 0..<count { stream += try Self.packet(number) }
            try await channel.writeAndFlush(ByteBuffer(bytes: stream))
            try await channel.close()
            try await Self.wait { setup.receiver.waitingCount == 1 }
            // It holds memory, so that it still counts.
            #expect(setup.receiver.connectionCount == 1)
            setup.store.setFull(false)
            try await Self.wait { setup.receiver.connectionCount == 0 }
            #expect(setup.receiver.waitingCount == 0)
        }
        #expect(setup.metrics.value.packets == count)
        #expect(setup.store.records.count == count)
    }

    @Test func `who is made to wait is not closed as silent`() throws {
        let store = MemoryStore()
        let metrics = CountingMetrics()
        let connections = ConnectionCount()
        let lane = IngestLane(
            sink: store, hasher: store.hasher, admission: Admission(keys: []) { _ in false },
            metrics: metrics)
        let handler = StreamConnection(
            HEPIntake(sender: .unknown, lane: lane, connectionsMax: 9),
            logger: Logger(label: "test"), clock: { Timestamp(microseconds: 0) },
            connections: connections, connectionsMax: 9)
        let channel = EmbeddedChannel()
        try channel.pipeline.syncOperations.addHandler(handler)
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        store.setFull(true)
        try channel.writeInbound(ByteBuffer(bytes: Self.packet(1) + Self.packet(2)))
        #expect(connections.waiting == 1)
        channel.pipeline.fireUserInboundEventTriggered(IdleStateHandler.IdleStateEvent.read)
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(channel.isActive && connections.waiting == 1)

        store.setFull(false)
        channel.embeddedEventLoop.advanceTime(by: .milliseconds(Ingest.Limits.retryMilliseconds))
        #expect(metrics.value.packets == 2 && connections.waiting == 0)
        channel.pipeline.fireUserInboundEventTriggered(IdleStateHandler.IdleStateEvent.read)
        #expect(!channel.isActive && connections.value == 0)
    }

    @Test func `while the journal is read-only nobody waits, and what comes is counted as lost`()
        async throws
    {
        let setup = try await Setup()
        try await setup.serving {
            setup.store.setRefusing(.readOnly)
            let channel = try await setup.connect()
            for number in 0..<50 {
                try await channel.writeAndFlush(ByteBuffer(bytes: try Self.packet(number)))
            }
            try await Self.wait { setup.metrics.value.dropped == [.readOnlyJournal: 50] }
            #expect(setup.receiver.waitingCount == 0)
            try await channel.close()
        }
        #expect(setup.store.records.isEmpty)
    }
}
