// The exposition in OpenMetrics, byte for byte.

import PrometheusText
import Testing

struct OpenMetricsTests {
    @Test func `an empty registry is only its end`() {
        #expect(open(PrometheusRegistry()) == "# EOF\n")
    }

    @Test func `a counter's family has no _total, its sample has`() {
        let registry = PrometheusRegistry()
        registry.counter("packets_total", help: "Packets.", labels: [("a", "x\"y\\z\n")])
            .increment(by: 7)
        registry.declare("later_total", .counter, help: "")
        registry.gauge("zeta", help: "a \\ b \"c\"\nd").set(-1.5)
        #expect(
            open(registry) == #"""
                # TYPE later counter
                # HELP packets Packets.
                # TYPE packets counter
                packets_total{a="x\"y\\z\n"} 7
                # HELP zeta a \\ b \"c\"\nd
                # TYPE zeta gauge
                zeta -1.5
                # EOF

                """#)
    }

    @Test func `the bounds of buckets are written as floats`() {
        let registry = PrometheusRegistry()
        registry.histogram(
            "h_seconds", help: "", labels: [("node", "n")],
            buckets: [0, 0.001, 1, 2.5, 10, 180, 123_456, 1_000_000, 1_234_567.5, 1e7, 1e15, 1e16]
        ).observe(1)
        let bounds = open(registry).split(separator: "\n").filter { $0.contains("_bucket") }
            .compactMap { $0.split(separator: "le=\"").last?.split(separator: "\"").first }
        #expect(
            bounds == [
                "0.0", "0.001", "1.0", "2.5", "10.0", "180.0", "123456.0", "1e+06", "1.2345675e+06",
                "1e+07", "1e+15", "1e+16", "+Inf",
            ])
        #expect(open(registry).contains("h_seconds_bucket{node=\"n\",le=\"1.0\"} 1\n"))
        #expect(text(registry).contains("h_seconds_bucket{node=\"n\",le=\"1\"} 1\n"))
    }

    @Test func `small bounds have the exponent of the format`() {
        let registry = PrometheusRegistry()
        registry.histogram("h", help: "", buckets: [1e-10, 1e-5, 1e-4]).observe(0)
        for bound in ["1e-10", "1e-05", "0.0001"] {
            #expect(open(registry).contains("h_bucket{le=\"\(bound)\"} 1\n"), "\(bound)")
        }
    }

    @Test func `a sum that is no count is left out, with the number of observations`() {
        for (buckets, value) in [([-1.0, 1], 1.0), ([1], -1), ([1], .nan)] {
            let registry = PrometheusRegistry()
            let histogram = registry.histogram("h", help: "", buckets: buckets)
            histogram.observe(value.isNaN ? .infinity : value)
            if value.isNaN { histogram.observe(-.infinity) }
            #expect(text(registry).contains("h_sum ") && text(registry).contains("h_count "))
            #expect(!open(registry).contains("h_sum") && !open(registry).contains("h_count"))
            #expect(open(registry).contains("h_bucket{le=\"+Inf\"}"))
        }
    }

    @Test func `a family that would be another's in OpenMetrics is refused`() {
        let registry = PrometheusRegistry()
        registry.counter("calls", help: "").increment()
        registry.gauge("calls", help: "").set(9)
        registry.gauge("calls_created", help: "").set(9)
        registry.histogram("h", help: "", buckets: []).observe(1)
        registry.gauge("h_created", help: "").set(9)
        #expect(!text(registry).contains("9"))
        #expect(registry.problems.count == 4)
        #expect(registry.problems.contains("calls would write calls, which calls_total writes"))
    }
}

/// The exposition in OpenMetrics as a string.
func open(_ registry: PrometheusRegistry) -> String {
    String(decoding: registry.exposition(.openMetrics), as: UTF8.self)
}
