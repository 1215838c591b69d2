// What calls come to, in numbers.

internal import CallGraph
internal import Ingest
internal import PrometheusText
internal import Synchronization

/// Counters and histograms of calls, registrations, channels and queues.
///
/// Label values are numbers until a series is made: nodes are bounded by whoever numbers them, trunks and
/// tenants are the configuration's. All of it is bounded by the registry once more.
final class CallMetrics: Sendable {
    private struct State {
        var nodes: [String] = []
        var trunks: [String] = [""]
        var routes: [CallRoute: RouteMetrics] = [:]
        var nodeSeries: [UInt16: NodeCallMetrics] = [:]
    }

    private let registry: PrometheusRegistry
    private let tenants: [String]
    private let state = Mutex(State())

    init(_ registry: PrometheusRegistry, tenants: TenantDirectory) {
        self.registry = registry
        self.tenants = tenants.names
        RouteMetrics.declare(in: registry)
        NodeCallMetrics.declare(in: registry)
    }

    /// The next node got its number.
    func nodeNamed(_ name: String) { state.withLock { $0.nodes.append(name) } }

    /// The trunks have these names, by number.
    func setTrunks(_ names: [String]) { state.withLock { $0.trunks = names } }

    /// Moves with calls.
    func take(_ measure: CallMeasure, of route: CallRoute, trace: CallIdentifier?) {
        state.withLock { state in
            var route = route
            if Int(route.node) >= state.nodes.count { route.node = 0 }
            if state.routes[route] == nil {
                guard state.routes.count < CollectorLimits.callRoutesMax else { return }
                state.routes[route] = RouteMetrics(labels: labels(of: route, state))
            }
            state.routes[route]?.take(measure, registry)
            switch measure {
            case .ringing, .disconnect, .failover:
                perNode(route.node, &state) { $0.take(measure, registry) }
            default: break
            }
        }
    }

    /// Moves with registrations and transfers.
    func take(_ end: RequestEnd) {
        state.withLock { state in perNode(end.node, &state) { $0.take(end, registry) } }
    }

    /// Moves with channels and callers in queues.
    func take(_ change: ChannelTable.Change, node: NodeNumber) {
        state.withLock { state in perNode(node, &state) { $0.take(change, registry) } }
    }

    private func perNode(
        _ node: UInt16, _ state: inout State, _ body: (inout NodeCallMetrics) -> Void
    ) {
        let node = Int(node) < state.nodes.count ? node : 0
        guard Int(node) < state.nodes.count else { return }
        body(&state.nodeSeries[node, default: NodeCallMetrics(node: state.nodes[Int(node)])])
    }

    private func labels(of route: CallRoute, _ state: State) -> [(String, String)] {
        var labels = [
            ("node", Int(route.node) < state.nodes.count ? state.nodes[Int(route.node)] : "other"),
            ("direction", route.direction.label),
        ]
        if route.trunk > 0, Int(route.trunk) < state.trunks.count {
            labels.append(("trunk", state.trunks[Int(route.trunk)]))
        }
        if route.tenant > 0, Int(route.tenant) < tenants.count {
            labels.append(("tenant", tenants[Int(route.tenant)]))
        }
        return labels
    }
}

extension CallRoute.Direction {
    /// The word in labels.
    fileprivate var label: String {
        switch self {
        case .internal: "internal"
        case .in: "in"
        case .out: "out"
        }
    }
}
