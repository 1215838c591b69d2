// What listens for HEP and syslog, by the configuration.

internal import CallGraph
internal import Ingest
internal import Logging
internal import ServiceLifecycle

/// The listeners of one collector, bound and ready.
struct Receivers {
    private(set) var udp: [UDPReceiver] = []
    private(set) var tcp: TCPReceiver?
    private(set) var syslogUDP: UDPReceiver?
    private(set) var syslogTCP: TCPReceiver?

    /// Binds what the configuration asks for.
    init(
        _ settings: HEPSettings, logs: LogSettings, reader: SyslogReader, lane: IngestLane,
        logger: Logger, clock: @escaping @Sendable () -> Timestamp
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
        if let address = logs.syslogUDP {
            syslogUDP = try UDPReceiver(
                syslogHost: address.host, port: address.port,
                bufferBytes: settings.receiveBufferBytes, reader: reader, lane: lane,
                logger: logger, clock: clock)
            logger.info("listening for syslog on udp \(address)")
        }
        if let address = logs.syslogTCP {
            syslogTCP = try await TCPReceiver.bindSyslog(
                host: address.host, port: Int(address.port), reader: reader, lane: lane,
                logger: logger, clock: clock)
            logger.info("listening for syslog on tcp \(address)")
        }
    }

    /// All that take datagrams.
    var datagrams: [UDPReceiver] { udp + [syslogUDP].compactMap(\.self) }

    /// All that take connections.
    var streams: [TCPReceiver] { [tcp, syslogTCP].compactMap(\.self) }

    /// All of them as services.
    var services: [any Service] {
        datagrams.map { $0 as any Service } + streams.map { $0 as any Service }
    }
}
