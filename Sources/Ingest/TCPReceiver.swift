// Connections of agents and of senders of syslog, framed and fed to the same lane.

package import CallGraph
package import Logging
internal import NIOCore
internal import NIOPosix
internal import ServiceLifecycle
internal import Synchronization

/// Accepts connections until it is told to stop.
package final class TCPReceiver: Service {
    /// The thread of all connections. Not one of those that HTTP is answered from: agents that send
    /// more than can be taken kept questions waiting for seconds. One, since the lane has one lock.
    private static let eventLoops = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    private let channel: any NIOCore.Channel
    private let connections: ConnectionCount
    /// The port that is listened on.
    package let port: Int

    /// Binds for HEP; connections are served from now on.
    ///
    /// A connection beyond `connectionsMax` is closed and counted, one that says nothing for
    /// `idleSeconds` is closed.
    package static func bind(
        host: String, port: Int, connectionsMax: Int, idleSeconds: Int64, lane: IngestLane,
        logger: Logger, clock: @escaping @Sendable () -> Timestamp
    ) async throws -> TCPReceiver {
        try await bind(
            host: host, port: port, connectionsMax: connectionsMax, idleSeconds: idleSeconds,
            logger: logger, clock: clock
        ) { sender in
            HEPIntake(sender: sender, lane: lane, connectionsMax: connectionsMax)
        }
    }

    /// Binds for syslog; connections are served from now on.
    package static func bindSyslog(
        host: String, port: Int, reader: SyslogReader, lane: IngestLane, logger: Logger,
        clock: @escaping @Sendable () -> Timestamp
    ) async throws -> TCPReceiver {
        try await bind(
            host: host, port: port, connectionsMax: Limits.syslogConnectionsMax,
            idleSeconds: Limits.syslogIdleSeconds, logger: logger, clock: clock
        ) { sender in SyslogIntake(sender: sender, lane: lane, reader: reader) }
    }

    private static func bind<Intake: StreamIntake>(
        host: String, port: Int, connectionsMax: Int, idleSeconds: Int64, logger: Logger,
        clock: @escaping @Sendable () -> Timestamp,
        intake: @escaping @Sendable (Endpoint) -> Intake
    ) async throws -> TCPReceiver {
        let connections = ConnectionCount()
        do {
            let channel = try await ServerBootstrap(group: Self.eventLoops)
                .serverChannelOption(.backlog, value: 256)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                // Before a connection is made, so that it never announces a larger window.
                .serverChannelOption(
                    .socketOption(.so_rcvbuf), value: .init(Limits.tcpReceiveBufferBytes)
                )
                .childChannelOption(.maxMessagesPerRead, value: 4)
                .childChannelOption(.socketOption(.so_keepalive), value: 1)
                .childChannelOption(
                    .recvAllocator,
                    value: FixedSizeRecvByteBufferAllocator(capacity: Limits.tcpReadBytes)
                )
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let handler = StreamConnection(
                            intake(Endpoint(channel.remoteAddress)), logger: logger, clock: clock,
                            connections: connections, connectionsMax: connectionsMax)
                        try channel.pipeline.syncOperations.addHandlers([
                            IdleStateHandler(readTimeout: .seconds(idleSeconds)), handler,
                        ])
                    }
                }
                .bind(host: host, port: port).get()
            return TCPReceiver(channel: channel, connections: connections)
        } catch let error as IOError {
            throw ListenError("tcp \(host):\(port)", "listen on", error.errnoCode)
        }
    }

    private init(channel: any NIOCore.Channel, connections: ConnectionCount) {
        self.channel = channel
        self.connections = connections
        port = channel.localAddress?.port ?? 0
    }

    /// How many senders are connected.
    package var connectionCount: Int { connections.value }

    /// How many of them are not read just now, because the disk does not keep up.
    package var waitingCount: Int { connections.waiting }

    /// Serves until the service group shuts down.
    package func run() async throws {
        try await withTaskCancellationOrGracefulShutdownHandler {
            try await channel.closeFuture.get()
        } onCancelOrGracefulShutdown: {
            self.channel.close(promise: nil)
        }
    }
}

/// How many connections there are, and how many of them are not read just now.
final class ConnectionCount: Sendable {
    private let count = Atomic(0)
    private let waitingCount = Atomic(0)
    var value: Int { count.load(ordering: .relaxed) }
    var waiting: Int { waitingCount.load(ordering: .relaxed) }
    func add(_ change: Int) -> Int { count.add(change, ordering: .relaxed).newValue }
    func addWaiting(_ change: Int) { waitingCount.add(change, ordering: .relaxed) }
}

extension Endpoint {
    /// The endpoint of a NIO address; unknown when it is none of IP.
    init(_ address: SocketAddress?) {
        switch address {
        case .v4(let v4):
            self.init(
                v4: UInt32(bigEndian: v4.address.sin_addr.s_addr),
                port: UInt16(bigEndian: v4.address.sin_port))
        case .v6(let v6):
            var copy = v6.address.sin6_addr
            let words = unsafe withUnsafeBytes(of: &copy) { raw in
                // An in6_addr is 16 bytes; both loads lie within it.
                unsafe (
                    raw.loadUnaligned(as: UInt64.self),
                    raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
                )
            }
            let high = UInt64(bigEndian: words.0)
            let low = UInt64(bigEndian: words.1)
            let port = UInt16(bigEndian: v6.address.sin6_port)
            if high == 0, low >> 32 == 0xffff {
                self.init(v4: UInt32(truncatingIfNeeded: low), port: port)
            } else {
                self.init(family: .v6, high: high, low: low, port: port)
            }
        default: self = .unknown
        }
    }
}
