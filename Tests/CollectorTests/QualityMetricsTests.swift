// What is counted of media, by form and node.

import Ingest
import MediaQuality
import PrometheusText
import Testing

@testable import Collector

struct QualityMetricsTests {
    private static func text(_ registry: PrometheusRegistry) -> [String] {
        String(decoding: registry.exposition(), as: UTF8.self).split(separator: "\n").map(
            String.init)
    }

    private static func report() -> QualityReport {
        var report = QualityReport(.rtcpJSON)
        report.lossRatio = 0.004
        report.jitterSeconds = 0.012
        report.roundTripSeconds = 0.2
        report.scores = [MOSScore(.vqListening, 3.4), MOSScore(.eModel, 4.35)].compactMap(\.self)
        return report
    }

    @Test func `a report moves its counter and the histograms of what it says`() {
        let registry = PrometheusRegistry()
        let metrics = QualityMetrics(registry)
        metrics.nodeNamed("other", number: 0)
        metrics.nodeNamed("rtp1", number: 1)
        metrics.take(Self.report(), node: 1)
        metrics.take(QualityReport(.rtcpJSON), node: 1)
        metrics.refuse(.vqRTCPXR)
        let lines = Self.text(registry)
        let labels = #"node="rtp1",source="rtcp_json""#
        for line in [
            "calltrace_quality_reports_total{\(labels)} 2",
            "calltrace_quality_loss_ratio_bucket{\(labels),le=\"0.001\"} 0",
            "calltrace_quality_loss_ratio_bucket{\(labels),le=\"0.005\"} 1",
            "calltrace_quality_loss_ratio_count{\(labels)} 1",
            "calltrace_quality_jitter_seconds_bucket{\(labels),le=\"0.02\"} 1",
            "calltrace_quality_round_trip_seconds_bucket{\(labels),le=\"0.2\"} 1",
            "calltrace_quality_mos_bucket{algorithm=\"vq_mos_lq\",node=\"rtp1\",le=\"3.6\"} 1",
            "calltrace_quality_mos_count{algorithm=\"e_model_g107\",node=\"rtp1\"} 1",
            "calltrace_quality_unreadable_total{source=\"vq_rtcpxr\"} 1",
        ] { #expect(lines.contains(line), "\(line)") }
        #expect(registry.problems.isEmpty)
    }

    @Test func `nodes beyond the labelled ones share one label`() {
        let registry = PrometheusRegistry(samplesMax: 100_000)
        let metrics = QualityMetrics(registry)
        for number in 0...Ingest.Limits.labelledNodesMax + 50 {
            metrics.nodeNamed(number == 0 ? "other" : "n\(number)", number: NodeNumber(number))
            metrics.take(Self.report(), node: NodeNumber(number))
        }
        let counters = Self.text(registry).filter {
            $0.hasPrefix("calltrace_quality_reports_total{")
        }
        #expect(counters.count == Ingest.Limits.labelledNodesMax + 1)
        #expect(counters.contains { $0.contains("node=\"other\"") && $0.hasSuffix(" 51") })
    }

    @Test func `every source and algorithm has a place of its own`() {
        #expect(QualitySource.allCases.map(\.index) == Array(0..<QualitySource.allCases.count))
        #expect(MOSAlgorithm.allCases.map(\.index) == Array(0..<MOSAlgorithm.allCases.count))
    }
}
