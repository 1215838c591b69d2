// What is counted of log lines.

internal import Ingest
internal import PrometheusText

/// The counters of log lines: taken = recorded + dropped; what came as syslog = taken + refused.
struct LogLineMetrics: Sendable {
    /// Moves when a line was taken.
    let taken: [LogSource: PrometheusCounter]
    /// Moves when something of syslog was refused.
    let refused: [LogRefusal: PrometheusCounter]

    init(_ registry: PrometheusRegistry) {
        taken = registry.counters(
            "calltrace_log_lines_total", help: "Log lines that were taken, by source.",
            label: "source")
        refused = registry.counters(
            "calltrace_log_refused_total",
            help: "What came as syslog and was refused, by reason.", label: "reason")
    }
}
