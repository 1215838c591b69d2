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

    /// The series of these labels, made when it is new.
    mutating func findOrMake(_ labels: String) -> Series {
        if let found = series[labels] { return found }
        let made: Series =
            switch kind {
            case .counter: .counter(PrometheusCounter())
            case .gauge: .gauge(PrometheusGauge())
            case .histogram: .histogram(PrometheusHistogram(bounds: bounds ?? [], labels: labels))
            }
        series[labels] = made
        return made
    }

    /// The names that the family's sample lines have.
    var sampleNames: [String] {
        kind == .histogram
            ? [name, name + "_bucket", name + "_sum", name + "_count"] : [name]
    }

    /// Appends the family as text: HELP, TYPE, then its series ordered by labels.
    func render(into text: inout [UInt8]) {
        if !help.isEmpty {
            text.append(contentsOf: "# HELP \(name) \(Self.escapeHelp(help))\n".utf8)
        }
        text.append(contentsOf: "# TYPE \(name) \(kind.rawValue)\n".utf8)
        for (labels, one) in series.sorted(by: { $0.key < $1.key }) {
            switch one {
            case .counter(let counter):
                Self.sample(name, labels, String(counter.value), into: &text)
            case .gauge(let gauge):
                Self.sample(name, labels, NumberText.render(gauge.value), into: &text)
            case .histogram(let histogram):
                let counts = histogram.cumulativeCounts()
                for (bucket, count) in zip(histogram.bucketLabels, counts) {
                    Self.sample(name + "_bucket", bucket, String(count), into: &text)
                }
                Self.sample(name + "_sum", labels, NumberText.render(histogram.sum), into: &text)
                Self.sample(name + "_count", labels, String(counts.last ?? 0), into: &text)
            }
        }
    }

    private static func sample(
        _ name: String, _ labels: String, _ value: String, into text: inout [UInt8]
    ) {
        text.append(contentsOf: name.utf8)
        if !labels.isEmpty {
            text.append(UInt8(ascii: "{"))
            text.append(contentsOf: labels.utf8)
            text.append(UInt8(ascii: "}"))
        }
        text.append(UInt8(ascii: " "))
        text.append(contentsOf: value.utf8)
        text.append(UInt8(ascii: "\n"))
    }

    private static func escapeHelp(_ help: String) -> String {
        var escaped = ""
        for scalar in help.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
