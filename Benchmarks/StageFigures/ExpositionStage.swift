// An answer to a scrape.

internal import PrometheusText

/// Rendering a registry as large as a busy collector's with many nodes.
enum ExpositionStage {
    /// Renders it `count` times.
    static func run(count: Int) -> Int {
        let registry = PrometheusRegistry(samplesMax: 5_000)
        for family in 0..<5 {
            for series in 0..<960 {
                registry.counter(
                    "calltrace_sip_\(family)_total", help: "SIP messages, as each node saw them.",
                    labels: [("method", "INVITE"), ("node", "proxy-\(series)")]
                ).increment(by: series * 7919)
            }
        }
        for node in 0..<10 {
            let histogram = registry.histogram(
                "calltrace_call_setup_seconds", help: "From INVITE to 2xx.",
                labels: [("node", "proxy-\(node)")],
                buckets: [0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 120, 180])
            histogram.observe(Double(node) / 3)
        }
        return CPUTime.nanoseconds {
            for _ in 0..<count { BlackHole.take(registry.exposition().count) }
        }
    }
}
