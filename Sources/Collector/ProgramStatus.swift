// How the program says that it is well.

internal import CallGraph
internal import Doctor
internal import Journal
internal import PrometheusText
internal import Synchronization
internal import TraceAPI

/// Ready once HTTP is served, which is the last thing to begin.
final class ProgramStatus: CollectorStatus {
    private let ready = Atomic(false)
    private let registry: PrometheusRegistry
    private let lags: [(follower: JournalFollower, gauge: PrometheusGauge)]
    private let taker: SnapshotTaker
    private let clock: @Sendable () -> Timestamp

    init(
        registry: PrometheusRegistry, followers: [JournalFollower], taker: SnapshotTaker,
        clock: @escaping @Sendable () -> Timestamp
    ) {
        self.taker = taker
        self.registry = registry
        self.clock = clock
        let name = "calltrace_journal_lag_seconds"
        let help = "Age of the oldest record that a follower has not settled."
        registry.declare(name, .gauge, help: help)
        lags = followers.map {
            ($0, registry.gauge(name, help: help, labels: [("follower", $0.name)]))
        }
    }

    var isReady: Bool { ready.load(ordering: .relaxed) }
    func setReady(_ isReady: Bool) { ready.store(isReady, ordering: .relaxed) }

    func snapshot() async -> CollectorSnapshot { await taker.take(now: clock()) }

    func metrics(accept: String?) async -> Exposition {
        for (follower, gauge) in lags { gauge.set(await follower.lagSeconds(now: clock())) }
        let format = ExpositionFormat(accept: accept)
        return Exposition(contentType: format.contentType, text: registry.exposition(format))
    }
}
