// What is counted of media.

internal import Ingest
internal import MediaQuality
internal import PrometheusText
internal import Synchronization

/// The counters and histograms of reports on media, by the node that sent them.
///
/// A series appears with its first report. Nodes beyond the labelled ones share `other`.
final class QualityMetrics: Sendable {
    /// Shares of lost packets.
    static let lossBuckets = [0.001, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.5, 1]
    /// Seconds of jitter.
    static let jitterBuckets = [0.001, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2]
    /// Seconds of a round trip.
    static let roundTripBuckets = [0.01, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 1, 2]
    /// Opinion scores.
    static let mosBuckets = [1, 2, 2.5, 3, 3.3, 3.6, 3.8, 4, 4.1, 4.2, 4.3, 4.5]

    /// The series of one node and source.
    private struct Series {
        var reports: PrometheusCounter
        var loss: PrometheusHistogram?
        var jitter: PrometheusHistogram?
        var roundTrip: PrometheusHistogram?
    }

    private struct Node {
        var name: String
        var bySource = [Series?](repeating: nil, count: QualitySource.allCases.count)
        var byAlgorithm = [PrometheusHistogram?](repeating: nil, count: MOSAlgorithm.allCases.count)
    }

    private let registry: PrometheusRegistry
    /// Moves when what came as a report could not be read as one.
    private let unreadable: [QualitySource: PrometheusCounter]
    private let nodes = Mutex<[Node]>([])

    init(_ registry: PrometheusRegistry) {
        self.registry = registry
        unreadable = registry.counters(
            "calltrace_quality_unreadable_total",
            help: "What came as a report on media and could not be read.", label: "source")
        registry.declare(
            "calltrace_quality_reports_total", .counter, help: Self.reportsHelp)
        for (name, help) in [
            Self.lossFamily, Self.jitterFamily, Self.roundTripFamily, Self.mosFamily,
        ] { registry.declare(name, .histogram, help: help) }
    }

    private static let reportsHelp = "Reports on media that were read, by their form."
    private static let lossFamily = (
        "calltrace_quality_loss_ratio", "Share of packets lost, as reported."
    )
    private static let jitterFamily = (
        "calltrace_quality_jitter_seconds", "Interarrival jitter, where its clock is known."
    )
    private static let roundTripFamily = (
        "calltrace_quality_round_trip_seconds", "Round trip of media, where a report tells it."
    )
    private static let mosFamily = (
        "calltrace_quality_mos", "Opinion scores, each under the algorithm that made it."
    )

    /// Gives a node its label.
    func nodeNamed(_ name: String, number: NodeNumber) {
        nodes.withLock { nodes in
            guard Int(number) == nodes.count, nodes.count <= Ingest.Limits.labelledNodesMax else {
                return
            }
            nodes.append(Node(name: name))
        }
    }

    /// Moves with every report that was read.
    func take(_ report: QualityReport, node: NodeNumber) {
        nodes.withLock { nodes in
            let place = Int(node) < nodes.count ? Int(node) : 0
            guard nodes.indices.contains(place) else { return }
            observe(report, &nodes[place])
        }
    }

    /// Moves when a report cannot be read.
    func refuse(_ source: QualitySource) { unreadable[source]?.increment() }

    private func observe(_ report: QualityReport, _ node: inout Node) {
        let labels = [("source", report.source.rawValue), ("node", node.name)]
        func histogram(_ family: (String, String), _ buckets: [Double]) -> PrometheusHistogram {
            registry.histogram(family.0, help: family.1, labels: labels, buckets: buckets)
        }
        var series =
            node.bySource[report.source.index]
            ?? Series(
                reports: registry.counter(
                    "calltrace_quality_reports_total", help: Self.reportsHelp, labels: labels))
        series.reports.increment()
        if let loss = report.lossRatio {
            series.loss = series.loss ?? histogram(Self.lossFamily, Self.lossBuckets)
            series.loss?.observe(loss)
        }
        if let jitter = report.jitterSeconds {
            series.jitter = series.jitter ?? histogram(Self.jitterFamily, Self.jitterBuckets)
            series.jitter?.observe(jitter)
        }
        if let trip = report.roundTripSeconds {
            series.roundTrip =
                series.roundTrip ?? histogram(Self.roundTripFamily, Self.roundTripBuckets)
            series.roundTrip?.observe(trip)
        }
        node.bySource[report.source.index] = series
        for score in report.scores {
            let known =
                node.byAlgorithm[score.algorithm.index]
                ?? registry.histogram(
                    Self.mosFamily.0, help: Self.mosFamily.1,
                    labels: [("algorithm", score.algorithm.rawValue), ("node", node.name)],
                    buckets: Self.mosBuckets)
            known.observe(score.value)
            node.byAlgorithm[score.algorithm.index] = known
        }
    }
}

extension CollectorMetrics {
    func quality(_ report: QualityReport, node: NodeNumber) { quality.take(report, node: node) }

    func qualityUnreadable(_ source: QualitySource) { quality.refuse(source) }
}
