// The composition root: a configuration becomes services, and the services one group.

internal import AsyncHTTPClient
internal import CallGraph
internal import Foundation
internal import Hummingbird
internal import HummingbirdCore
internal import Ingest
internal import Journal
internal import Logging
internal import LokiPush
internal import NIOCore
internal import PrometheusText
internal import ServiceLifecycle
internal import Synchronization
internal import TraceAPI
internal import TraceRedaction
internal import UnixSignals

/// The collector as a program.
package enum CollectorProgram {
    /// Runs until SIGTERM or SIGINT; everything is written when it returns.
    ///
    /// `reload` reads the configuration again, on SIGHUP. Throws when it cannot start: the error's text is one
    /// line for an operator.
    package static func run(
        _ configuration: Configuration, reload: @escaping @Sendable () throws -> Configuration
    ) async throws {
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = .info
            return handler
        }
        let client = HTTPClient(
            configuration: try LokiConnection.configuration(configuration.loki))
        do {
            try await run(configuration, reload, client, Logger(label: "calltrace"))
        } catch {
            try? await client.shutdown()
            throw error
        }
        try? await client.shutdown()
    }

    /// Composes the services and runs them. `client` is for what is pushed.
    private static func run(
        _ configuration: Configuration, _ reload: @escaping @Sendable () throws -> Configuration,
        _ client: HTTPClient, _ logger: Logger
    ) async throws {
        let clock: @Sendable () -> Timestamp = { SystemClock.now() }
        let tenants = TenantDirectory(configuration.tenants)
        let rules = LinkRules(configuration.linkHeaders, patterns: configuration.logs.patterns)
        let journal = try RecordJournal(
            directory: configuration.dataDirectory,
            options: JournalOptions(configuration.retention),
            now: clock)
        let registry = PrometheusRegistry(samplesMax: configuration.metrics.seriesMax)
        let metrics = CollectorMetrics(
            registry: registry, version: CollectorVersion.text, tenants: tenants)
        let lane = IngestLane(
            sink: journal, hasher: journal.hasher, admission: Admission(configuration.hep),
            names: Dictionary(
                configuration.agents.map { ($0.id, $0.name) },
                uniquingKeysWith: { first, _ in first }),
            reserved: configuration.switches.map(\.name), rules: rules, tenants: tenants,
            keepsOutlines: !configuration.loki.url.isEmpty, metrics: metrics)

        // In order of their start. They are shut down in the opposite order, each when the next has
        // ended: first what receives, last what keeps.
        var services: [any Service] = [JournalService(journal: journal)]
        let loki = try lokiFollower(
            configuration, journal, tenants, rules, metrics, logger, client, clock)
        if let loki {
            services.append(loki.service)
            services.append(
                CallFinisher(
                    journal: journal, follower: try journal.follower(named: "calls"), lane: lane,
                    tenants: tenants, logger: logger, clock: clock))
        }
        let tracer = JournalTracer(
            journal: journal, tenants: tenants, rules: rules, live: lane, clock: clock)
        let otlp = try otlpFollower(
            configuration.otlp, journal, tracer: tracer, registry: registry, logger, client,
            clock: clock)
        if let otlp { services.append(otlp.service) }
        let followers = [loki?.follower, otlp?.follower].compactMap(\.self)

        let receivers = try await Receivers(
            configuration.hep, logs: configuration.logs,
            reader: SyslogReader(configuration.logs, rules: rules), lane: lane, logger: logger,
            clock: clock)
        let switches = configuration.switches.map { settings in
            SwitchConnection(
                name: settings.name, host: settings.address.host, port: Int(settings.address.port),
                password: settings.password.text,
                logLevel: settings.logLevel == .none ? nil : settings.logLevel.rawValue, lane: lane,
                logger: logger, clock: clock)
        }
        ScrapeTime(
            journal: journal, receivers: receivers, switches: switches,
            lane: lane, registry: registry, clock: clock
        ).register()
        AgentMetrics(registry: registry).register(lane, clock: clock)

        let taker = SnapshotTaker(
            started: clock(), settings: configuration.hep, agents: configuration.agents,
            journal: journal, followers: followers, otlp: otlp?.metrics, receivers: receivers,
            switches: switches,
            lane: lane, metrics: metrics)
        let status = ProgramStatus(
            registry: registry, followers: followers, taker: taker, clock: clock)
        let server = TraceServer(
            tracer: tracer, finder: journal, status: status,
            cdrs: CDRIntake(lane: lane, registry: registry, clock: clock),
            imports: ImportIntake(lane: lane, clock: clock),
            redactionKey: configuration.http.redactKey.map { RedactionKey($0.text) },
            logger: logger, clock: clock)
        let address = configuration.http.address
        let application = Application(
            router: server.router(tokens: configuration.http.tokens.map(\.text)),
            server: .http1(
                configuration: .init(idleTimeout: .seconds(CollectorLimits.httpIdleSeconds))),
            configuration: ApplicationConfiguration(
                address: .hostname(address.host, port: Int(address.port)), serverName: "calltrace",
                availableConnectionsDelegate: MaximumAvailableConnections(
                    CollectorLimits.httpConnectionsMax)),
            onServerRunning: { _ in
                status.setReady(true)
                logger.info("calltrace is ready: http \(address)")
            },
            logger: logger)
        services.append(HTTPService(application: application, address: address.description))
        services.append(JournalWatch(journal: journal, logger: logger))
        services.append(Housekeeping(lane: lane, clock: clock))
        services.append(
            ConfigurationReload(
                configuration, load: reload, lane: lane, calls: metrics.calls, registry: registry,
                logger: logger))
        services += receivers.services
        services += switches

        // A part that fails ends the program, in the same order and with everything written.
        var group = ServiceGroupConfiguration(
            services: services.map {
                ServiceGroupConfiguration.ServiceConfiguration(
                    service: $0, successTerminationBehavior: .gracefullyShutdownGroup,
                    failureTerminationBehavior: .gracefullyShutdownGroup)
            },
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        group.maximumGracefulShutdownDuration = .seconds(9)
        try await ServiceGroup(configuration: group).run()
        logger.info("calltrace has stopped")
    }

    /// An error in one line.
    package static func words(_ error: any Error) -> String {
        String(describing: error).replacing("\n", with: " ")
    }

    /// The follower that feeds Loki, when there is one in the configuration.
    private static func lokiFollower(
        _ configuration: Configuration, _ journal: RecordJournal, _ tenants: TenantDirectory,
        _ rules: LinkRules, _ metrics: CollectorMetrics, _ logger: Logger, _ client: HTTPClient,
        _ clock: @escaping @Sendable () -> Timestamp
    ) throws -> (service: any Service, follower: JournalFollower)? {
        let settings = configuration.loki
        guard !settings.url.isEmpty else { return nil }
        let follower = try journal.follower(named: LokiFollower<HTTPLokiTransport>.name)
        let service = LokiFollower(
            journal: journal, follower: follower,
            transport: HTTPLokiTransport(
                url: settings.url, client: client,
                authorization: LokiConnection.authorization(settings.credentials)),
            names: CallNames(
                rules: rules, hasher: journal.hasher, tenants: tenants,
                tenantNames: configuration.tenants.map(\.name)),
            mentions: rules.logMentions,
            tenants: configuration.tenants.map(\.lokiTenant), settings: settings,
            metrics: metrics.loki, logger: logger, clock: clock)
        return (service, follower)
    }
}
