// All series of one name.

/// A family: what stands between one `# TYPE` line and the next.
struct MetricFamily {
    /// One series' handle.
    enum Series {
        case counter(PrometheusCounter)
        case gauge(PrometheusGauge)
        case histogram(PrometheusHistogram)
    }

    let name: String
    let kind: PrometheusKind
    var help: String
    /// The bounds of every histogram of the family; nil while it is only declared.
    var bounds: [Double]?
    /// By rendered labels.
    var series: [String: Series] = [:]
    /// The rendered labels of the series that takes what is over the limit, once there is one.
    var overflow: String?
    /// Whether room is kept for a series that is not there yet: the first one without labels, or
    /// that of what is over the limit.
    var hasRoomKept = false

    /// Sample lines of one series; nil while the bounds are not known.
    var linesPerSeries: Int? {
        // Beside its bounds: the bucket of what is above all of them, sum and count.
        kind == .histogram ? bounds.map { $0.count + 3 } : 1
    }

    /// The series of these labels, made when it is new.
    mutating func findOrMake(_ labels: String) -> Series {
        if let found = series[labels] { return found }
        let made: Series =
            switch kind {
            case .counter: .counter(PrometheusCounter())
            case .gauge: .gauge(PrometheusGauge())
            case .histogram: .histogram(PrometheusHistogram(bounds: bounds ?? []))
            }
        series[labels] = made
        return made
    }

    /// The names that nobody else may have: those of the family's lines in either form, and those
    /// that OpenMetrics keeps for it (1.0.0 §4.5).
    var reservedNames: [String] {
        switch kind {
        case .counter: [name, openMetricsName, openMetricsName + "_created"]
        case .gauge: [name]
        case .histogram:
            [name, name + "_bucket", name + "_sum", name + "_count", name + "_created"]
        }
    }

    /// The name in OpenMetrics: `_total` belongs to the sample of a counter and not to the family.
    var openMetricsName: String {
        kind == .counter && name.hasSuffix("_total") ? String(name.dropLast(6)) : name
    }
}
