// However many series are asked for, so many lines and no more.

import PrometheusText
import Testing

struct SampleRoomTests {
    private func samples(_ registry: PrometheusRegistry) -> [Substring] {
        text(registry).split(separator: "\n").filter { !$0.hasPrefix("#") }
    }

    @Test func `an attack with nodes leaves under 5,000 lines, and something of every family`() {
        let registry = PrometheusRegistry()
        let bounds: [Double] = [0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 120, 180]
        for number in 0..<40 { registry.counter("fixed\(number)_total", help: "H.").increment() }
        for family in 0..<12 {
            registry.declare("c\(family)_total", .counter, help: "H.")
            registry.declare("h\(family)_seconds", .histogram, help: "H.", buckets: bounds)
        }
        var asked = 0
        for node in 0..<300 {
            for kind in 0..<3 {
                let labels = [("node", "n\(node)"), ("kind", "k\(kind)")]
                for family in 0..<12 {
                    registry.counter("c\(family)_total", help: "", labels: labels).increment()
                    registry.histogram(
                        "h\(family)_seconds", help: "", labels: labels, buckets: bounds
                    ).observe(1)
                    asked += 2
                }
            }
        }
        let lines = text(registry).split(separator: "\n")
        #expect(lines.count < 5_000 && samples(registry).count <= 4_500)
        #expect(samples(registry).count > 4_400)
        for family in 0..<12 {
            #expect(
                lines.contains { $0.hasPrefix("c\(family)_total{kind=\"other\",node=\"other\"}") })
            #expect(
                lines.contains { $0.hasPrefix("h\(family)_seconds_count{kind=\"other\",node=") })
        }
        // What was asked for is counted, in its own series or in that of others.
        let counted = samples(registry).reduce(0) { sum, line in
            guard line.hasPrefix("c") || line.contains("_seconds_count") else { return sum }
            return sum + (line.split(separator: " ").last.flatMap { Int($0) } ?? 0)
        }
        #expect(counted == asked)
        #expect(registry.seriesOverLimit > 0)
        #expect(registry.problems.count == 24)
    }

    @Test func `a histogram costs its buckets, sum and count`() {
        let registry = PrometheusRegistry(samplesMax: 15)
        for node in ["a", "b", "c", "d"] {
            registry.histogram("h", help: "", labels: [("node", node)], buckets: [1, 2]).observe(1)
        }
        // Three of five lines each: two of their own, and that of others.
        #expect(samples(registry).count == 15)
        #expect(text(registry).contains("h_count{node=\"b\"} 1\n"))
        #expect(text(registry).contains("h_count{node=\"other\"} 2\n"))
        #expect(registry.seriesOverLimit == 2)
    }

    @Test func `a declared family has room for one series, whenever that comes`() {
        let registry = PrometheusRegistry(samplesMax: 10)
        registry.declare("late_total", .counter, help: "")
        registry.declare("late_seconds", .histogram, help: "", buckets: [1])
        for node in 0..<20 { registry.gauge("g", help: "", labels: [("n", "\(node)")]).set(1) }
        #expect(samples(registry).count == 5)
        registry.counter("late_total", help: "").increment()
        registry.histogram("late_seconds", help: "", labels: [("n", "1")], buckets: [1]).observe(1)
        #expect(text(registry).contains("late_total 1\n"))
        #expect(text(registry).contains("late_seconds_count{n=\"other\"} 1\n"))
        #expect(samples(registry).count == 10)
    }

    @Test func `a series that is called other by itself is that of others, and not over the limit`()
    {
        let registry = PrometheusRegistry(samplesMax: 4)
        registry.counter("c_total", help: "", labels: [("n", "other")]).increment()
        #expect(registry.seriesOverLimit == 0)
        for node in 0..<5 {
            registry.counter("c_total", help: "", labels: [("n", "\(node)")]).increment()
        }
        registry.counter("c_total", help: "", labels: [("m", "x"), ("n", "1")]).increment()
        registry.counter("c_total", help: "", labels: [("n", "other")]).increment()
        #expect(text(registry).contains("c_total{n=\"other\"} 5\n"))
        #expect(samples(registry).count == 4)
        #expect(registry.seriesOverLimit == 3)
    }

    @Test func `where there is no room at all a handle counts for nobody, and it is told`() {
        let registry = PrometheusRegistry(samplesMax: 0)
        registry.counter("c_total", help: "").increment()
        registry.gauge("g", help: "", labels: [("a", "b")]).set(1)
        registry.histogram("h", help: "", buckets: [1]).observe(1)
        #expect(samples(registry).isEmpty)
        #expect(registry.seriesOverLimit == 3)
        #expect(registry.problems.count == 3)
    }

    @Test func `the bound holds for any order of families, kinds and labels`() {
        var generator = Xorshift(state: 0x9e37_79b9_7f4a_7c15)
        for _ in 0..<200 {
            let most = Int.random(in: 0...60, using: &generator)
            let registry = PrometheusRegistry(samplesMax: most)
            for _ in 0..<80 {
                let family = Int.random(in: 0..<6, using: &generator)
                let value = ["a", "b", "c", "d", "other"].randomElement(using: &generator) ?? ""
                let labels: [[(String, String)]] = [
                    [], [("n", value)], [("n", value), ("m", value)], [("m", value)],
                ]
                let some = labels.randomElement(using: &generator) ?? []
                switch family {
                case 0, 1: registry.counter("c\(family)", help: "", labels: some).increment()
                case 2: registry.gauge("g", help: "", labels: some).set(1)
                case 3: registry.declare("h\(family)", .histogram, help: "")
                default:
                    registry.histogram("h\(family)", help: "", labels: some, buckets: [1]).observe(
                        1)
                }
                #expect(samples(registry).count <= most)
            }
        }
    }
}

/// Numbers that are the same in every run.
private struct Xorshift: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
