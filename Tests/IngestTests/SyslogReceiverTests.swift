// Syslog over real sockets.

import CallGraph
import CallTraceTesting
import Foundation
import Ingest
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Testing

struct SyslogReceiverTests {
    private struct Setup {
        let store = MemoryStore()
        let metrics = CountingMetrics()
        let lane: IngestLane
        let reader: SyslogReader

        init(allows: @escaping @Sendable (Endpoint) -> Bool = { _ in true }) {
            lane = IngestLane(
                sink: store, hasher: store.hasher, admission: Admission(keys: []) { _ in false },
                metrics: metrics)
            reader = SyslogReader(rules: .standard, allows: allows)
        }

        func listen() async throws -> TCPReceiver {
            try await TCPReceiver.bindSyslog(
                host: "127.0.0.1", port: 0, reader: reader, lane: lane,
                logger: Logger(label: "test"), clock: SyslogReceiverTests.clock)
        }

        var texts: [String] { store.records.map { String(decoding: $0.payload, as: UTF8.self) } }
    }

    private static let clock: @Sendable () -> Timestamp = {
        Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
    }

    private static func connect(_ receiver: TCPReceiver) async throws -> any NIOCore.Channel {
        try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: receiver.port).get()
    }

    private static func wait(for condition: @escaping @Sendable () -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(240)
        while !condition() {
            try #require(ContinuousClock.now < end, "nothing came in time")
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    @Test func `datagrams become lines of the host that they name`() async throws {
        let setup = Setup()
        let receiver = try UDPReceiver(
            syslogHost: "127.0.0.1", port: 0, bufferBytes: 1 << 20, reader: setup.reader,
            lane: setup.lane, logger: Logger(label: "test"), clock: Self.clock)
        #expect(receiver.name == "syslog_udp0")
        try await serving([receiver]) {
            let target = try SocketAddress(ipAddress: "127.0.0.1", port: Int(receiver.port))
            let channel = try await DatagramBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .bind(host: "127.0.0.1", port: 0).get()
            for number in 0..<100 {
                let line = "<30>1 - proxy1 kamailio - - - callid=call-\(number)@h"
                try await channel.writeAndFlush(
                    AddressedEnvelope(remoteAddress: target, data: ByteBuffer(string: line)))
            }
            try await channel.close()
            try await Self.wait { setup.metrics.value.lines == [.syslogUDP: 100] }
        }
        #expect(setup.store.records.count == 100 && receiver.kernelDrops == 0)
        #expect(Set(setup.store.records.map(\.node)) == ["proxy1"])
        #expect(Set(setup.store.records.map(\.correlation)).count == 100)
    }

    @Test func `a stream becomes lines however it is cut, counted or not`() async throws {
        let setup = Setup()
        let receiver = try await setup.listen()
        try await serving([receiver]) {
            var stream = ""
            for number in 0..<60 {
                let line = "<30>Nov 27 13:04:45 h app: \(number)"
                switch number % 3 {
                case 0: stream += "\(line.utf8.count) \(line)"
                case 1: stream += "\(line)\n"
                default: stream += "\(line)\0"
                }
            }
            let bytes = Array(stream.utf8)
            let channel = try await Self.connect(receiver)
            var at = 0
            var step = 1
            while at < bytes.count {
                let end = min(at + step, bytes.count)
                try await channel.writeAndFlush(ByteBuffer(bytes: bytes[at..<end]))
                at = end
                step = step * 3 % 401 + 1
            }
            try await Self.wait { setup.metrics.value.lines == [.syslogTCP: 60] }
            // What has no end of its own ends with the connection.
            try await channel.writeAndFlush(ByteBuffer(string: "<30>Nov 27 13:04:45 h app: last"))
            try await channel.close()
            try await Self.wait { setup.metrics.value.lines == [.syslogTCP: 61] }
        }
        #expect(setup.texts == (0..<60).map { "app: \($0)" } + ["app: last"])
        #expect(receiver.connectionCount == 0)
    }

    @Test func `a megabyte of text is cut and marked, and the stream goes on`() async throws {
        let setup = Setup()
        let receiver = try await setup.listen()
        try await serving([receiver]) {
            let channel = try await Self.connect(receiver)
            let long =
                "<30>Nov 27 13:04:45 h app: callid=ab-1@h " + String(repeating: "x", count: 1 << 20)
            try await channel.writeAndFlush(
                ByteBuffer(
                    string: "\(long)\n<30>Nov 27 13:04:45 h app: after\n\(long.utf8.count) \(long)")
            )
            try await channel.writeAndFlush(ByteBuffer(string: "<30>Nov 27 13:04:45 h app: end\n"))
            try await Self.wait { setup.metrics.value.lines == [.syslogTCP: 4] }
            try await channel.close()
        }
        let records = setup.store.records
        #expect(records.map { $0.header.flags.contains(.truncated) } == [true, false, true, false])
        #expect(setup.texts[1] == "app: after" && setup.texts[3] == "app: end")
        #expect(records[0].correlation == Array("ab-1@h".utf8))
    }

    @Test func `a sender waits until there is room, and everything arrives in order`() async throws
    {
        let setup = Setup()
        let receiver = try await setup.listen()
        let count = 100_000
        try await serving([receiver]) {
            setup.store.setFull(true)
            let channel = try await Self.connect(receiver)
            var stream = ByteBuffer()
            for number in 0..<count {
                stream.writeString(
                    "<30>1 - h app - - - \(number) \(String(repeating: ".", count: 150))\n")
            }
            let written = channel.eventLoop.makePromise(of: Void.self)
            channel.writeAndFlush(stream, promise: written)
            try await Self.wait { receiver.waitingCount == 1 }
            #expect(!channel.isWritable && setup.metrics.value.lines.isEmpty)
            setup.store.setFull(false)
            try await written.futureResult.get()
            try await channel.close()
            try await Self.wait { setup.metrics.value.lines == [.syslogTCP: count] }
            try await Self.wait { receiver.connectionCount == 0 && receiver.waitingCount == 0 }
        }
        #expect(setup.metrics.value.dropped.isEmpty && setup.metrics.value.logRefused.isEmpty)
        let numbers = setup.texts.compactMap { Int($0.split(separator: " ")[1]) }
        #expect(numbers == Array(0..<count))
    }

    @Test func `who may not send is closed and counted`() async throws {
        let setup = Setup(allows: { _ in false })
        let receiver = try await setup.listen()
        try await serving([receiver]) {
            let channel = try await Self.connect(receiver)
            try await channel.closeFuture.get()
            #expect(setup.metrics.value.logRefused == [.notAllowed: 1])
            try await Self.wait { receiver.connectionCount == 0 }
        }
        #expect(setup.store.records.isEmpty)
    }
}
