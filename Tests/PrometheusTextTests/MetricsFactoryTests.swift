// The swift-metrics backend.

import CoreMetrics
import PrometheusText
import Testing

struct MetricsFactoryTests {
    let registry = PrometheusRegistry()
    var factory: PrometheusMetricsFactory { PrometheusMetricsFactory(registry: registry) }

    @Test func `counters of swift-metrics end in _total and add up`() {
        let dimensions = [("path", "/metrics")]
        Counter(label: "hb.requests", dimensions: dimensions, factory: factory).increment(by: 3)
        Counter(label: "hb.requests", dimensions: dimensions, factory: factory).increment()
        #expect(
            text(registry)
                == "# TYPE hb_requests_total counter\nhb_requests_total{path=\"/metrics\"} 4\n")
        let resettable = Counter(label: "hb.requests", dimensions: dimensions, factory: factory)
        resettable.reset()
        #expect(text(registry).hasSuffix(" 0\n"))
        #expect(registry.problems.isEmpty)
    }

    @Test func `a timer is a histogram in seconds`() {
        let timer = Timer(label: "http.duration", dimensions: [], factory: factory)
        timer.recordMilliseconds(20)
        timer.recordSeconds(3)
        let whole = text(registry)
        #expect(whole.contains("# TYPE http_duration_seconds histogram\n"))
        #expect(whole.contains("http_duration_seconds_bucket{le=\"0.01\"} 0\n"))
        #expect(whole.contains("http_duration_seconds_bucket{le=\"0.025\"} 1\n"))
        #expect(whole.contains("http_duration_seconds_bucket{le=\"5\"} 2\n"))
        #expect(whole.contains("http_duration_seconds_sum 3.02\n"))
    }

    @Test func `a recorder is a histogram when it aggregates and a gauge when it does not`() {
        Recorder(label: "sizes", dimensions: [], aggregate: true, factory: factory).record(50)
        Gauge(label: "depth", dimensions: [], factory: factory).record(7)
        let whole = text(registry)
        #expect(whole.contains("# TYPE depth gauge\ndepth 7\n"))
        #expect(whole.contains("sizes_bucket{le=\"10\"} 0\nsizes_bucket{le=\"100\"} 1\n"))
    }

    @Test func `a meter goes up and down, a floating-point counter rounds into a counter`() {
        let meter = Meter(label: "load", dimensions: [], factory: factory)
        meter.set(2.5)
        meter.increment(by: 1.0)
        meter.decrement(by: 3.0)
        FloatingPointCounter(label: "work", dimensions: [], factory: factory).increment(by: 2.75)
        let whole = text(registry)
        #expect(whole.contains("load 0.5\n"))
        #expect(whole.contains("work_total 2\n"))
    }

    @Test func `destroying a handler leaves its series`() {
        let counter = Counter(label: "kept", dimensions: [], factory: factory)
        counter.increment()
        counter.destroy()
        #expect(text(registry).contains("kept_total 1\n"))
    }
}
