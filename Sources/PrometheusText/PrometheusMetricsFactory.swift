// The swift-metrics backend: what libraries measure appears in the same exposition.

public import CoreMetrics

/// A `MetricsFactory` whose metrics live in a ``PrometheusRegistry``.
///
/// Dots and other characters of a label become `_`; a counter gets `_total`, a timer is a histogram
/// in seconds and gets `_seconds`; a recorder is a histogram when it aggregates and a gauge when it
/// does not; a meter is a gauge. Destroying a handler leaves its series: others may count there
/// too, and a counter must not fall.
public struct PrometheusMetricsFactory: MetricsFactory {
    /// Bounds in seconds for timers: from a fast answer to a call that waits.
    public static let durationBuckets: [Double] = [
        0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
    ]

    /// Bounds for recorded numbers whose unit is not known: powers of ten.
    public static let valueBuckets: [Double] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]

    private let registry: PrometheusRegistry

    /// A factory that puts its metrics into this registry.
    public init(registry: PrometheusRegistry) {
        self.registry = registry
    }

    /// A counter named `<label>_total`.
    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        CounterBridge(
            counter: registry.counter(
                MetricName.metric(label, suffix: "_total"), help: "", labels: dimensions))
    }

    /// A histogram when it aggregates, a gauge when it does not.
    public func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        let name = MetricName.metric(label)
        guard aggregate else {
            return GaugeBridge(gauge: registry.gauge(name, help: "", labels: dimensions))
        }
        return HistogramBridge(
            histogram: registry.histogram(
                name, help: "", labels: dimensions, buckets: Self.valueBuckets))
    }

    /// A gauge.
    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        GaugeBridge(gauge: registry.gauge(MetricName.metric(label), help: "", labels: dimensions))
    }

    /// A histogram named `<label>_seconds`.
    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        TimerBridge(
            histogram: registry.histogram(
                MetricName.metric(label, suffix: "_seconds"), help: "", labels: dimensions,
                buckets: Self.durationBuckets))
    }

    /// Does nothing: the series stays.
    public func destroyCounter(_ handler: any CounterHandler) {}
    /// Does nothing: the series stays.
    public func destroyRecorder(_ handler: any RecorderHandler) {}
    /// Does nothing: the series stays.
    public func destroyMeter(_ handler: any MeterHandler) {}
    /// Does nothing: the series stays.
    public func destroyTimer(_ handler: any TimerHandler) {}
}
