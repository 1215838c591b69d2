// What a batch comes to, so that the metrics are told once and not for every message.

internal import CallGraph
internal import SIP

/// Counts of one batch: packets by transport and version, log lines by source, SIP messages by method,
/// class and node.
///
/// A message costs an addition here; the metrics' locks and atomics are paid once a batch.
struct BatchTally: Sendable {
    /// Classes of a status code: 1 to 6, and 0 for what is none.
    private static var classes: Int { 7 }
    /// How many methods there are; the highest number is that of `other`.
    private static var methods: Int { Int(SIPMethod.other.rawValue) + 1 }
    /// Requests, then responses by class, then retransmissions, of one node.
    private static var countsPerNode: Int { methods * (2 + classes) }

    private var packets = [Int](repeating: 0, count: HEPTransport.allCases.count * 4)
    private var lines = [Int](repeating: 0, count: LogSource.allCases.count)
    private var messages = [UInt32](repeating: 0, count: 4 * countsPerNode)
    /// The places of `messages` that are not 0.
    private var touched: [Int] = []

    init() { touched.reserveCapacity(256) }

    /// Counts a packet; versions are 1 to 3.
    mutating func packet(_ transport: HEPTransport, version: UInt8) {
        packets[transport.rawValue * 4 + Int(version & 3)] += 1
    }

    /// Counts a log line.
    mutating func line(_ source: LogSource) { lines[source.index] += 1 }

    /// Counts a request.
    mutating func request(_ method: SIPMethod, node: NodeNumber) {
        add(Int(method.rawValue), node)
    }

    /// Counts a response.
    mutating func response(_ method: SIPMethod, statusCode: UInt16, node: NodeNumber) {
        let statusClass = Int(statusCode) / 100
        let part = (1...6).contains(statusClass) ? statusClass : 0
        add(Self.methods + Int(method.rawValue) * Self.classes + part, node)
    }

    /// Counts a message that came again.
    mutating func retransmission(_ method: SIPMethod, node: NodeNumber) {
        add(Self.methods * (1 + Self.classes) + Int(method.rawValue), node)
    }

    /// Tells `metrics` everything and begins anew.
    mutating func report(to metrics: any IngestMetrics) {
        for transport in HEPTransport.allCases {
            for version in 0..<4 where packets[transport.rawValue * 4 + version] > 0 {
                let place = transport.rawValue * 4 + version
                metrics.hepPackets(
                    transport: transport, version: UInt8(version), count: packets[place])
                packets[place] = 0
            }
        }
        for source in LogSource.allCases where lines[source.index] > 0 {
            metrics.logLines(source, count: lines[source.index])
            lines[source.index] = 0
        }
        for place in touched {
            let count = Int(messages[place])
            messages[place] = 0
            let node = NodeNumber(place / Self.countsPerNode)
            let rest = place % Self.countsPerNode - Self.methods
            if rest < 0 {
                let method = SIPMethod(rawValue: UInt8(rest + Self.methods)) ?? .other
                metrics.sipRequests(method, node: node, count: count)
            } else if rest >= Self.methods * Self.classes {
                let method =
                    SIPMethod(rawValue: UInt8(rest - Self.methods * Self.classes)) ?? .other
                metrics.retransmissions(method, node: node, count: count)
            } else {
                let method = SIPMethod(rawValue: UInt8(rest / Self.classes)) ?? .other
                metrics.sipResponses(
                    method, statusClass: rest % Self.classes, node: node, count: count)
            }
        }
        touched.removeAll(keepingCapacity: true)
    }

    private mutating func add(_ place: Int, _ node: NodeNumber) {
        // Nodes without a label of their own share that of number 0.
        let row = node <= Limits.labelledNodesMax ? Int(node) : 0
        let place = row * Self.countsPerNode + place
        while place >= messages.count {
            messages.append(contentsOf: repeatElement(0, count: Self.countsPerNode))
        }
        if messages[place] == 0 { touched.append(place) }
        messages[place] += 1
    }
}
