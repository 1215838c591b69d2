// Events and log lines of switches, written as records.

internal import CallGraph
internal import EventSocket

extension LaneState {
    /// Takes what a switch said.
    mutating func take(
        _ message: SwitchMessage, of name: String, at sender: Endpoint, received: Timestamp,
        into block: inout RecordBlock
    ) {
        let node = node(named: Array(name.utf8))
        nodes.touch(node, received)
        switch message {
        case .event(let event):
            if let said = event.timestamp {
                agents.hear(eventAt: said, received: received, of: node)
            }
            // A heartbeat is a sign of life and nothing else, but for the first of a new life.
            let isFirst = nodes.begin(node, life: event.coreUUID)
            if isFirst { channels.forget(node: node) }
            guard event.name != "HEARTBEAT" || isFirst else { return }
            isFirstOfLife = isFirst
            take(event, of: name, node, at: sender, received: received, into: &block)
        case .line(let line): take(line, node, at: sender, received: received, into: &block)
        }
    }

    /// Takes a CDR, under the name of the switch that its event socket is known by, else its own.
    ///
    /// It may come long after the switch was started anew: it is no sign of which life that is in.
    mutating func take(
        cdr event: SwitchEvent, received: Timestamp, into block: inout RecordBlock
    ) {
        let name =
            event.coreUUID.flatMap { nodes.name(living: $0)?.text } ?? event.switchName ?? "unknown"
        let node = node(named: Array(name.utf8))
        take(
            event, of: nodes.nodes[Int(node)].name.text, node, at: .unknown, received: received,
            into: &block)
    }

    private mutating func take(
        _ event: SwitchEvent, of name: String, _ node: NodeNumber, at sender: Endpoint,
        received: Timestamp, into block: inout RecordBlock
    ) {
        let stamp = event.timestamp.map { Timestamp(microseconds: $0) }
        if let stamp, !event.isCDR { nodes.stamp(node, stamp, received: received) }
        let reading = ChannelEvent(event, node: name, time: stamp ?? received)
        let newLinks = observe(reading.links)
        if !event.isCDR { count(event, node: node) }
        countQuality(of: event, node: node)
        let header = RecordHeader(
            kind: .event, flags: stamp == nil ? .timeOfReceipt : [], time: stamp ?? received,
            received: received, sender: sender.host)
        var keys = reading.keys(hasher, newLinks: newLinks)
        if isFirstOfLife {
            isFirstOfLife = false
            keys.append(hasher.key(SwitchLife.identity(name)))
        }
        write(
            header, node: node, correlation: Span(), payload: event.json.span, keys: keys,
            into: &block)
    }

    private mutating func take(
        _ line: SwitchLogLine, _ node: NodeNumber, at sender: Endpoint, received: Timestamp,
        into block: inout RecordBlock
    ) {
        tally.line(.switch)
        let text = Array(line.text.utf8)
        let stamp = LogText.time(of: text, received: received)
        if let stamp { nodes.stamp(node, stamp, received: received) }
        // Some lines bear no time (EXECUTE …): they belong to what was said just before them.
        let time = stamp ?? nodes.lastStamp(of: node, near: received) ?? received
        let header = RecordHeader(
            kind: .log, flags: stamp == nil ? .timeOfReceipt : [], ipProtocol: line.level.rawValue,
            time: time, received: received, sender: sender.host)
        let correlation = Array((line.uniqueID ?? "").utf8)
        write(
            header, node: node, correlation: correlation.span, payload: text.span,
            keys: IdentityKeys(logLine: text, channel: line.uniqueID, hasher: hasher), into: &block)
    }

    /// Takes the summary of a call. Nothing finds it: what it says stands in the records of the call.
    mutating func take(
        _ call: FinishedCall, received: Timestamp, into block: inout RecordBlock
    ) {
        let header = RecordHeader(kind: .call, time: call.end, received: received)
        let id = Array(call.call.id.utf8)
        let node = node(named: Array((call.nodes.first ?? "calltrace").utf8))
        let payload = call.json
        write(
            header, node: node, correlation: id.span, payload: payload.span, keys: IdentityKeys(),
            into: &block, touches: false)
    }

    /// Takes links into the live graph; those that were not known are counted, and told.
    mutating func observe(_ links: [Link]) -> LinkMask {
        var newLinks = LinkMask.none
        for (index, link) in links.enumerated() {
            let isNew = graph.observe(
                GraphEdge(
                    a: LiveNode(link.a.kind, hasher.key(link.a.id)),
                    b: LiveNode(link.b.kind, hasher.key(link.b.id)), kind: link.kind,
                    strength: link.strength,
                    stay: link.from...max(link.from, link.until ?? .distantFuture)))
            guard isNew else { continue }
            newLinks.insert(index)
            metrics.link(link.kind)
        }
        return newLinks
    }
}
