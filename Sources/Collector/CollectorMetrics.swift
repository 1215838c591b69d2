// Every number that the collector exports, with when it moves.

internal import CallGraph
internal import Ingest
internal import PrometheusText
internal import SIP
internal import Synchronization

/// The collector's metrics. Names and labels are those of the contract; label values come from fixed sets,
/// but `node` and `switch`, which are bounded in number and cleaned of everything but letters and digits.
final class CollectorMetrics: IngestMetrics {
    /// The registry behind `/metrics`.
    let registry: PrometheusRegistry
    /// What becomes of lines of Loki.
    let loki: LokiMetrics
    /// What calls come to.
    let calls: CallMetrics
    /// What is counted of media.
    let quality: QualityMetrics

    let packets: [[PrometheusCounter]]
    let refused: [RefusalReason: PrometheusCounter]
    let lines: LogLineMetrics
    private let records: [PrometheusCounter]
    let drops: [DropStage: PrometheusCounter]
    private let links: [Link.Kind: PrometheusCounter]
    private let nodes = Mutex<[NodeMetrics]>([])

    init(registry: PrometheusRegistry, version: String, tenants: TenantDirectory) {
        self.registry = registry
        packets = HEPTransport.allCases.map { transport in
            (1...3).map { version in
                registry.counter(
                    "calltrace_hep_packets_total", help: "HEP packets that were accepted.",
                    labels: [("transport", transport.label), ("version", String(version))])
            }
        }
        refused = registry.counters(
            "calltrace_hep_refused_total", help: "What came as HEP and was refused, by reason.",
            label: "reason")
        lines = LogLineMetrics(registry)
        records = RecordKind.allCases.map { kind in
            registry.counter(
                "calltrace_records_total", help: "Records written to the journal.",
                labels: [("kind", kind.label)])
        }
        drops = Dictionary(
            uniqueKeysWithValues: DropStage.allCases.map { stage in
                (
                    stage,
                    registry.counter(
                        "calltrace_records_dropped_total",
                        help: "Records that were lost, by where and why.",
                        labels: [
                            ("stage", stage.stage), ("reason", stage.reason),
                        ])
                )
            })
        links = registry.counters(
            "calltrace_links_total",
            help: "Links between legs that were seen for the first time.", label: "kind")
        calls = CallMetrics(registry, tenants: tenants)
        loki = LokiMetrics(registry)
        quality = QualityMetrics(registry)
        registry.gauge(
            "calltrace_build_info", help: "Always 1; the version is in the label.",
            labels: [("version", version)]
        ).set(1)
        registry.declare(
            "calltrace_sip_requests_total", .counter, help: "SIP requests, as each node saw them.")
        registry.declare(
            "calltrace_sip_responses_total", .counter, help: "SIP responses, as each node saw them."
        )
        NodeGauges.declare(in: registry)
        nodeNamed("other", number: 0)
    }

    func hepPackets(transport: HEPTransport, version: UInt8, count: Int) {
        packets[transport.rawValue][min(max(Int(version), 1), 3) - 1].increment(by: count)
    }

    func hepRefused(_ reason: RefusalReason) { refused[reason]?.increment() }

    func logLines(_ source: LogSource, count: Int) { lines.taken[source]?.increment(by: count) }

    func logRefused(_ reason: LogRefusal) { lines.refused[reason]?.increment() }

    func recorded(_ kind: RecordKind, count: Int) {
        records[Int(kind.rawValue) - 1].increment(by: count)
    }

    func dropped(stage: DropStage, count: Int) { drops[stage]?.increment(by: count) }

    func sipRequests(_ method: SIPMethod, node: NodeNumber, count: Int) {
        nodes.withLock { $0[index(node, $0.count)].request(method, count, registry) }
    }

    func sipResponses(_ method: SIPMethod, statusClass: Int, node: NodeNumber, count: Int) {
        nodes.withLock { $0[index(node, $0.count)].response(method, statusClass, count, registry) }
    }

    func retransmissions(_ method: SIPMethod, node: NodeNumber, count: Int) {
        nodes.withLock { $0[index(node, $0.count)].retransmission(method, count, registry) }
    }

    func call(_ measure: CallMeasure, of route: CallRoute, example: CallExample?) {
        calls.take(
            measure, of: route,
            exemplar: example.map { PrometheusExemplar($0.call, at: $0.received) })
    }

    func request(_ end: RequestEnd) { calls.take(end) }

    func channel(_ change: ChannelTable.Change, node: NodeNumber) { calls.take(change, node: node) }

    func link(_ kind: Link.Kind) { links[kind]?.increment() }

    func nodeNamed(_ name: String, number: NodeNumber) {
        quality.nodeNamed(name, number: number)
        nodes.withLock { nodes in
            guard Int(number) == nodes.count, nodes.count <= Ingest.Limits.labelledNodesMax else {
                return
            }
            nodes.append(NodeMetrics(name: name))
            calls.nodeNamed(name)
        }
    }

    /// Nodes beyond the labelled ones share the label `other`, number 0.
    private func index(_ node: NodeNumber, _ count: Int) -> Int {
        Int(node) < count ? Int(node) : 0
    }
}
