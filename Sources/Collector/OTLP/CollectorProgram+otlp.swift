// The follower that sends traces, out of the configuration.

internal import AsyncHTTPClient
internal import CallGraph
internal import Journal
internal import Logging
internal import PrometheusText
internal import ServiceLifecycle
internal import TraceAPI

extension CollectorProgram {
    /// The follower that sends finished calls as traces, when there is one in the configuration.
    static func otlpFollower(
        _ settings: OTLPSettings, _ journal: RecordJournal, tracer: any CallTracer,
        registry: PrometheusRegistry, _ logger: Logger, _ client: HTTPClient,
        clock: @escaping @Sendable () -> Timestamp
    ) throws -> (service: any Service, follower: JournalFollower, metrics: OTLPMetrics)? {
        guard !settings.url.isEmpty else { return nil }
        let follower = try journal.follower(named: OTLPFollower<HTTPOTLPTransport>.name)
        let metrics = OTLPMetrics(registry: registry)
        let service = OTLPFollower(
            follower: follower, tracer: tracer,
            transport: HTTPOTLPTransport(
                url: settings.url, headers: settings.headers, client: client),
            settleSeconds: settings.settleSeconds, metrics: metrics,
            logger: logger, clock: clock)
        return (service, follower, metrics)
    }
}
