// What the handles do at their edges and from many threads.

import PrometheusText
import Testing

struct HandleTests {
    @Test func `a counter ignores what is not positive and stops at the largest integer`() {
        let counter = PrometheusRegistry().counter("c_total", help: "")
        counter.increment(by: -5)
        counter.increment(by: 0)
        #expect(counter.value == 0)
        counter.increment(by: .max)
        #expect(counter.value == .max)
        counter.increment()
        counter.increment(by: 1 << 31)
        counter.increment(by: .max)
        #expect(counter.value == .max)
    }

    @Test func `a gauge adds and takes away`() {
        let gauge = PrometheusRegistry().gauge("g", help: "")
        gauge.set(2)
        gauge.add(3.5)
        gauge.add(-1)
        #expect(gauge.value == 4.5)
    }

    @Test func `every value falls into the first bucket whose bound is not below it`() {
        let bounds = [-2.0, 0, 1, 1.5, 10]
        for value in [-3.0, -2, -1, 0, 0.5, 1, 1.2, 1.5, 2, 10, 11] {
            let registry = PrometheusRegistry()
            registry.histogram("h", help: "", buckets: bounds).observe(value)
            let lines = text(registry).split(separator: "\n").filter { $0.contains("bucket") }
            for (line, bound) in zip(lines, bounds + [.infinity]) {
                #expect(line.hasSuffix(value <= bound ? " 1" : " 0"), "\(value) at \(bound)")
            }
        }
    }

    @Test func `nothing is lost when many tasks count at once, and scrapes stay consistent`() async
    {
        let registry = PrometheusRegistry()
        await withTaskGroup(of: Void.self) { group in
            for worker in 0..<8 {
                group.addTask {
                    let gauge = registry.gauge("g", help: "")
                    let histogram = registry.histogram("h", help: "", buckets: [1, 2])
                    for round in 0..<2_000 {
                        registry.counter("c_total", help: "", labels: [("w", "\(worker % 2)")])
                            .increment()
                        gauge.add(1)
                        histogram.observe(Double(round % 3) + 0.5)
                    }
                }
            }
            group.addTask {
                for _ in 0..<50 {
                    let lines = text(registry).split(separator: "\n")
                    let infinite = lines.first { $0.hasPrefix("h_bucket{le=\"+Inf\"}") }
                    let count = lines.first { $0.hasPrefix("h_count") }
                    #expect(
                        infinite?.split(separator: " ").last == count?.split(separator: " ").last)
                }
            }
        }
        let whole = text(registry)
        #expect(whole.contains("c_total{w=\"0\"} 8000\n"))
        #expect(whole.contains("c_total{w=\"1\"} 8000\n"))
        #expect(whole.contains("\ng 16000\n"))
        #expect(whole.contains("h_count 16000\n"))
        #expect(whole.contains("h_bucket{le=\"1\"} 5336\n"))
        #expect(whole.contains("h_sum 23992\n"))
    }
}
