// Families as text, in either form.

/// Writes one answer to a scrape.
struct ExpositionWriter {
    private let format: ExpositionFormat
    private(set) var text: [UInt8] = []

    init(_ format: ExpositionFormat) { self.format = format }

    /// Appends a family: HELP, TYPE, then its series ordered by labels.
    mutating func write(_ family: MetricFamily) {
        let title = format == .openMetrics ? family.openMetricsName : family.name
        if !family.help.isEmpty {
            append("# HELP \(title) ")
            append(escaped(family.help))
            append("\n")
        }
        append("# TYPE \(title) \(family.kind.rawValue)\n")
        let buckets = bucketLabels(family.bounds ?? [])
        for (labels, one) in family.series.sorted(by: { $0.key < $1.key }) {
            switch one {
            case .counter(let counter):
                sample(
                    family.name, labels, String(counter.value),
                    format == .openMetrics ? counter.lastExemplar : nil)
            case .gauge(let gauge):
                sample(family.name, labels, NumberText.render(gauge.value))
            case .histogram(let histogram):
                write(histogram, family.name, labels, buckets)
            }
        }
    }

    /// Ends the answer.
    mutating func finish() {
        if format == .openMetrics { append("# EOF\n") }
    }

    private mutating func write(
        _ histogram: PrometheusHistogram, _ name: String, _ labels: String, _ buckets: [String]
    ) {
        let counts = histogram.cumulativeCounts()
        let exemplars = format == .openMetrics ? histogram.exemplars : []
        let bucketName = name + "_bucket"
        for (index, bucket) in buckets.enumerated() {
            sample(
                bucketName, labels, bucket: bucket, String(counts[index]),
                exemplars.isEmpty ? nil : exemplars[index])
        }
        let sum = histogram.sum
        // OpenMetrics 1.0.0 §5.3: a sum is a count that only grows, or is not there, and then there
        // is no number of observations either.
        let isCount = sum >= 0 && histogram.bounds.first ?? 0 >= 0
        guard format == .text || isCount else { return }
        sample(name + "_sum", labels, NumberText.render(sum))
        sample(name + "_count", labels, String(counts.last ?? 0))
    }

    /// `le="0.5"` of each bucket.
    private func bucketLabels(_ bounds: [Double]) -> [String] {
        (bounds + [.infinity]).map {
            "le=\"\(format == .openMetrics ? NumberText.bound($0) : NumberText.render($0))\""
        }
    }

    private mutating func sample(
        _ name: String, _ labels: String, bucket: String = "", _ value: String,
        _ exemplar: (exemplar: PrometheusExemplar, value: Double)? = nil
    ) {
        append(name)
        if !labels.isEmpty || !bucket.isEmpty {
            text.append(UInt8(ascii: "{"))
            append(labels)
            if !labels.isEmpty, !bucket.isEmpty { text.append(UInt8(ascii: ",")) }
            append(bucket)
            text.append(UInt8(ascii: "}"))
        }
        text.append(UInt8(ascii: " "))
        append(value)
        if let (exemplar, value) = exemplar { exemplar.render(value: value, into: &text) }
        text.append(UInt8(ascii: "\n"))
    }

    private mutating func append(_ part: String) { text.append(contentsOf: part.utf8) }

    /// A help text in one line. OpenMetrics escapes quotes too.
    private func escaped(_ help: String) -> String {
        var escaped = ""
        for scalar in help.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where format == .openMetrics: escaped += "\\\""
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
