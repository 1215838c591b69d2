// The series of calls that have no label but their node, and a fixed word.

internal import CallGraph
internal import Ingest
internal import PrometheusText

/// What is counted at one node of calls, registrations, transfers, channels and queues. A series appears with
/// its first count.
final class NodeCallMetrics {
    private let node: String
    /// By the family and the case of its labels: families times `casesMax`.
    private var counters = [PrometheusCounter?](
        repeating: nil, count: families.count * casesMax)
    private var histograms = [PrometheusHistogram?](
        repeating: nil, count: families.count * casesMax)
    /// The most combinations of fixed label values that a family has: cause classes in two directions.
    private static let casesMax = CauseClass.allCases.count * 2

    /// Upper bounds of the times of an answer to BYE and REGISTER, in seconds.
    private static let answerBounds: [Double] = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32]
    /// Upper bounds of the times of ringing and waiting, in seconds.
    private static let waitBounds: [Double] = [1, 3, 5, 10, 15, 20, 30, 45, 60, 120, 300, 600]

    /// The families, in the order of their descriptions.
    private enum Family: Int {
        case ringing, disconnectDelay, failovers, recoveries, registrations, registrationDelay
        case transfers, legEnds, queueCalls, queueWait, attempts
    }

    private static let families: [(name: String, kind: PrometheusKind, help: String)] = [
        ("calltrace_call_ringing_seconds", .histogram, "For how long the caller heard it ring."),
        (
            "calltrace_session_disconnect_delay_seconds", .histogram,
            "From BYE to its final answer (RFC 6076)."
        ),
        (
            "calltrace_call_failovers_total", .counter,
            "Attempts that went to another target after one had failed (408, 5xx, 6xx)."
        ),
        (
            "calltrace_calls_recovered_total", .counter,
            "Channels that a switch took over from one that died."
        ),
        (
            "calltrace_registration_attempts_total", .counter,
            "Registrations that came to an end, by what it was."
        ),
        (
            "calltrace_registration_delay_seconds", .histogram,
            "From the first REGISTER to the 200, challenge and retry included (RFC 6076)."
        ),
        (
            "calltrace_transfers_total", .counter,
            "Requests for a transfer (REFER), by what became of them."
        ),
        ("calltrace_leg_ends_total", .counter, "Channels that ended, by the class of the cause."),
        (
            "calltrace_queue_calls_total", .counter,
            "Callers that left a queue (mod_callcenter), by how."
        ),
        (
            "calltrace_queue_wait_seconds", .histogram,
            "For how long callers waited in a queue, until an agent answered or they left."
        ),
        (
            "calltrace_call_attempts_total", .counter,
            "Call attempts that came to an end or an answer, by the node that saw them first."
        ),
    ]

    init(node: String) { self.node = node }

    /// Makes the families appear before they have a series.
    static func declare(in registry: PrometheusRegistry) {
        for (index, family) in families.enumerated() {
            registry.declare(
                family.name, family.kind, help: family.help,
                buckets: [Family.ringing, .queueWait].contains { $0.rawValue == index }
                    ? waitBounds : answerBounds)
        }
        registry.declare(
            "calltrace_sip_retransmissions_total", .counter,
            help: "SIP messages that came again on the same hop, as each node saw them.")
    }

    /// Has the counters of failovers, recoveries and answers begin at 0.
    func begin(_ registry: PrometheusRegistry) {
        for family in [Family.failovers, .recoveries] { count(family, registry, by: 0) }
        count(.attempts, registry, case: Outcome.answered.index, by: 0) {
            [("outcome", Outcome.answered.rawValue)]
        }
    }

    /// Moves with what is measured of a call.
    func take(_ measure: CallMeasure, _ registry: PrometheusRegistry) {
        switch measure {
        case .ringing(let seconds): observe(.ringing, seconds, Self.waitBounds, registry)
        case .disconnect(let seconds, _):
            observe(.disconnectDelay, seconds, Self.answerBounds, registry)
        case .failover: count(.failovers, registry)
        case .attempt(let outcome):
            count(.attempts, registry, case: outcome.index) { [("outcome", outcome.rawValue)] }
        default: break
        }
    }

    /// Moves with registrations and transfers.
    func take(_ end: RequestEnd, _ registry: PrometheusRegistry) {
        guard end.kind == .registration else {
            let isAttended = end.kind == .attendedTransfer
            let isAccepted = end.outcome == .accepted
            return count(.transfers, registry, case: (isAttended ? 2 : 0) + (isAccepted ? 1 : 0)) {
                [
                    ("kind", isAttended ? "attended" : "blind"),
                    ("outcome", isAccepted ? "accepted" : "refused"),
                ]
            }
        }
        count(.registrations, registry, case: end.outcome.index) {
            [("outcome", end.outcome.rawValue)]
        }
        if end.outcome == .accepted, let seconds = end.seconds {
            observe(.registrationDelay, seconds, Self.answerBounds, registry)
        }
    }

    /// Moves with channels and callers in queues.
    func take(_ change: ChannelTable.Change, _ registry: PrometheusRegistry) {
        switch change {
        case .ended(let cause, let isInbound):
            count(.legEnds, registry, case: cause.index * 2 + (isInbound ? 1 : 0)) {
                [
                    ("cause_class", cause.rawValue),
                    ("direction", isInbound ? "inbound" : "outbound"),
                ]
            }
        case .recovered: count(.recoveries, registry)
        case .leftQueue(let outcome, let seconds):
            count(.queueCalls, registry, case: outcome.index) { [("outcome", outcome.rawValue)] }
            if let seconds {
                observe(.queueWait, seconds, Self.waitBounds, registry, case: outcome.index) {
                    [("outcome", outcome.rawValue)]
                }
            }
        }
    }

    private func count(
        _ family: Family, _ registry: PrometheusRegistry, case part: Int = 0, by amount: Int = 1,
        labels: () -> [(String, String)] = { [] }
    ) {
        let place = family.rawValue * Self.casesMax + part
        if let counter = counters[place] { return counter.increment(by: amount) }
        let counter = registry.counter(
            Self.families[family.rawValue].name, help: Self.families[family.rawValue].help,
            labels: labels() + [("node", node)])
        counters[place] = counter
        counter.increment(by: amount)
    }

    private func observe(
        _ family: Family, _ seconds: Double, _ bounds: [Double], _ registry: PrometheusRegistry,
        case part: Int = 0, labels: () -> [(String, String)] = { [] }
    ) {
        let place = family.rawValue * Self.casesMax + part
        if let histogram = histograms[place] { return histogram.observe(seconds) }
        let histogram = registry.histogram(
            Self.families[family.rawValue].name, help: Self.families[family.rawValue].help,
            labels: labels() + [("node", node)], buckets: bounds)
        histograms[place] = histogram
        histogram.observe(seconds)
    }
}

extension CaseIterable where Self: Equatable {
    /// The place among all cases; there are few.
    fileprivate var index: Int {
        Self.allCases.firstIndex(of: self).map {
            Self.allCases.distance(from: Self.allCases.startIndex, to: $0)
        } ?? 0
    }
}
