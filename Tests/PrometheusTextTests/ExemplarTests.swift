// Examples beside what was counted.

import PrometheusText
import Testing

struct ExemplarTests {
    private func exemplar(_ number: UInt64, at microseconds: Int64 = 1_700_000_000_123_000)
        -> PrometheusExemplar
    {
        PrometheusExemplar(traceHigh: 0xfe, traceLow: number, microseconds: microseconds)
    }

    @Test func `a counter and each bucket show the last example, in OpenMetrics only`() {
        let registry = PrometheusRegistry()
        let counter = registry.counter("c_total", help: "", labels: [("a", "b")])
        counter.increment(exemplar: exemplar(1))
        counter.increment(by: 3, exemplar: exemplar(2))
        let histogram = registry.histogram("h", help: "", buckets: [1, 5, 10])
        histogram.observe(0.5, exemplar: exemplar(3))
        histogram.observe(0.25, exemplar: exemplar(0xabc, at: 1_700_000_000_000_000))
        histogram.observe(20, exemplar: exemplar(5))
        histogram.observe(4)
        #expect(
            open(registry) == """
                # TYPE c counter
                c_total{a="b"} 4 # {trace_id="00000000000000fe0000000000000002"} 3 1700000000.123
                # TYPE h histogram
                h_bucket{le="1.0"} 2 # {trace_id="00000000000000fe0000000000000abc"} 0.25 1700000000
                h_bucket{le="5.0"} 3
                h_bucket{le="10.0"} 3
                h_bucket{le="+Inf"} 4 # {trace_id="00000000000000fe0000000000000005"} 20 1700000000.123
                h_sum 24.75
                h_count 4
                # EOF

                """)
        #expect(!text(registry).contains("trace_id"))
        #expect(text(registry).contains("c_total{a=\"b\"} 4\n"))
    }

    @Test func `what is not counted leaves no example, and no example is counted as ever`() {
        let registry = PrometheusRegistry()
        let counter = registry.counter("c_total", help: "")
        counter.increment(by: 0, exemplar: exemplar(1))
        counter.increment(by: -1, exemplar: exemplar(1))
        counter.increment(by: 2, exemplar: nil)
        let histogram = registry.histogram("h", help: "", buckets: [1])
        histogram.observe(.nan, exemplar: exemplar(1))
        histogram.observe(1, exemplar: nil)
        #expect(!open(registry).contains("trace_id"))
        #expect(counter.value == 2 && histogram.count == 1 && histogram.sum == 1)
    }

    @Test func `a value lies in the bucket that shows it, infinity too`() {
        let registry = PrometheusRegistry()
        let histogram = registry.histogram("h", help: "", buckets: [0, 1])
        for value: Double in [-.infinity, 1, .infinity] {
            histogram.observe(value, exemplar: exemplar(1))
        }
        let trace = "# {trace_id=\"00000000000000fe0000000000000001\"}"
        #expect(open(registry).contains("h_bucket{le=\"0.0\"} 1 \(trace) -Inf "))
        #expect(open(registry).contains("h_bucket{le=\"1.0\"} 2 \(trace) 1 "))
        #expect(open(registry).contains("h_bucket{le=\"+Inf\"} 3 \(trace) +Inf "))
    }

    @Test(arguments: [Int64.min, -1, 0, 1, .max])
    func `the largest ids and any time stay within the 128 characters of the format`(
        microseconds: Int64
    ) throws {
        let registry = PrometheusRegistry()
        registry.counter("c_total", help: "").increment(
            exemplar: PrometheusExemplar(
                traceHigh: .max, traceLow: .max, microseconds: microseconds))
        let parts = open(registry).split(separator: "\n")[1].split(separator: " ")
        #expect(
            parts.count == 6 && parts[3] == "{trace_id=\"\(String(repeating: "f", count: 32))\"}")
        #expect(try #require(Double(parts[5])).isFinite)
        #expect("trace_id".count + 32 <= 128)
    }

    @Test func `nothing is lost when many tasks leave examples during scrapes`() async {
        let registry = PrometheusRegistry()
        let counter = registry.counter("c_total", help: "")
        let histogram = registry.histogram("h", help: "", buckets: [1, 2])
        await withTaskGroup(of: Void.self) { group in
            for worker: UInt64 in 0..<6 {
                group.addTask {
                    for round in 0..<2_000 {
                        let exemplar = round % 3 == 0 ? nil : exemplar(worker)
                        counter.increment(exemplar: exemplar)
                        histogram.observe(Double(round % 3) + 0.5, exemplar: exemplar)
                    }
                }
            }
            group.addTask { for _ in 0..<50 { _ = open(registry) } }
        }
        #expect(counter.value == 12_000 && histogram.count == 12_000)
        // Alone, an example is always kept.
        counter.increment(exemplar: exemplar(77))
        #expect(
            open(registry).contains(
                "c_total 12001 # {trace_id=\"00000000000000fe000000000000004d\"}"))
    }
}
