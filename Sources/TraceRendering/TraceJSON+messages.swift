// The rows of a trace as JSON.

internal import CallGraph
internal import MediaQuality

extension TraceJSON {
    static func write(_ message: TraceMessage, to json: inout JSONWriter) {
        json.beginObject()
        json.field("time", message.time)
        switch message {
        case .sip(let row): write(row, to: &json)
        case .event(let row): write(row, to: &json)
        case .log(let row): write(row, to: &json)
        case .quality(let row): write(row, to: &json)
        }
        json.endObject()
    }

    private static func write(_ row: SIPRow, to json: inout JSONWriter) {
        json.field("kind", "sip")
        json.field("call_id", row.callID)
        json.field("source", row.source.text)
        json.field("destination", row.destination.text)
        json.field("transport", row.transport)
        json.field("method", row.method)
        json.key("status")
        json.number(row.status)
        json.field("cseq", row.cseq)
        json.list("seen_by", row.seenBy) { json, sighting in
            json.beginObject()
            json.field("node", sighting.node)
            json.field("time", sighting.time)
            json.endObject()
        }
        json.key("retransmission")
        json.bool(row.isRetransmission)
        json.field("text", row.text)
        json.key("malformed")
        json.bool(row.isMalformed)
    }

    private static func write(_ row: EventRow, to json: inout JSONWriter) {
        json.field("kind", "event")
        json.field("uuid", row.uuid)
        json.field("node", row.node)
        json.field("name", row.name)
        json.field("detail", row.detail)
    }

    private static func write(_ row: LogRow, to json: inout JSONWriter) {
        json.field("kind", "log")
        json.field("uuid", row.uuid)
        json.field("node", row.node)
        json.field("level", row.level)
        json.field("text", row.text)
        json.field("call_id", row.callID)
    }

    private static func write(_ row: QualityRow, to json: inout JSONWriter) {
        let report = row.report
        json.field("kind", "quality")
        json.field("call_id", row.callID)
        for (key, value) in [
            ("loss", row.loss), ("jitter_seconds", row.jitterSeconds),
            ("round_trip_seconds", row.roundTripSeconds), ("mos", row.mos),
        ] {
            json.key(key)
            json.number(value)
        }
        json.field("mos_algorithm", row.mosAlgorithm)
        json.field("node", row.node)
        json.field("uuid", row.uuid)
        json.field("source", row.source)
        json.field("reporter", row.reporter)
        json.field("direction", report.direction.rawValue)
        json.field("scope", report.scope.rawValue)
        for (key, value) in [
            ("ssrc", report.streamSSRC.map { Int($0) }),
            ("reporter_ssrc", report.reporterSSRC.map { Int($0) }),
            ("packets_lost", report.packetsLost.map { Int($0) }),
            ("packets_received", row.packetsReceived),
            ("packets_sent", row.packetsSent),
        ] {
            json.key(key)
            json.number(value)
        }
        json.field("codec", report.format?.name)
        json.list("scores", report.scores) { json, score in
            json.beginObject()
            json.field("algorithm", score.algorithm.rawValue)
            json.key("mos")
            json.number(score.value)
            json.endObject()
        }
    }
}
