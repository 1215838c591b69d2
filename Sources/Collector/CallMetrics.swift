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
        var routes: [UInt64: RouteMetrics] = [:]
        /// The route that was asked for last: a switch's calls come in runs.
        var last: (key: UInt64, series: RouteMetrics)?
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

    /// The next node got its number. What an alarm watches begins at 0: of a series that appears with 1, the
    /// first rise is not seen.
    func nodeNamed(_ name: String) {
        state.withLock { state in
            state.nodes.append(name)
            series(of: UInt16(state.nodes.count - 1), &state)?.begin(registry)
        }
    }

    /// The trunks have these names, by number.
    func setTrunks(_ names: [String]) { state.withLock { $0.trunks = names } }

    /// Moves with calls; `exemplar` names one where it may stand as an example.
    func take(_ measure: CallMeasure, of route: CallRoute, exemplar: PrometheusExemplar?) {
        state.withLock { state in
            var route = route
            if Int(route.node) >= state.nodes.count { route.node = 0 }
            guard let series = self.series(of: route, &state) else { return }
            series.take(measure, registry, exemplar: exemplar)
            switch measure {
            case .attempt, .ringing, .disconnect, .failover:
                self.series(of: route.node, &state)?.take(measure, registry)
            default: break
            }
        }
    }

    /// Moves with registrations and transfers.
    func take(_ end: RequestEnd) {
        state.withLock { state in series(of: end.node, &state)?.take(end, registry) }
    }

    /// Moves with channels and callers in queues.
    func take(_ change: ChannelTable.Change, node: NodeNumber) {
        state.withLock { state in series(of: node, &state)?.take(change, registry) }
    }

    private func series(of route: CallRoute, _ state: inout State) -> RouteMetrics? {
        let key = route.packed
        if let last = state.last, last.key == key { return last.series }
        let series: RouteMetrics
        if let known = state.routes[key] {
            series = known
        } else {
            guard state.routes.count < CollectorLimits.callRoutesMax else { return nil }
            series = RouteMetrics(labels: labels(of: route, state))
            state.routes[key] = series
        }
        state.last = (key, series)
        return series
    }

    private func series(of node: UInt16, _ state: inout State) -> NodeCallMetrics? {
        let node = Int(node) < state.nodes.count ? node : 0
        if let known = state.nodeSeries[node] { return known }
        guard Int(node) < state.nodes.count else { return nil }
        let made = NodeCallMetrics(node: state.nodes[Int(node)])
        state.nodeSeries[node] = made
        return made
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

extension CallRoute {
    /// All of it in one number.
    fileprivate var packed: UInt64 {
        UInt64(node) | UInt64(trunk) << 16 | UInt64(tenant) << 32
            | UInt64(direction.rawValue) << 48
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
