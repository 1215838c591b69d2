// What is live at a node, set at each scrape.

internal import CallGraph
internal import Ingest
internal import PrometheusText

/// The gauges of one node.
enum NodeGauges {
    private static let lastSeen = (
        name: "calltrace_agent_last_seen_timestamp_seconds",
        help: "When a node was heard last, in seconds since 1970."
    )
    private static let active = (
        name: "calltrace_calls_active", help: "Calls being set up or up, by first node."
    )
    private static let peak = (
        name: "calltrace_call_attempts_per_second_peak",
        help: "Attempts in the busiest second of the last minute."
    )
    private static let legs = (
        name: "calltrace_legs_active",
        help: "Channels that are up on switches that are connected."
    )
    private static let conferences = (
        name: "calltrace_conferences_active", help: "Conferences that a switch holds."
    )
    private static let members = (
        name: "calltrace_conference_members", help: "Members of the conferences of a switch."
    )

    /// Makes the families appear before they have a series.
    static func declare(in registry: PrometheusRegistry) {
        for gauge in [lastSeen, active, peak, legs, conferences, members] {
            registry.declare(gauge.name, .gauge, help: gauge.help)
        }
    }

    /// Sets them all.
    static func set(_ node: NodeSnapshot, in registry: PrometheusRegistry) {
        func set(_ gauge: (name: String, help: String), _ value: Double) {
            registry.gauge(gauge.name, help: gauge.help, labels: [("node", node.name)]).set(value)
        }
        set(lastSeen, Double(node.lastSeen.microseconds) / 1_000_000)
        set(active, Double(node.active))
        set(peak, Double(node.attemptsPeak))
        guard let channels = node.channels else { return }
        set(legs, Double(channels))
        set(conferences, Double(node.conferences))
        set(members, Double(node.conferenceMembers))
    }
}
