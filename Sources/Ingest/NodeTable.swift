// Names of agents, each with a small number and the time of its last sign of life.

internal import CallGraph

/// The agents and switches heard so far.
///
/// A node's name comes from the network: it is cut to visible ASCII, so that it can stand in a label, and
/// the number of names is bounded.
struct NodeTable: Sendable {
    /// One node.
    struct Node: Sendable {
        /// Its name, as in records.
        let name: NodeName
        var lastSeen = Timestamp.distantPast
        /// A switch's Core-UUID: another one after each start.
        var life: String?
        /// The last time that a switch put on what it said, and when that came here.
        var stamp: (said: Timestamp, received: Timestamp)?

        init(name: [UInt8]) { self.name = NodeName(name) }
    }

    /// By number. Number 0 is `other`: nodes beyond the limit.
    private(set) var nodes = [Node(name: Array("other".utf8))]
    private var byCaptureID: [UInt32: NodeNumber] = [:]
    private var byName: [[UInt8]: NodeNumber] = [:]
    private let names: [UInt32: String]
    /// The capture id that was asked for last, and its number: packets come in runs of one agent's.
    private var last: (captureID: UInt32, number: NodeNumber)?

    /// A table that knows these names of capture ids.
    init(names: [UInt32: String]) { self.names = names }

    /// The number of the agent with this capture id, and whether it is new.
    mutating func number(captureID: UInt32) -> (NodeNumber, isNew: Bool) {
        if let last, last.captureID == captureID { return (last.number, false) }
        if let number = byCaptureID[captureID] {
            last = (captureID, number)
            return (number, false)
        }
        let found = number(named: Array((names[captureID] ?? String(captureID)).utf8))
        if byCaptureID.count < Limits.nodesMax { byCaptureID[captureID] = found.0 }
        return found
    }

    /// The number of the node of this name, and whether it is new.
    mutating func number(named name: [UInt8]) -> (NodeNumber, isNew: Bool) {
        let clean = Self.clean(name)
        if let number = byName[clean] { return (number, false) }
        guard nodes.count < Limits.nodesMax else { return (0, false) }
        let number = NodeNumber(nodes.count)
        nodes.append(Node(name: clean))
        byName[clean] = number
        return (number, true)
    }

    /// Marks a sign of life.
    mutating func touch(_ number: NodeNumber, _ time: Timestamp) {
        nodes[Int(number)].lastSeen = time
    }

    /// Notes the life that a switch speaks from; true when it is another than before.
    mutating func begin(_ number: NodeNumber, life: String?) -> Bool {
        guard let life, nodes[Int(number)].life != life else { return false }
        nodes[Int(number)].life = life
        return true
    }

    /// The name of the switch that was last heard in this life.
    func name(living life: String) -> NodeName? { nodes.first { $0.life == life }?.name }

    /// Keeps the time that a switch put on what it said.
    mutating func stamp(_ number: NodeNumber, _ said: Timestamp, received: Timestamp) {
        nodes[Int(number)].stamp = (said, received)
    }

    /// The last time that a switch said, if that was within a second before `received`.
    func lastStamp(of number: NodeNumber, near received: Timestamp) -> Timestamp? {
        guard let stamp = nodes[Int(number)].stamp,
            (0...1_000_000).contains(received.microseconds(since: stamp.received))
        else { return nil }
        return stamp.said
    }

    /// Letters, digits and `. _ - :`, anything else as `_`; never empty, never long.
    static func clean(_ name: [UInt8]) -> [UInt8] {
        let kept = name.prefix(CallGraph.Limits.nodeNameBytesMax).map { byte -> UInt8 in
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x3a, 0x5f: byte
            default: 0x5f
            }
        }
        return kept.isEmpty ? Array("unknown".utf8) : kept
    }
}
