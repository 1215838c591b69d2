// The rows of a leg as the events of its span.

internal import CallGraph

/// Rows that become events, as far as there is room.
///
/// What was said comes before what was logged: a switch that logs hundreds of lines must not hide how the
/// call ended. Of too many messages the middle is left out.
struct SpanEvents {
    private let rows: [TraceMessage]
    /// Bytes that there is room for.
    private let room: Int

    /// The events of one span in a call of so many legs.
    init(_ rows: [TraceMessage], legs: Int) {
        self.rows = rows
        room = min(Limits.eventBytesPerSpanMax, Limits.eventBytesPerCallMax / max(legs, 1))
    }

    /// Adds the events to a span, and counts those without room.
    func put(into span: inout TraceSpan) {
        var room = room
        var kept: [(index: Int, event: TraceSpan.Event)] = []
        for index in chosen() {
            let event = Self.event(rows[index])
            let bytes = Self.bytes(event)
            guard bytes <= room else { continue }
            room -= bytes
            kept.append((index, event))
        }
        kept.sort { $0.index < $1.index }
        span.events += kept.map(\.event)
        span.droppedEvents += rows.count - kept.count
    }

    /// The places of the rows that are to be kept, the most wanted first.
    private func chosen() -> [Int] {
        let limit = Limits.eventsPerSpanMax
        var said = rows.indices.filter { !Self.isLog(rows[$0]) }
        if said.count > limit {
            said = Array(said.prefix(limit - limit / 4) + said.suffix(limit / 4))
        }
        let logged = rows.indices.filter { Self.isLog(rows[$0]) }
        return said + logged.prefix(limit - said.count)
    }

    private static func isLog(_ row: TraceMessage) -> Bool {
        if case .log = row { true } else { false }
    }

    /// About as many bytes as it takes in a request.
    private static func bytes(_ event: TraceSpan.Event) -> Int {
        event.attributes.reduce(100 + event.name.utf8.count) { sum, attribute in
            let value =
                switch attribute.value {
                case .text(let text): text.utf8.count
                case .texts(let texts): texts.reduce(0) { $0 + $1.utf8.count + 20 }
                case .number, .seconds, .flag: 20
                }
            return sum + attribute.name.utf8.count + min(value, Limits.attributeBytesMax) + 40
        }
    }

    private static func event(_ row: TraceMessage) -> TraceSpan.Event {
        var attributes: [SpanAttribute] = []
        switch row {
        case .sip(let row):
            attributes.add("sip.method", row.method)
            attributes.add("sip.code", row.status)
            attributes.add("sip.cseq", row.cseq)
            attributes.add("sip.transport", row.transport)
            attributes.add("source.address", row.source.addressText)
            attributes.add("source.port", Int(row.source.port))
            attributes.add("destination.address", row.destination.addressText)
            attributes.add("destination.port", Int(row.destination.port))
            attributes.add(
                "calltrace.seen_by",
                row.seenBy.prefix(Limits.attributeTextsMax).map(\.node))
            if row.isRetransmission { attributes.add("sip.retransmission", flag: true) }
            if row.isMalformed { attributes.add("sip.malformed", flag: true) }
            let name = row.status.map { "\($0) \(row.method)" } ?? row.method
            return TraceSpan.Event(time: row.time, name: name, attributes: attributes)
        case .event(let row):
            attributes.add("freeswitch.channel.uuid", row.uuid)
            attributes.add("freeswitch.switch", row.node)
            attributes.add("freeswitch.detail", row.detail)
            return TraceSpan.Event(time: row.time, name: row.name, attributes: attributes)
        case .log(let row):
            attributes.add("log.severity", row.level)
            attributes.add("log.message", SpanWriter.cut(row.text, to: Limits.logTextBytesMax))
            attributes.add("calltrace.node", row.node)
            return TraceSpan.Event(time: row.time, name: "log", attributes: attributes)
        case .quality(let row):
            attributes.add("calltrace.node", row.node)
            attributes.add("rtp.loss_ratio", seconds: row.loss)
            attributes.add("rtp.jitter_seconds", seconds: row.jitterSeconds)
            attributes.add("rtp.round_trip_seconds", seconds: row.roundTripSeconds)
            attributes.add("rtp.mos", seconds: row.mos)
            attributes.add("rtp.mos_algorithm", row.mosAlgorithm)
            attributes.add("rtp.report", row.source)
            attributes.add("rtp.packets_received", row.packetsReceived)
            attributes.add("rtp.packets_sent", row.packetsSent)
            return TraceSpan.Event(time: row.time, name: "quality", attributes: attributes)
        }
    }
}
