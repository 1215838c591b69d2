// Whose bytes belong together.

internal import CallGraph
internal import HEP

/// One direction of a connection, as one agent sees it.
///
/// Agents that cannot tell the addresses (sofia-sip over IPv6 sends `::` for both) still tell the
/// ports, and one of them is the client's own.
struct StreamKey: Hashable, Sendable {
    /// Who captured it: two agents on one connection each see all of it.
    let node: NodeNumber
    /// Where its bytes come from.
    let source: Endpoint
    /// Where they go.
    let destination: Endpoint
    /// TCP, TLS or what else the agent says.
    let ipProtocol: UInt8

    /// The connection of a record, nil for datagrams and for ends that cannot be told apart.
    init?(_ header: RecordHeader, node: NodeNumber) {
        guard header.ipProtocol != IPProtocol.udp, header.source != header.destination else {
            return nil
        }
        self.node = node
        source = header.source
        destination = header.destination
        ipProtocol = header.ipProtocol
    }
}
