// Handles, names, clashes and limits.

import PrometheusText
import Testing

struct RegistryTests {
    @Test func `the same name and labels in any order are the same handle`() {
        let registry = PrometheusRegistry()
        let first = registry.counter("c_total", help: "", labels: [("a", "1"), ("b", "2")])
        let second = registry.counter("c_total", help: "", labels: [("b", "2"), ("a", "1")])
        #expect(first === second)
        let other = registry.counter("c_total", help: "", labels: [("a", "2"), ("b", "1")])
        #expect(first !== other)
    }

    @Test(arguments: [
        ("calls", "calls_total"), ("9lives_total", "_9lives_total"), ("a.b-c", "a_b_c_total"),
        ("", "__total"), ("schön_total", "sch_n_total"), ("a:b_total", "a:b_total"),
        ("x\ny", "x_y_total"),
        (String(repeating: "n", count: 300), String(repeating: "n", count: 194) + "_total"),
    ])
    func `a counter's name is made to fit`(asked: String, written: String) {
        let registry = PrometheusRegistry()
        registry.counter(asked, help: "").increment()
        #expect(text(registry) == "# TYPE \(written) counter\n\(written) 1\n")
        #expect(registry.problems.count == (asked == written ? 0 : 1))
    }

    @Test func `label names are made to fit, reserved ones and doubles are told apart`() {
        let registry = PrometheusRegistry()
        registry.gauge(
            "g", help: "",
            labels: [("a-b", "1"), ("a.b", "2"), ("__name__", "3"), ("1", "4"), ("", "5")]
        ).set(1)
        #expect(
            text(registry)
                == "# TYPE g gauge\ng{_=\"5\",_1=\"4\",_name__=\"3\",a_b=\"1\",a_b_=\"2\"} 1\n")
        let histograms = PrometheusRegistry()
        histograms.histogram("h", help: "", labels: [("le", "x")], buckets: []).observe(1)
        #expect(text(histograms).contains("h_bucket{le_=\"x\",le=\"+Inf\"} 1\n"))
    }

    @Test func `a label value and a help text are cut at a character's border`() {
        let registry = PrometheusRegistry()
        let long = String(repeating: "é", count: 2_000) + "x"
        registry.gauge("g", help: "a" + long, labels: [("l", "a" + long)]).set(1)
        let lines = text(registry).split(separator: "\n")
        #expect(lines[0].utf8.count == "# HELP g ".utf8.count + 1_023)
        #expect(lines[2].utf8.count == "g{l=\"\"} 1".utf8.count + 511)
        #expect(!text(registry).contains("\u{FFFD}"))
    }

    @Test func `more than sixteen labels are cut and told`() {
        let registry = PrometheusRegistry()
        registry.gauge("g", help: "", labels: (0..<20).map { ("l\($0)", "v") }).set(1)
        #expect(text(registry).split(separator: ",").count == 16)
        #expect(registry.problems == ["g: 4 labels over the limit are left out"])
    }

    @Test func `a name that another kind has gives a detached handle and a problem`() {
        let registry = PrometheusRegistry()
        registry.gauge("level", help: "").set(4)
        registry.histogram("level", help: "", buckets: [1]).observe(1)
        #expect(text(registry) == "# TYPE level gauge\nlevel 4\n")
        #expect(registry.problems == ["level is a gauge, asked for as a histogram"])
        registry.histogram("level", help: "", buckets: [1]).observe(1)
        #expect(registry.problems.count == 1)
    }

    @Test func `a name that a histogram's lines have is refused, and the other way round`() {
        let registry = PrometheusRegistry()
        registry.histogram("h", help: "", buckets: []).observe(1)
        registry.gauge("h_count", help: "").set(9)
        registry.gauge("k_sum", help: "").set(1)
        registry.histogram("k", help: "", buckets: []).observe(1)
        #expect(!text(registry).contains("9"))
        #expect(!text(registry).contains("TYPE k histogram"))
        #expect(
            registry.problems == [
                "h_count would write h_count, which h writes",
                "k would write k_sum, which k_sum writes",
            ])
    }

    @Test func `series over the limit share one labelled other and are counted`() {
        let registry = PrometheusRegistry()
        for number in 0..<1_010 {
            registry.counter("c_total", help: "", labels: [("node", "n\(number)"), ("kind", "k")])
                .increment()
        }
        #expect(text(registry).contains("c_total{kind=\"other\",node=\"other\"} 10\n"))
        #expect(text(registry).split(separator: "\n").count == 1 + 1_000 + 1)
        #expect(registry.seriesOverLimit == 10)
        #expect(registry.problems.count == 1)
        // Other label names make no further series either; known ones are still found.
        registry.counter("c_total", help: "", labels: [("else", "1")]).increment()
        registry.counter("c_total", help: "", labels: [("node", "n3"), ("kind", "k")]).increment()
        #expect(text(registry).contains("c_total{kind=\"other\",node=\"other\"} 11\n"))
        #expect(text(registry).contains("c_total{kind=\"k\",node=\"n3\"} 2\n"))
        // The one without labels is always there.
        registry.counter("c_total", help: "").increment(by: 5)
        #expect(text(registry).contains("c_total 5\n"))
    }

    @Test func `families over the limit are detached and told`() {
        let registry = PrometheusRegistry()
        for number in 0..<1_100 { registry.gauge("g\(number)", help: "").set(1) }
        #expect(text(registry).split(separator: "\n").count == 2 * 1_024)
        #expect(registry.problems.count == 76)
    }

    @Test func `problems are bounded`() {
        let registry = PrometheusRegistry()
        for number in 0..<300 { registry.counter("c\(number)", help: "").increment() }
        #expect(registry.problems.count == 100)
    }

    @Test func `a histogram keeps its first bounds, at most 64 of them`() {
        let registry = PrometheusRegistry()
        let first = registry.histogram("h", help: "", buckets: (1...100).map(Double.init))
        let second = registry.histogram("h", help: "", labels: [("a", "b")], buckets: [1])
        #expect(first.bounds == (1...64).map(Double.init))
        #expect(second.bounds == first.bounds)
        #expect(registry.problems == ["h keeps the bounds it was made with"])
    }
}
