// What becomes of lines of Loki, in numbers.

internal import CallGraph
internal import LokiPush
internal import PrometheusText

/// The counters of the follower that feeds Loki.
struct LokiMetrics: Sendable {
    /// Moves when Loki settles an entry: accepted, or refused for good.
    let accepted: PrometheusCounter
    let refused: PrometheusCounter
    /// Moves with refused entries, by why.
    let reasons: [LokiRefusal: PrometheusCounter]
    /// Moves when entries that are too old for their stream go to one of their own.
    let late: PrometheusCounter
    /// Moves when a push is tried again.
    let retries: PrometheusCounter
    /// Bytes of settled pushes before compression.
    let bytes: PrometheusCounter
    /// What Loki said last when it took nothing.
    let delivery = Delivery()

    init(_ registry: PrometheusRegistry) {
        let help = "Entries that Loki has settled, by outcome."
        accepted = registry.counter(
            "calltrace_loki_entries_total", help: help, labels: [("outcome", "accepted")])
        refused = registry.counter(
            "calltrace_loki_entries_total", help: help, labels: [("outcome", "refused")])
        reasons = registry.counters(
            "calltrace_loki_refused_total",
            help: "Entries that Loki has refused for good, by reason.", label: "reason")
        late = registry.counter(
            "calltrace_loki_late_total",
            help: "Entries that were too old for their stream and went to one of their own.")
        retries = registry.counter(
            "calltrace_loki_retries_total", help: "Pushes to Loki that had to be tried again.")
        bytes = registry.counter(
            "calltrace_loki_bytes_total", help: "Bytes of settled pushes before compression.")
    }

    /// Counts a push that has to be tried again, and keeps why.
    func countRetry(_ reason: String, at time: Timestamp) {
        retries.increment()
        delivery.fail(reason, at: time)
    }

    /// Counts what became of a push.
    func count(_ outcome: LokiOutcome, bytes count: Int) {
        delivery.settle(refusal: outcome.reasons.last)
        accepted.increment(by: outcome.accepted)
        refused.increment(by: outcome.refused)
        for (reason, entries) in outcome.refusals { reasons[reason]?.increment(by: entries) }
        late.increment(by: outcome.replayed)
        bytes.increment(by: count)
    }
}
