// Real sockets on loopback: datagrams and streams arrive whole.

import CallGraph
import CallTraceTesting
import Foundation
import HEP
import Ingest
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Testing

struct ReceiverTests {
    private static func invite(_ number: Int) -> [UInt8] {
        let sip = Array(
            """
            INVITE sip:b@c SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK\(number)\r\nFrom: <sip:a@b>;tag=1\r
            To: <sip:b@c>\r\nCall-ID: call-\(number)\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n
            """.utf8)
        var packet: [UInt8] = Array("HEP3".utf8)
        var chunks: [UInt8] = []
        func chunk(_ type: UInt8, _ body: [UInt8]) {
            let length = body.count + 6
            chunks += [0, 0, 0, type, UInt8(length >> 8), UInt8(length & 255)] + body
        }
        chunk(1, [2])
        chunk(2, [17])
        chunk(3, [127, 0, 0, 1])
        chunk(4, [127, 0, 0, 2])
        chunk(7, [0x13, 0xc4])
        chunk(8, [0x13, 0xc4])
        chunk(11, [1])
        chunk(12, [0, 0, 0, 200])
        chunk(15, sip)
        let total = chunks.count + 6
        packet += [UInt8(total >> 8), UInt8(total & 255)] + chunks
        return packet
    }

    /// Waits long, because tests that only compute may keep every thread of a small machine.
    private func wait(
        for condition: @escaping @Sendable () -> Bool, seconds: Double = 240
    ) async throws {
        let end = ContinuousClock.now + .seconds(seconds)
        while !condition() {
            try #require(ContinuousClock.now < end, "nothing came in time")
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    private static let clock: @Sendable () -> Timestamp = {
        Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
    }

    @Test(arguments: ["127.0.0.1", "::1"])
    func `datagrams over UDP all arrive, on one socket and on two`(host: String) async throws {
        let store = MemoryStore()
        let metrics = CountingMetrics()
        let lane = IngestLane(
            sink: store, hasher: store.hasher, admission: Admission(keys: []) { _ in false },
            metrics: metrics)
        let logger = Logger(label: "test")
        let first = try UDPReceiver(
            host: host, port: 0, bufferBytes: 1 << 20, isShared: true, number: 0, lane: lane,
            logger: logger, clock: Self.clock)
        let second = try UDPReceiver(
            host: host, port: first.port, bufferBytes: 1 << 20, isShared: true, number: 1,
            lane: lane, logger: logger, clock: Self.clock)
        try await serving([first, second]) {
            let target = try SocketAddress(ipAddress: host, port: Int(first.port))
            for sender in 0..<4 {
                let channel = try await DatagramBootstrap(
                    group: MultiThreadedEventLoopGroup.singleton
                )
                .bind(host: host, port: 0).get()
                for number in 0..<50 {
                    let bytes = Self.invite(sender * 50 + number)
                    try await channel.writeAndFlush(
                        AddressedEnvelope(remoteAddress: target, data: ByteBuffer(bytes: bytes)))
                }
                try await channel.close()
            }
            try await wait { metrics.value.packets == 200 }
        }
        #expect(store.records.count == 200)
        #expect(Set(store.records.map(\.header.sender.addressText)) == [host])
        #expect(first.kernelDrops == 0 && second.kernelDrops == 0)
    }

    @Test func `packets over TCP arrive however the stream is cut, junk between them is counted`()
        async throws
    {
        let store = MemoryStore()
        let metrics = CountingMetrics()
        let lane = IngestLane(
            sink: store, hasher: store.hasher, admission: Admission(keys: []) { _ in false },
            metrics: metrics)
        let receiver = try await TCPReceiver.bind(
            host: "127.0.0.1", port: 0, connectionsMax: 2, idleSeconds: 600, lane: lane,
            logger: Logger(label: "test"), clock: Self.clock)
        try await serving([receiver]) {
            var stream: [UInt8] = []
            for number in 0..<40 {
                stream += Self.invite(number)
                if number % 10 == 9 { stream += Array("some junk".utf8) }
            }
            let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(host: "127.0.0.1", port: receiver.port).get()
            var at = 0
            var step = 1
            while at < stream.count {
                let end = min(at + step, stream.count)
                try await channel.writeAndFlush(ByteBuffer(bytes: stream[at..<end]))
                at = end
                step = step * 3 % 4001 + 1
            }
            try await wait { metrics.value.packets == 40 }
            try await channel.close()
        }
        #expect(store.records.map(\.header.kind) == Array(repeating: .sip, count: 40))
        #expect((metrics.value.refused[.junk] ?? 0) >= 3)
    }

    @Test func `one connection too many is closed and counted`() async throws {
        let store = MemoryStore()
        let metrics = CountingMetrics()
        let lane = IngestLane(
            sink: store, hasher: store.hasher, admission: Admission(keys: []) { _ in false },
            metrics: metrics)
        let receiver = try await TCPReceiver.bind(
            host: "127.0.0.1", port: 0, connectionsMax: 1, idleSeconds: 600, lane: lane,
            logger: Logger(label: "test"), clock: Self.clock)
        try await serving([receiver]) {
            let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            let first = try await bootstrap.connect(host: "127.0.0.1", port: receiver.port).get()
            try await wait { receiver.connectionCount == 1 }
            let second = try await bootstrap.connect(host: "127.0.0.1", port: receiver.port).get()
            try await second.closeFuture.get()
            #expect(metrics.value.refused == [.connections: 1])
            #expect(first.isActive)
            try await first.close()
        }
    }

    @Test func `a port that is taken is said in one line`() async throws {
        let store = MemoryStore()
        let lane = IngestLane(
            sink: store, hasher: store.hasher, admission: Admission(keys: []) { _ in false },
            metrics: CountingMetrics())
        let logger = Logger(label: "test")
        func open(_ port: UInt16) throws -> UDPReceiver {
            try UDPReceiver(
                host: "127.0.0.1", port: port, bufferBytes: 1 << 16, isShared: false, number: 0,
                lane: lane, logger: logger, clock: Self.clock)
        }
        let taken = try open(0)
        let error = try #require(throws: ListenError.self) { try open(taken.port) }
        #expect(
            error.description
                == "cannot listen on udp 127.0.0.1:\(taken.port): Address already in use")
    }

    @Test func `what the kernel drops at a full socket is known`() async throws {
        let store = MemoryStore()
        let lane = IngestLane(
            sink: store, hasher: store.hasher, admission: Admission(keys: []) { _ in false },
            metrics: CountingMetrics())
        // Bound and not yet receiving, with a buffer for some dozens of datagrams.
        let receiver = try UDPReceiver(
            host: "127.0.0.1", port: 0, bufferBytes: 64 << 10, isShared: false, number: 0,
            lane: lane, logger: Logger(label: "test"), clock: Self.clock)
        let target = try SocketAddress(ipAddress: "127.0.0.1", port: Int(receiver.port))
        let channel = try await DatagramBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        for number in 0..<2_000 {
            let data = ByteBuffer(bytes: Self.invite(number))
            try await channel.writeAndFlush(AddressedEnvelope(remoteAddress: target, data: data))
        }
        try await channel.close()
        let dropped = receiver.kernelDrops
        #expect(dropped > 0 && dropped < 2_000)
        try await serving([receiver]) {
            try await wait { store.records.count == 2_000 - dropped }
        }
        #expect(receiver.kernelDrops == dropped)
    }

    @Test func `a connection that says nothing is closed`() async throws {
        let store = MemoryStore()
        let lane = IngestLane(
            sink: store, hasher: store.hasher, admission: Admission(keys: []) { _ in false },
            metrics: CountingMetrics())
        let receiver = try await TCPReceiver.bind(
            host: "127.0.0.1", port: 0, connectionsMax: 9, idleSeconds: 1, lane: lane,
            logger: Logger(label: "test"), clock: Self.clock)
        try await serving([receiver]) {
            let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(host: "127.0.0.1", port: receiver.port).get()
            try await channel.closeFuture.get()
            try await wait { receiver.connectionCount == 0 }
        }
    }
}
