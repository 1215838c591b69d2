// The pushes that are being filled, and those that go out.

internal import CallGraph
internal import LokiPush

/// Fills pushes with the lines of settled blocks, a push a tenant at a time. Without I/O.
struct LokiPushes {
    /// A push that goes out.
    struct Push: Sendable {
        var batch = LokiBatch()
        /// nil for the default tenant.
        let tenant: LokiTenant?
        /// The blocks that it has lines of.
        var blocks: [UInt64] = []
        /// Where the streams stand in the batch, by their places among all; -1 for those that do not.
        private var places: [Int] = []

        init(tenant: LokiTenant?) { self.tenant = tenant }

        /// Takes a line; false when the batch is full.
        mutating func append(
            _ line: PreparedBlock.Line, of block: PreparedBlock, labels: [LokiLabels],
            more: LokiMetadata
        ) -> Bool {
            let stream = Int(line.stream)
            while places.count <= stream { places.append(-1) }
            if places[stream] < 0 { places[stream] = batch.open(labels[stream]) }
            let text = Int(line.text.lowerBound)..<Int(line.text.upperBound)
            let metadata = Int(line.metadata.lowerBound)..<Int(line.metadata.upperBound)
            return batch.append(
                at: places[stream], time: line.time,
                line: (line.isRendered ? block.texts : block.bytes).span.extracting(text),
                metadata: block.metadata.bytes.span.extracting(metadata), more: more.bytes.span)
        }
    }

    /// What is settled.
    var progress = LokiProgress()
    /// Pushes that are full, in order.
    private var ready: [Push] = []
    private var open: [LokiTenant?: Push] = [:]
    private let tenants: [LokiTenant?]
    private let defaultTenant: LokiTenant?
    private var trace = TraceLabel()

    /// Pushes to these tenants, by the places that `CallNames` knows them by.
    init(tenants: [LokiTenant?], defaultTenant: LokiTenant?) {
        self.tenants = tenants
        self.defaultTenant = defaultTenant
    }

    /// True when nothing is being filled or waits.
    var isEmpty: Bool { open.isEmpty && ready.isEmpty }

    /// Takes the lines of a block; `preparation` knows the calls.
    mutating func add(_ block: PreparedBlock, _ preparation: inout LokiPreparation) {
        progress.begin(block.number)
        let labels = preparation.streams.labels
        let calls = block.lines.map { line in
            line.leg.flatMap { preparation.call(of: $0, received: block.opened) }
        }
        var index = 0
        while index < block.lines.count {
            // Lines of one tenant come in runs; without tenants all do.
            let tenant = tenant(of: calls[index])
            var push = open.removeValue(forKey: tenant) ?? Push(tenant: tenant)
            begin(block.number, &push)
            repeat {
                let line = block.lines[index]
                trace.show(calls[index]?.id)
                if !push.append(line, of: block, labels: labels, more: trace.metadata) {
                    ready.append(push)
                    push = Push(tenant: tenant)
                    begin(block.number, &push)
                    // An empty batch takes anything.
                    _ = push.append(line, of: block, labels: labels, more: trace.metadata)
                }
                index += 1
            } while index < block.lines.count && self.tenant(of: calls[index]) == tenant
            open[tenant] = push
        }
        progress.finish(block.number)
    }

    private mutating func begin(_ number: UInt64, _ push: inout Push) {
        guard push.blocks.last != number else { return }
        push.blocks.append(number)
        progress.addPush(to: number)
    }

    private func tenant(of call: CallNames.Call?) -> LokiTenant? {
        call?.tenant.flatMap { tenants[$0] } ?? defaultTenant
    }

    /// Sends what is being filled as well.
    mutating func flush() {
        ready += open.values
        open.removeAll()
    }

    /// The next push to go out.
    mutating func next() -> Push? { ready.isEmpty ? nil : ready.removeFirst() }
}

/// The trace id as metadata, packed once for lines of one call that follow each other.
private struct TraceLabel {
    private(set) var metadata = LokiMetadata()
    private var id: CallIdentifier?
    private var digits: [UInt8] = []

    /// Shows this id; nothing when there is none.
    mutating func show(_ id: CallIdentifier?) {
        guard id != self.id else { return }
        self.id = id
        metadata.removeAll()
        guard let id else { return }
        digits.removeAll(keepingCapacity: true)
        id.render(into: &digits)
        let text = digits
        metadata.add("trace_id", text.span)
    }
}
