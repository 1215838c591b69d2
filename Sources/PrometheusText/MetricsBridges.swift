// The swift-metrics handlers, each a thin shell around one handle of the registry.

internal import CoreMetrics

final class CounterBridge: CounterHandler {
    private let counter: PrometheusCounter

    init(counter: PrometheusCounter) { self.counter = counter }

    func increment(by amount: Int64) { counter.increment(by: Int(clamping: amount)) }
    func reset() { counter.reset() }
}

final class GaugeBridge: RecorderHandler, MeterHandler {
    private let gauge: PrometheusGauge

    init(gauge: PrometheusGauge) { self.gauge = gauge }

    func record(_ value: Int64) { gauge.set(Double(value)) }
    func record(_ value: Double) { gauge.set(value) }
    func set(_ value: Int64) { gauge.set(Double(value)) }
    func set(_ value: Double) { gauge.set(value) }
    func increment(by amount: Double) { gauge.add(amount) }
    func decrement(by amount: Double) { gauge.add(-amount) }
}

final class HistogramBridge: RecorderHandler {
    private let histogram: PrometheusHistogram

    init(histogram: PrometheusHistogram) { self.histogram = histogram }

    func record(_ value: Int64) { histogram.observe(Double(value)) }
    func record(_ value: Double) { histogram.observe(value) }
}

final class TimerBridge: TimerHandler {
    private let histogram: PrometheusHistogram

    init(histogram: PrometheusHistogram) { self.histogram = histogram }

    func recordNanoseconds(_ duration: Int64) { histogram.observe(Double(duration) / 1e9) }
}
