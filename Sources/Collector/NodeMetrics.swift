// The counters of one node, made when they first move.

internal import PrometheusText
internal import SIP

/// The counters that carry one node's label.
///
/// A series appears with its first count: a node that never sees a PUBLISH has no series for it.
struct NodeMetrics {
    private let name: String
    private var requests = [PrometheusCounter?](repeating: nil, count: SIPMethod.allCases.count)
    private var responses = [PrometheusCounter?](
        repeating: nil, count: SIPMethod.allCases.count * 7)
    private var repeats = [PrometheusCounter?](repeating: nil, count: SIPMethod.allCases.count)

    init(name: String) { self.name = name }

    /// Moves with SIP requests.
    mutating func request(_ method: SIPMethod, _ count: Int, _ registry: PrometheusRegistry) {
        let index = Int(method.rawValue)
        if let counter = requests[index] { return counter.increment(by: count) }
        let counter = registry.counter(
            "calltrace_sip_requests_total", help: "SIP requests, as each node saw them.",
            labels: [("method", method.label), ("node", name)])
        requests[index] = counter
        counter.increment(by: count)
    }

    /// Moves with SIP responses; a status that is none has the class `other`.
    mutating func response(
        _ method: SIPMethod, _ statusClass: Int, _ count: Int, _ registry: PrometheusRegistry
    ) {
        let part = (1...6).contains(statusClass) ? statusClass : 0
        let index = Int(method.rawValue) * 7 + part
        if let counter = responses[index] { return counter.increment(by: count) }
        let counter = registry.counter(
            "calltrace_sip_responses_total", help: "SIP responses, as each node saw them.",
            labels: [
                ("method", method.label), ("class", part == 0 ? "other" : "\(part)xx"),
                ("node", name),
            ])
        responses[index] = counter
        counter.increment(by: count)
    }

    /// Moves with SIP messages that come again.
    mutating func retransmission(_ method: SIPMethod, _ count: Int, _ registry: PrometheusRegistry)
    {
        let index = Int(method.rawValue)
        if let counter = repeats[index] { return counter.increment(by: count) }
        let counter = registry.counter(
            "calltrace_sip_retransmissions_total",
            help: "SIP messages that came again on the same hop, as each node saw them.",
            labels: [("method", method.label), ("node", name)])
        repeats[index] = counter
        counter.increment(by: count)
    }
}
