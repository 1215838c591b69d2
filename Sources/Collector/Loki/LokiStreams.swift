// The streams that lines of Loki are in.

internal import CallGraph
internal import LokiPush

/// Label sets by kind and node, made once each.
///
/// Labels: `job`, `kind`, `node`, and nothing else. What identifies a call is structured metadata.
struct LokiStreams: Sendable {
    /// Nodes that get a stream of their own; Loki allows a tenant 5,000 streams by default, and there are
    /// five kinds, each of which may have a second stream for what is late.
    private static let nodesMax = 256
    /// What the name of a node ends with in the stream for what is too old for its own.
    private static let lateMark = "~late"

    /// The label sets by place.
    private(set) var labels: [LokiLabels] = []
    /// True where the label is not the node's own name, which then stands in the metadata.
    private(set) var isShared: [Bool] = []
    private var places: [[UInt8]: Int] = [:]
    private var nodes: Set<[UInt8]> = []
    /// The streams of nodes beyond the limit.
    private var shared: [RecordKind: Int] = [:]
    /// The stream that was asked for last: records come in runs of one agent's.
    private var last: (name: [UInt8], place: Int)?
    private var scratch: [UInt8] = []

    /// The place in `labels` of the stream of records of this kind and node.
    mutating func place(of kind: RecordKind, node: Span<UInt8>) -> Int {
        scratch.removeAll(keepingCapacity: true)
        scratch.append(kind.rawValue)
        for index in 0..<node.count { scratch.append(node[index]) }
        if let last, last.name == scratch { return last.place }
        let place = places[scratch] ?? add(kind)
        last = (scratch, place)
        return place
    }

    /// The labels of the stream for what is too old for the stream of these labels.
    @Sendable static func late(_ labels: LokiLabels) -> LokiLabels {
        LokiLabels(
            labels.labels.map { ($0.name, $0.name == "node" ? $0.value + lateMark : $0.value) })
    }

    /// Adds the stream whose kind and node stand in `scratch`. Names come from the network.
    private mutating func add(_ kind: RecordKind) -> Int {
        let node = Array(scratch.dropFirst())
        let isOwn = nodes.contains(node) || nodes.count < Self.nodesMax
        if isOwn { nodes.insert(node) }
        let name = isOwn ? String(decoding: node, as: UTF8.self) : "other"
        let labels = LokiLabels([("job", "calltrace"), ("kind", kind.label), ("node", name)])
        // Beyond the limit all nodes of a kind share one; the table does not grow.
        if !isOwn, let shared = shared[kind] { return shared }
        self.labels.append(labels)
        isShared.append(!isOwn)
        if isOwn {
            places[scratch] = self.labels.count - 1
        } else {
            shared[kind] = self.labels.count - 1
        }
        return self.labels.count - 1
    }
}
