// Events and log lines of switches, written as records.

internal import CallGraph
internal import EventSocket

extension LaneState {
    /// Takes one event.
    mutating func take(
        _ event: SwitchEvent, of name: String, at sender: Endpoint, received: Timestamp,
        into block: inout RecordBlock
    ) {
        let node = node(named: Array(name.utf8))
        nodes.touch(node, received)
        // A heartbeat is a sign of life and nothing else.
        guard event.name != "HEARTBEAT" else { return }
        let stamp = event.timestamp.map { Timestamp(microseconds: $0) }
        let reading = ChannelEvent(event, node: name, time: stamp ?? received)
        for kind in seenLinks.new(in: reading) { metrics.link(kind) }
        let header = RecordHeader(
            kind: .event, flags: stamp == nil ? .timeOfReceipt : [], time: stamp ?? received,
            received: received, sender: sender.host)
        write(
            header, node: node, correlation: Span(), payload: event.json.span,
            keys: reading.keys(hasher), into: &block)
    }

    /// Takes one log line.
    mutating func take(
        _ line: SwitchLogLine, of name: String, at sender: Endpoint, received: Timestamp,
        into block: inout RecordBlock
    ) {
        let node = node(named: Array(name.utf8))
        let text = Array(line.text.utf8)
        let uuid = line.uniqueID ?? ""
        let stamp = LogText.time(of: text, received: received)
        let header = RecordHeader(
            kind: .log, flags: stamp == nil ? .timeOfReceipt : [], ipProtocol: line.level.rawValue,
            time: stamp ?? received, received: received, sender: sender.host)
        let correlation = Array(uuid.utf8)
        write(
            header, node: node, correlation: correlation.span, payload: text.span,
            keys: IdentityKeys(logLine: text, channel: line.uniqueID, hasher: hasher), into: &block)
    }
}
