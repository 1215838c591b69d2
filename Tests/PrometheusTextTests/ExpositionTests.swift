// The text exposition, byte for byte.

import PrometheusText
import Testing

struct ExpositionTests {
    @Test func `an empty registry writes nothing`() {
        #expect(PrometheusRegistry().exposition().isEmpty)
    }

    @Test func `families are ordered by name and series by labels, HELP and TYPE stand once`() {
        let registry = PrometheusRegistry()
        registry.gauge("zeta", help: "The last.").set(-1.5)
        registry.counter("packets_total", help: "Packets.", labels: [("version", "3"), ("a", "x")])
            .increment(by: 7)
        registry.counter("packets_total", help: "", labels: [("version", "2"), ("a", "x")])
            .increment()
        registry.counter("alpha_total", help: "").increment()
        #expect(
            text(registry) == """
                # TYPE alpha_total counter
                alpha_total 1
                # HELP packets_total Packets.
                # TYPE packets_total counter
                packets_total{a="x",version="2"} 1
                packets_total{a="x",version="3"} 7
                # HELP zeta The last.
                # TYPE zeta gauge
                zeta -1.5

                """)
        #expect(registry.problems.isEmpty)
    }

    @Test func `a histogram is cumulative and ends in +Inf, sum and count`() {
        let registry = PrometheusRegistry()
        let histogram = registry.histogram(
            "setup_seconds", help: "Set-up.", labels: [("node", "n")], buckets: [1, 0.1, 5, 1])
        for value in [0.1, 0.05, 0.7, 4, 90, .nan] { histogram.observe(value) }
        #expect(
            text(registry) == """
                # HELP setup_seconds Set-up.
                # TYPE setup_seconds histogram
                setup_seconds_bucket{node="n",le="0.1"} 2
                setup_seconds_bucket{node="n",le="1"} 3
                setup_seconds_bucket{node="n",le="5"} 4
                setup_seconds_bucket{node="n",le="+Inf"} 5
                setup_seconds_sum{node="n"} 94.85
                setup_seconds_count{node="n"} 5

                """)
        #expect(histogram.count == 5)
        #expect(histogram.bounds == [0.1, 1, 5])
    }

    @Test func `observations of infinity fall into the outer buckets`() {
        let registry = PrometheusRegistry()
        let histogram = registry.histogram("h", help: "", buckets: [1, .infinity, .nan])
        histogram.observe(.infinity)
        histogram.observe(-.infinity)
        #expect(
            text(registry) == """
                # TYPE h histogram
                h_bucket{le="1"} 1
                h_bucket{le="+Inf"} 2
                h_sum NaN
                h_count 2

                """)
    }

    @Test
    func `backslash, quote and line feed are escaped in values, backslash and line feed in help`() {
        let registry = PrometheusRegistry()
        registry.gauge("g", help: "a \\ b \"c\"\nd", labels: [("l", "a\\b\"c\nd")]).set(1)
        #expect(
            text(registry) == #"""
                # HELP g a \\ b "c"\nd
                # TYPE g gauge
                g{l="a\\b\"c\nd"} 1

                """#)
    }

    @Test(arguments: [
        (0.0, "0"), (-0.0, "0"), (3, "3"), (1_700_000_000, "1700000000"), (0.1, "0.1"),
        (1.5e300, "1.5e+300"), (2.5e-7, "2.5e-07"), (9_007_199_254_740_992, "9007199254740992"),
        (1e19, "1e+19"), (.nan, "NaN"), (.infinity, "+Inf"), (-.infinity, "-Inf"),
    ])
    func `a number is written so that it reads back the same`(number: Double, written: String) {
        let registry = PrometheusRegistry()
        registry.gauge("g", help: "").set(number)
        #expect(text(registry) == "# TYPE g gauge\ng \(written)\n")
    }

    @Test func `a declared family without a series has its TYPE line`() {
        let registry = PrometheusRegistry()
        registry.declare("later_total", .counter, help: "Comes later.")
        registry.declare("later_seconds", .histogram, help: "")
        #expect(
            text(registry) == """
                # TYPE later_seconds histogram
                # HELP later_total Comes later.
                # TYPE later_total counter

                """)
        registry.histogram("later_seconds", help: "Now.", buckets: [2]).observe(1)
        #expect(text(registry).contains("# HELP later_seconds Now.\n"))
        #expect(text(registry).contains("later_seconds_bucket{le=\"2\"} 1\n"))
        #expect(registry.problems.isEmpty)
    }

    @Test func `a scrape hook runs before each exposition and may ask for handles`() {
        let registry = PrometheusRegistry()
        registry.onScrape { [unowned registry] in registry.gauge("pulled", help: "").add(1) }
        #expect(text(registry) == "# TYPE pulled gauge\npulled 1\n")
        #expect(text(registry) == "# TYPE pulled gauge\npulled 2\n")
    }
}

/// The exposition as a string.
func text(_ registry: PrometheusRegistry) -> String {
    String(decoding: registry.exposition(), as: UTF8.self)
}
