// The counts of all agents, by the numbers of their nodes.

internal import CallGraph
internal import HEP

/// Counts beside `NodeTable`, which bounds how many there are.
struct AgentTable: Sendable {
    private var agents: [AgentCounts] = []

    /// Counts an accepted packet of so many bytes.
    @inline(__always)
    mutating func count(
        _ packet: HEPPacket, bytes: Int, from sender: Endpoint, received: Timestamp,
        of node: NodeNumber
    ) {
        grow(to: node)
        agents[Int(node)].count(
            packet, bytes: bytes, from: sender, received: received.microseconds)
    }

    /// Counts a fault.
    mutating func count(_ fault: AgentFault, of node: NodeNumber) {
        grow(to: node)
        agents[Int(node)].count(fault)
    }

    /// Takes the time of an event.
    mutating func hear(eventAt said: Int64, received: Timestamp, of node: NodeNumber) {
        // Nobody checks the time of an event: what is no time of this age is none.
        guard said >= HEP.Limits.timeMin,
            said <= received.microseconds &+ HEP.Limits.clockAheadMax
        else { return }
        grow(to: node)
        agents[Int(node)].hear(eventAt: said, received: received.microseconds)
    }

    /// The counts of a node; all 0 when it has sent nothing that is counted here.
    func counts(of node: NodeNumber) -> AgentCounts {
        Int(node) < agents.count ? agents[Int(node)] : AgentCounts()
    }

    private mutating func grow(to node: NodeNumber) {
        while agents.count <= Int(node) { agents.append(AgentCounts()) }
    }
}
