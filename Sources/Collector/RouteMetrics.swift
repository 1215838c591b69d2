// The series of calls of one node, direction, trunk and tenant.

internal import CallGraph
internal import Ingest
internal import PrometheusText

/// What is counted of the calls of one route. A series appears with its first count.
///
/// A class, since a struct of so many handles would be copied out of its table at each count.
final class RouteMetrics {
    /// The labels that all its series have.
    private let labels: [(String, String)]
    /// By the outcome's place among all.
    private var attempts = [PrometheusCounter?](repeating: nil, count: Outcome.allCases.count)
    private var hasAttempts = false
    private var completed: PrometheusCounter?
    private var short: PrometheusCounter?
    private var setup: PrometheusHistogram?
    private var talk: PrometheusHistogram?
    private var successDelay: PrometheusHistogram?
    private var failureDelay: PrometheusHistogram?

    /// Upper bounds of the times of setting up, in seconds.
    static let setupBounds: [Double] = [0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 8, 12, 20, 30, 60]
    /// Upper bounds of the lengths of calls, in seconds.
    static let talkBounds: [Double] = [1, 6, 15, 30, 60, 180, 300, 600, 1800, 3600, 7200]

    /// The families, in the order of their descriptions.
    private enum Family: Int {
        case attempts, completed, short, setup, requestDelay, talk
    }

    private static let families: [(name: String, kind: PrometheusKind, help: String)] = [
        (
            "calltrace_call_route_attempts_total", .counter,
            "The same attempts as calltrace_call_attempts_total, by direction, trunk and tenant too."
        ),
        (
            "calltrace_calls_completed_total", .counter,
            "Answered calls whose BYE was answered by a 2xx."
        ),
        ("calltrace_calls_short_total", .counter, "Answered calls of less than six seconds."),
        ("calltrace_call_setup_seconds", .histogram, "From INVITE to 2xx, of answered attempts."),
        (
            "calltrace_session_request_delay_seconds", .histogram,
            "From INVITE until the caller is told that it rings, or how it failed (RFC 6076)."
        ),
        ("calltrace_call_duration_seconds", .histogram, "From 2xx to BYE, of answered calls."),
    ]

    init(labels: [(String, String)]) { self.labels = labels }

    /// Makes the families appear before they have a series.
    static func declare(in registry: PrometheusRegistry) {
        for (index, family) in families.enumerated() {
            registry.declare(
                family.name, family.kind, help: family.help,
                buckets: index == Family.talk.rawValue ? talkBounds : setupBounds)
        }
    }

    /// Moves with what is measured of a call, which `exemplar` names.
    func take(
        _ measure: CallMeasure, _ registry: PrometheusRegistry, exemplar: PrometheusExemplar?
    ) {
        switch measure {
        case .attempt(let outcome):
            if !hasAttempts {
                // A ratio of a route whose calls all fail is 0, and not missing.
                hasAttempts = true
                attempts[Outcome.answered.place] = counter(
                    .attempts, registry, [("outcome", Outcome.answered.rawValue)])
            }
            let counter =
                attempts[outcome.place]
                ?? counter(.attempts, registry, [("outcome", outcome.rawValue)])
            attempts[outcome.place] = counter
            counter.increment(by: 1, exemplar: exemplar)
        case .setup(let seconds):
            let histogram = setup ?? histogram(.setup, registry, Self.setupBounds)
            setup = histogram
            histogram.observe(seconds, exemplar: exemplar)
        case .requestDelay(let seconds, let isSuccess):
            let known = isSuccess ? successDelay : failureDelay
            let histogram =
                known
                ?? histogram(
                    .requestDelay, registry, Self.setupBounds,
                    [("result", isSuccess ? "success" : "failure")])
            if known == nil {
                if isSuccess { successDelay = histogram } else { failureDelay = histogram }
            }
            histogram.observe(seconds, exemplar: exemplar)
        case .talk(let seconds):
            let histogram = talk ?? histogram(.talk, registry, Self.talkBounds)
            talk = histogram
            histogram.observe(seconds, exemplar: exemplar)
            let counter = short ?? counter(.short, registry)
            short = counter
            if seconds < CallGraph.Limits.shortCallSeconds { counter.increment() }
        case .disconnect(_, let isComplete):
            let counter = completed ?? counter(.completed, registry)
            completed = counter
            if isComplete { counter.increment() }
        case .ringing, .failover: break
        }
    }

    private func counter(
        _ family: Family, _ registry: PrometheusRegistry, _ more: [(String, String)] = []
    ) -> PrometheusCounter {
        registry.counter(
            Self.families[family.rawValue].name, help: Self.families[family.rawValue].help,
            labels: more + labels)
    }

    private func histogram(
        _ family: Family, _ registry: PrometheusRegistry, _ bounds: [Double],
        _ more: [(String, String)] = []
    ) -> PrometheusHistogram {
        registry.histogram(
            Self.families[family.rawValue].name, help: Self.families[family.rawValue].help,
            labels: more + labels,
            buckets: bounds)
    }
}

extension Outcome {
    /// Its place among all: there are a dozen, and the first ones are the usual.
    fileprivate var place: Int { Outcome.allCases.firstIndex(of: self) ?? 0 }
}
