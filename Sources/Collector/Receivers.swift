// What listens for HEP, by the configuration.

internal import CallGraph
internal import Ingest
internal import Logging
internal import ServiceLifecycle

/// The listeners of one collector, bound and ready.
struct Receivers {
    private(set) var udp: [UDPReceiver] = []
    private(set) var tcp: TCPReceiver?

    /// Binds what the configuration asks for.
    init(
        _ settings: HEPSettings, lane: IngestLane, logger: Logger,
        clock: @escaping @Sendable () -> Timestamp
    ) async throws {
        if let address = settings.udp {
            for number in 0..<settings.udpSockets {
                udp.append(
                    try UDPReceiver(
                        host: address.host, port: address.port,
                        bufferBytes: settings.receiveBufferBytes,
                        isShared: settings.udpSockets > 1, number: number, lane: lane,
                        logger: logger, clock: clock))
            }
            logger.info("listening for HEP on udp \(address)")
        }
        if let address = settings.tcp {
            tcp = try await TCPReceiver.bind(
                host: address.host, port: Int(address.port),
                connectionsMax: settings.tcpConnectionsMax,
                idleSeconds: Int64(settings.tcpIdleSeconds), lane: lane, logger: logger,
                clock: clock)
            logger.info("listening for HEP on tcp \(address)")
        }
    }

    /// All of them as services.
    var services: [any Service] { udp.map { $0 as any Service } + (tcp.map { [$0] } ?? []) }
}
