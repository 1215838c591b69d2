// Who is heard, who is refused, and how those stand whom records are sent to.

internal import CallGraph
internal import Doctor
internal import Ingest
internal import LokiPush
internal import PrometheusText

extension SnapshotTaker {
    /// Takes agents, switches and those who are refused.
    func takeAgents(_ snapshot: inout CollectorSnapshot) {
        let reports = Dictionary(
            lane.agents(now: snapshot.now).map { ($0.name, $0) },
            uniquingKeysWith: { first, _ in first })
        snapshot.nodes = lane.nodes(now: snapshot.now).map { node in
            .init(
                name: node.name, lastSeen: node.lastSeen, activeCalls: node.active,
                agent: reports[node.name].flatMap { .init($0) })
        }
        snapshot.switches = switches.map { connection in
            .init(
                name: connection.name, address: connection.address,
                state: .init(connection.state), problem: connection.problem,
                skewSeconds: reports[connection.name]?.eventSkewMicroseconds
                    .map { Double($0) / 1_000_000 })
        }
        snapshot.namedAgents = agents.map(\.name)
        snapshot.logRefusals = LogRefusal.allCases.map {
            .init($0.rawValue, metrics.lines.refused[$0]?.value ?? 0)
        }
        snapshot.refusedSenders = lane.refusedSenders().map { .init($0) }
    }

    /// What is known of the endpoint of a follower.
    func takeDelivery(of follower: inout CollectorSnapshot.Follower) {
        let state: Delivery.State
        switch follower.name {
        case LokiFollower<HTTPLokiTransport>.name:
            state = metrics.loki.delivery.value
            follower.accepted = metrics.loki.accepted.value
            follower.refusals = LokiRefusal.allCases.map {
                .init($0.rawValue, metrics.loki.reasons[$0]?.value ?? 0)
            }
            follower.retries = metrics.loki.retries.value
        case OTLPFollower<HTTPOTLPTransport>.name:
            guard let otlp else { return }
            state = otlp.delivery.value
            follower.accepted = otlp.accepted.value
            follower.refusals = [.init("refused", otlp.refused.value)]
            follower.retries = otlp.retries.value
        default: return
        }
        follower.problem = state.problem
        follower.failed = state.failed
        follower.failingSince = state.failingSince
        follower.lastRefusal = state.refusal
    }
}

extension CollectorSnapshot.Agent {
    /// What an agent has sent; nil of a node that sends no HEP.
    fileprivate init?(_ report: AgentReport) {
        let faults = AgentFault.allCases.compactMap { fault in
            let count = report.count(of: fault)
            return count > 0 ? CollectorSnapshot.Refusal(fault.rawValue, count) : nil
        }
        guard report.packets > 0 || !faults.isEmpty else { return nil }
        self.init(version: report.version, packets: report.packets, bytes: report.bytes)
        packetsPerSecond = report.packetsPerSecond
        skewSeconds = report.skewMicroseconds.map { Double($0) / 1_000_000 }
        self.faults = faults
        address = report.sender == .unknown ? nil : report.sender.addressText
        if let (one, other) = report.sharedBy {
            sharedBy = [one.addressText, other.addressText].sorted()
        }
    }
}

extension CollectorSnapshot.RefusedSender {
    fileprivate init(_ row: RefusedSender) {
        let isLog = if case .log = row.reason { true } else { false }
        self.init(
            address: row.sender.addressText, reason: row.reason.label, isLog: isLog,
            appearance: row.appearance?.rawValue, count: row.count, last: row.last)
    }
}

extension CollectorSnapshot.Switch.State {
    fileprivate init(_ state: SwitchState) {
        self =
            switch state {
            case .connected: .connected
            case .disconnected: .disconnected
            case .refused: .refused
            }
    }
}
