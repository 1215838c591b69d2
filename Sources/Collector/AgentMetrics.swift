// The numbers of each agent, read when somebody looks at them.

internal import CallGraph
internal import Ingest
internal import PrometheusText
internal import Synchronization

/// The families with an agent's name. A series appears with its first count.
///
/// Nodes without a label of their own share `other`, as everywhere, and have neither a clock nor a version
/// there: it would be anybody's.
final class AgentMetrics: Sendable {
    private struct Handles {
        var packets: PrometheusCounter
        var bytes: PrometheusCounter
        var errors: [AgentFault: PrometheusCounter] = [:]
        var skew: PrometheusGauge?
        var versions: [Int: PrometheusGauge] = [:]
    }

    /// What the nodes of one label have sent together.
    private struct Sum {
        var name = ""
        var packets = 0
        var bytes = 0
        var faults: [AgentFault: Int] = [:]
        var skewMicroseconds: Int64?
        var version: Int?
    }

    private let registry: PrometheusRegistry
    private let handles = Mutex<[NodeNumber: Handles]>([:])

    init(registry: PrometheusRegistry) {
        self.registry = registry
        for family in [Family.packets, .bytes, .errors] {
            registry.declare(family.name, .counter, help: family.help)
        }
        for family in [Family.skew, .info] {
            registry.declare(family.name, .gauge, help: family.help)
        }
    }

    /// Has them set before each exposition.
    func register(_ lane: IngestLane, clock: @escaping @Sendable () -> Timestamp) {
        registry.onScrape { self.set(lane.agents(now: clock())) }
    }

    /// Sets them to what these reports say.
    func set(_ reports: [AgentReport]) {
        var sums: [NodeNumber: Sum] = [:]
        for report in reports {
            let isLabelled = (1...NodeNumber(Ingest.Limits.labelledNodesMax)).contains(
                report.number)
            add(report, to: &sums[isLabelled ? report.number : 0, default: Sum()], isLabelled)
        }
        // Under the lock, so that two scrapes at a time count nothing twice.
        handles.withLock { handles in
            for (number, sum) in sums { set(sum, &handles[number, default: make(sum.name)]) }
        }
    }

    private func add(_ report: AgentReport, to sum: inout Sum, _ isLabelled: Bool) {
        if sum.name.isEmpty { sum.name = isLabelled ? report.name : "other" }
        sum.packets += report.packets
        sum.bytes += report.bytes
        for fault in AgentFault.allCases {
            let count = report.count(of: fault)
            if count > 0 { sum.faults[fault, default: 0] += count }
        }
        guard isLabelled else { return }
        sum.skewMicroseconds = report.skewMicroseconds ?? report.eventSkewMicroseconds
        sum.version = report.version
    }

    private func make(_ name: String) -> Handles {
        Handles(
            packets: registry.counter(
                Family.packets.name, help: Family.packets.help, labels: [("node", name)]),
            bytes: registry.counter(
                Family.bytes.name, help: Family.bytes.help, labels: [("node", name)]))
    }

    private func set(_ sum: Sum, _ handles: inout Handles) {
        handles.packets.rise(to: sum.packets)
        handles.bytes.rise(to: sum.bytes)
        for (fault, count) in sum.faults {
            let counter =
                handles.errors[fault]
                ?? registry.counter(
                    Family.errors.name, help: Family.errors.help,
                    labels: [("node", sum.name), ("reason", fault.rawValue)])
            handles.errors[fault] = counter
            counter.rise(to: count)
        }
        if let skew = sum.skewMicroseconds {
            let gauge =
                handles.skew
                ?? registry.gauge(
                    Family.skew.name, help: Family.skew.help, labels: [("node", sum.name)])
            handles.skew = gauge
            gauge.set(Double(skew) / 1_000_000)
        }
        guard let version = sum.version else { return }
        if handles.versions[version] == nil {
            handles.versions[version] = registry.gauge(
                Family.info.name, help: Family.info.help,
                labels: [("hep_version", String(version)), ("node", sum.name)])
        }
        for (known, gauge) in handles.versions { gauge.set(known == version ? 1 : 0) }
    }

    /// The families' names and what moves them.
    private enum Family {
        case packets, bytes, errors, skew, info

        var name: String {
            switch self {
            case .packets: "calltrace_agent_packets_total"
            case .bytes: "calltrace_agent_bytes_total"
            case .errors: "calltrace_agent_errors_total"
            case .skew: "calltrace_agent_clock_skew_seconds"
            case .info: "calltrace_agent_info"
            }
        }

        var help: String {
            switch self {
            case .packets: "HEP packets of an agent that were accepted."
            case .bytes: "Bytes of HEP of those packets."
            case .errors: "What was wrong with packets of an agent, by reason."
            case .skew:
                "Seconds that an agent's clock is behind; less than 0 when it is ahead. The least of a "
                    + "minute, with the time on the way."
            case .info: "1 for the HEP version of an agent's last packet."
            }
        }
    }
}

extension PrometheusCounter {
    /// Counts what a total has grown by since the last time.
    fileprivate func rise(to total: Int) { increment(by: max(0, total - value)) }
}
