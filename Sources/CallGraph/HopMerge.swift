// Copies of one message on one hop become one row; the same message sent again stays another row.

internal import SIP

/// Merges what several agents saw of the same hop.
///
/// The mirrors of one packet are byte-identical, so bytes decide. Addresses must agree too, except over
/// streams (an agent names its listening port, the other the ephemeral one) and where one is unknown.
struct HopMerge {
    private var rows: [SIPRow] = []
    /// The rows of each payload, in order of time.
    private var byPayload: [[UInt8]: [Int]] = [:]

    /// Takes one sighting. Sightings must come in the order of their times.
    mutating func add(_ sighting: SIPSighting, callID: String) {
        let header = sighting.record.header
        let candidates = byPayload[sighting.record.payload, default: []].filter {
            isSameHop(rows[$0], header)
        }
        for index in candidates {
            let row = rows[index]
            let apart = header.time.microseconds(since: row.time)
            guard apart <= Limits.sameHopMicroseconds else { continue }
            if let own = row.seenBy.last(where: { $0.node == sighting.record.node }) {
                // One agent, twice: a packet captured twice when at once, else sent again.
                if header.time.microseconds(since: own.time) < Limits.sameCaptureMicroseconds {
                    return
                }
                continue
            }
            rows[index].seenBy.append(
                SIPRow.Sighting(node: sighting.record.node, time: header.time))
            return
        }
        let message = sighting.message
        let payload = sighting.record.payload
        byPayload[payload, default: []].append(rows.count)
        var row =
            SIPRow(
                time: header.time, callID: callID, source: header.source,
                destination: header.destination, transport: header.transport,
                method: sighting.text(
                    message.kind == .request ? message.methodText : message.cseqMethodText),
                status: message.kind == .response && message.statusCode > 0
                    ? Int(message.statusCode) : nil,
                cseq: sighting.text(message.cseq),
                seenBy: [SIPRow.Sighting(node: sighting.record.node, time: header.time)],
                isRetransmission: !candidates.isEmpty,
                isMalformed: !message.anomalies.isEmpty || header.flags.contains(.truncated),
                text: String(decoding: payload, as: UTF8.self))
        if !row.text.utf8.elementsEqual(payload) { row.original = payload }
        rows.append(row)
    }

    /// The rows, in order of time.
    func finish() -> [SIPRow] { rows }

    private func isSameHop(_ row: SIPRow, _ header: RecordHeader) -> Bool {
        if row.transport != header.transport { return false }
        if header.transport != "udp" { return true }
        return isSame(row.source, header.source) && isSame(row.destination, header.destination)
    }

    private func isSame(_ a: Endpoint, _ b: Endpoint) -> Bool {
        a == b || a.port == b.port && (a.family == .unknown || b.family == .unknown)
    }
}
