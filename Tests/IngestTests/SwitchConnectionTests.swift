// The client of a switch's event socket against a scripted server.

import CallGraph
import CallTraceTesting
import Foundation
import Ingest
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization
import Testing

/// A server that answers commands as mod_event_socket does, from a list.
private final class ScriptedSwitch: Sendable {
    let port: Int
    private let channel: any NIOCore.Channel
    private let heard: Heard

    final class Heard: Sendable {
        private let list = Mutex<[String]>([])
        private let links = Mutex<[any NIOCore.Channel]>([])
        var commands: [String] { list.withLock { $0 } }
        func add(_ command: String) { list.withLock { $0.append(command) } }
        func add(_ channel: any NIOCore.Channel) { links.withLock { $0.append(channel) } }
        var connections: [any NIOCore.Channel] { links.withLock { $0 } }
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private var text = ""
        private let heard: Heard
        private let answer: @Sendable (String) -> String

        init(heard: Heard, answer: @escaping @Sendable (String) -> String) {
            self.heard = heard
            self.answer = answer
        }

        func channelActive(context: ChannelHandlerContext) {
            heard.add(context.channel)
            write(context, "Content-Type: auth/request\n\n")
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            text += String(buffer: unwrapInboundIn(data))
            while let end = text.range(of: "\n\n") {
                let command = String(text[..<end.lowerBound])
                text = String(text[end.upperBound...])
                heard.add(command)
                write(context, answer(command))
            }
        }

        private func write(_ context: ChannelHandlerContext, _ text: String) {
            context.writeAndFlush(NIOAny(ByteBuffer(string: text)), promise: nil)
        }
    }

    init(port: Int = 0, answer: @escaping @Sendable (String) -> String) async throws {
        let heard = Heard()
        self.heard = heard
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { child in
                child.eventLoop.makeCompletedFuture {
                    try child.pipeline.syncOperations.addHandler(
                        Handler(heard: heard, answer: answer))
                }
            }
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: "127.0.0.1", port: port).get()
        self.port = channel.localAddress?.port ?? 0
    }

    var commands: [String] { heard.commands }
    func drop() { for link in heard.connections { link.close(promise: nil) } }
    func close() async throws { try await channel.close() }

    static func reply(_ text: String) -> String {
        "Content-Type: command/reply\nReply-Text: \(text)\n\n"
    }
    static func api(_ body: String) -> String {
        "Content-Type: api/response\nContent-Length: \(body.utf8.count)\n\n\(body)"
    }
    static func event(_ json: String) -> String {
        "Content-Length: \(json.utf8.count)\nContent-Type: text/event-json\n\n\(json)"
    }

    /// What a well-behaved switch with one channel up answers.
    static func sensible(_ command: String) -> String {
        switch command {
        case "auth right": return reply("+OK accepted")
        case _ where command.hasPrefix("auth"): return reply("-ERR invalid")
        case _ where command.hasPrefix("event json"):
            return reply("+OK event listener enabled json")
        case _ where command.hasPrefix("log"): return reply("+OK log level info [6]")
        case "api show channels as json":
            return api(#"{"row_count":1,"rows":[{"uuid":"up-before","direction":"inbound"}]}"#)
        case "api uuid_dump up-before json":
            return api(
                #"{"Event-Name":"CHANNEL_DATA","Core-UUID":"c","Unique-ID":"up-before","variable_sip_call_id":"old@call","Event-Date-Timestamp":"1795389991000000"}"#
            )
        default: return reply("-ERR command not found")
        }
    }
}

struct SwitchConnectionTests {
    private func connection(
        _ port: Int, password: String = "right", _ lane: IngestLane
    ) -> SwitchConnection {
        SwitchConnection(
            name: "fs1", host: "127.0.0.1", port: port, password: password, logLevel: "info",
            lane: lane, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            clock: { Timestamp(microseconds: 1_795_389_991_000_000) })
    }

    private func wait(_ condition: @escaping @Sendable () -> Bool) async throws {
        // Long, because tests that only compute may keep every thread of a small machine for a while.
        let end = ContinuousClock.now + .seconds(240)
        while !condition() {
            try #require(ContinuousClock.now < end, "nothing came in time")
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    private func lane(_ store: MemoryStore, _ metrics: CountingMetrics) -> IngestLane {
        IngestLane(
            sink: store, hasher: store.hasher, admission: Admission(keys: []) { _ in false },
            metrics: metrics)
    }

    @Test func `while no block is free a switch is made to wait, and nothing is lost`() async throws
    {
        let server = try await ScriptedSwitch(answer: ScriptedSwitch.sensible)
        let store = MemoryStore()
        let metrics = CountingMetrics()
        store.setFull(true)
        try await serving([connection(server.port, lane(store, metrics))]) {
            try await wait { server.commands.last == "api uuid_dump up-before json" }
            #expect(store.records.isEmpty)
            store.setFull(false)
            try await wait { store.records.count == 1 }
        }
        #expect(metrics.value.dropped.isEmpty)
        try await server.close()
    }

    @Test
    func `it logs in, asks for events, logs and the channels that are up, on every connection`()
        async throws
    {
        let server = try await ScriptedSwitch(answer: ScriptedSwitch.sensible)
        let store = MemoryStore()
        let connection = connection(server.port, lane(store, CountingMetrics()))
        try await serving([connection]) {
            try await wait { store.records.count == 1 }
            #expect(connection.state == .connected)
            let commands = server.commands
            #expect(commands.first == "auth right")
            #expect(
                commands.contains { $0.hasPrefix("event json ") && $0.contains("CHANNEL_CREATE") })
            #expect(commands.contains { $0.hasPrefix("log ") })
            #expect(commands.last == "api uuid_dump up-before json")
            let trace = try await TraceBuilder(reader: store).trace(
                "up-before", now: Timestamp(microseconds: 1_795_389_991_000_000))
            #expect(try #require(trace).channels.map(\.callID) == ["old@call"])

            server.drop()
            try await wait { store.records.count == 2 }
            #expect(server.commands.filter { $0 == "auth right" }.count == 2)
        }
        try await server.close()
    }

    @Test func `a wrong password is a state of its own and is tried again later`() async throws {
        let server = try await ScriptedSwitch(answer: ScriptedSwitch.sensible)
        let connection = connection(
            server.port, password: "wrong", lane(MemoryStore(), CountingMetrics()))
        try await serving([connection]) {
            try await wait { connection.state == .refused }
            #expect(server.commands == ["auth wrong"])
        }
        try await server.close()
    }

    @Test func `a switch that comes up later is found`() async throws {
        let first = try await ScriptedSwitch(answer: ScriptedSwitch.sensible)
        let port = first.port
        try await first.close()
        let connection = connection(port, lane(MemoryStore(), CountingMetrics()))
        try await serving([connection]) {
            try await Task.sleep(for: .milliseconds(50))
            #expect(connection.state == .disconnected)
            let second = try await ScriptedSwitch(port: port, answer: ScriptedSwitch.sensible)
            try await wait { connection.state == .connected }
            try await second.close()
        }
    }
}
