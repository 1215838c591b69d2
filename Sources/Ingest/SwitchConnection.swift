// The event socket of one switch: called, listened to, and called again.

package import CallGraph
internal import EventSocket
internal import Glibc
package import Logging
internal import NIOCore
internal import NIOPosix
internal import ServiceLifecycle
internal import Synchronization

/// How it stands with a switch.
package enum SwitchState: String, Sendable {
    /// Being called, or waiting to be called again.
    case disconnected
    /// Logged in and subscribed.
    case connected
    /// It says that the password is wrong, or its ACL keeps us out.
    case refused
}

/// Listens to one FreeSWITCH until it is told to stop.
///
/// A switch that is away, refuses or falls silent is called again after a wait that doubles from 0.5 s to
/// 30 s and is jittered, so that a cluster of collectors does not call in step. After each login the
/// channels that are already up are asked for, so that calls begun before are joined too. Event-Sequence
/// has gaps and inversions without any loss, so it is not used to detect one.
package final class SwitchConnection: Service {
    /// The switch's name in the configuration.
    package let name: String
    private let host: String
    private let port: Int
    private let password: String
    private let logLevel: SwitchLogLine.Level?
    private let lane: IngestLane
    private let logger: Logger
    private let clock: @Sendable () -> Timestamp
    private let current = Mutex(SwitchState.disconnected)
    private let lastProblem = Mutex<String?>(nil)

    /// A client for the switch at `host`:`port`; `logLevel` nil asks for no log lines.
    package init(
        name: String, host: String, port: Int, password: String, logLevel: String?,
        lane: IngestLane, logger: Logger, clock: @escaping @Sendable () -> Timestamp
    ) {
        self.name = name
        self.host = host
        self.port = port
        self.password = password
        self.logLevel = logLevel.flatMap { label in
            SwitchLogLine.Level.allCases.first { $0.label == label }
        }
        self.lane = lane
        self.logger = logger
        self.clock = clock
    }

    /// How it stands now.
    package var state: SwitchState { current.withLock { $0 } }

    /// Where its event socket is.
    package var address: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// Why it is not connected, in the words of the system or of the switch; nil while it is, and before
    /// the first call has failed.
    package var problem: String? {
        state == .connected ? nil : lastProblem.withLock { $0 }
    }

    /// Calls and listens until the service group shuts down.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            var wait = Limits.reconnectSeconds.lowerBound
            while !Task.isCancelled {
                let wasReady = await self.callOnce()
                let wasRefused = self.state == .refused
                self.current.withLock { if $0 == .connected { $0 = .disconnected } }
                if wasReady { self.lane.forgetChannels(of: self.name) }
                if wasReady { wait = Limits.reconnectSeconds.lowerBound }
                // A wrong password is not mended by haste.
                if wasRefused { wait = max(wait, 5) }
                let jittered = wait * Double.random(in: 0.75...1.25)
                try? await Task.sleep(for: .seconds(jittered))
                wait = min(wait * 2, Limits.reconnectSeconds.upperBound)
            }
        }
    }

    /// One connection from beginning to end; true when it got as far as events.
    private func callOnce() async -> Bool {
        var wasReady = false
        do {
            let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connectTimeout(.seconds(Limits.connectSeconds))
                .channelOption(.socketOption(.so_keepalive), value: 1)
                .connect(host: host, port: port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(
                            IdleStateHandler(readTimeout: .seconds(Limits.switchSilenceSeconds)))
                        try channel.pipeline.syncOperations.addHandler(CloseWhenIdle())
                        return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                            wrappingChannelSynchronously: channel)
                    }
                }
            let sender = Endpoint(channel.channel.remoteAddress)
            try await channel.executeThenClose { inbound, outbound in
                var session = try EventSocketSession(
                    password: password, subscription: .calltrace, logLevel: logLevel)
                for try await buffer in inbound {
                    let actions = session.receive(buffer.readableBytesUInt8Span)
                    let isOver = try await perform(
                        actions, outbound: outbound, sender: sender, wasReady: &wasReady)
                    if isOver { return }
                }
                note("the connection was closed")
            }
            if wasReady { logger.warning("switch \(name): the connection was closed") }
        } catch is CancellationError {
            // The program is ending.
        } catch let error as EventSocketError {
            current.withLock { $0 = .refused }
            note("\(error)")
            logger.error("switch \(name): cannot log in: \(error)")
        } catch {
            note(Self.words(error))
            logger.warning("switch \(name): cannot reach \(host):\(port): \(Self.words(error))")
            current.withLock { $0 = .disconnected }
        }
        return wasReady
    }

    /// Does what the session asks for; true when the connection is to be closed.
    private func perform(
        _ actions: [EventSocketSession.Action], outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>,
        sender: Endpoint, wasReady: inout Bool
    ) async throws -> Bool {
        var messages: [SwitchMessage] = []
        var isOver = false
        for action in actions {
            switch action {
            case .send(let bytes): try await outbound.write(ByteBuffer(bytes: bytes))
            case .ready:
                wasReady = true
                current.withLock { $0 = .connected }
                logger.info("switch \(name): connected to \(host):\(port)")
            case .event(let event), .channelDump(let event): messages.append(.event(event))
            case .log(let line): messages.append(.line(line))
            case .malformedEvent: lane.dropEvent()
            case .refused(let error):
                isOver = true
                note("\(error)")
                if Self.isRefusal(error) {
                    current.withLock { $0 = .refused }
                    logger.error("switch \(name): \(host):\(port) refuses us: \(error)")
                } else {
                    logger.warning("switch \(name): what it sends cannot be read: \(error)")
                }
            case .disconnected:
                note("it said good-bye")
                logger.warning("switch \(name): it says good-bye")
                isOver = true
            }
        }
        await write(messages[...], sender: sender)
        return isOver
    }

    /// Writes what the switch said. When the disk does not keep up the connection is not read
    /// meanwhile, for as long as `Limits.switchWaitSeconds`: what finds no room then is counted as lost.
    private func write(_ messages: ArraySlice<SwitchMessage>, sender: Endpoint) async {
        let received = clock()
        let end = ContinuousClock.now + .seconds(Limits.switchWaitSeconds)
        var rest = messages
        while true {
            rest = rest.dropFirst(lane.offer(rest, of: name, at: sender, received: received))
            guard !rest.isEmpty else { return }
            try? await Task.sleep(for: .milliseconds(Limits.retryMilliseconds))
            if Task.isCancelled || ContinuousClock.now >= end { break }
        }
        lane.consume(Array(rest), of: name, at: sender, received: received)
    }

    private func note(_ problem: String) { lastProblem.withLock { $0 = problem } }

    /// True for an answer that will be the same next time: a wrong password, an ACL, a bad command.
    private static func isRefusal(_ error: EventSocketError) -> Bool {
        [.wrongPassword, .accessRefused, .subscriptionRefused, .logRefused, .unusableSetting]
            .contains(error.reason)
    }

    /// An error in words; a failed connection names the reason of its last attempt.
    private static func words(_ error: any Error) -> String {
        if let failed = error as? NIOConnectionError {
            if let last = failed.connectionErrors.last { return words(last.error) }
            return "no such host"
        }
        // strerror gives a text of the C library's own, read before anything else is called.
        if let failed = error as? IOError {
            return unsafe String(cString: strerror(failed.errnoCode))
        }
        return String(describing: error)
    }
}

/// Closes a connection that was silent for too long.
private final class CloseWhenIdle: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent {
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }
}
