// The numbers of the follower that sends traces, with when they move.

internal import PrometheusText

/// Counts spans, tries, and calls that could not be sent.
struct OTLPMetrics: Sendable {
    /// Why a call is not sent.
    enum Loss: String, CaseIterable {
        /// Nothing is left of it in the journal.
        case gone
        /// Too many calls go on after one of their legs ended: it is sent when its next leg ends.
        case delayed
    }

    /// Spans that were taken, and spans that were refused for good.
    let accepted: PrometheusCounter
    let refused: PrometheusCounter
    /// Requests that had to be sent again.
    let retries: PrometheusCounter
    /// What the endpoint said last when it took nothing.
    let delivery = Delivery()
    private let losses: [Loss: PrometheusCounter]

    init(registry: PrometheusRegistry) {
        func spans(_ outcome: String) -> PrometheusCounter {
            registry.counter(
                "calltrace_otlp_spans_total", help: "Spans that were settled, by outcome.",
                labels: [("outcome", outcome)])
        }
        accepted = spans("accepted")
        refused = spans("refused")
        retries = registry.counter(
            "calltrace_otlp_retries_total", help: "Requests with spans that were sent again.")
        losses = registry.counters(
            "calltrace_otlp_calls_dropped_total",
            help: "Calls that ended and were not sent, by reason.", label: "reason")
    }

    func lost(_ loss: Loss) { losses[loss]?.increment() }
}
