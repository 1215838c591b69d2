// Traces written down in short: one line of text a row.

import CallGraph
import MediaQuality

/// Builds a trace out of lines such as
/// `sip | µs | leg | from | to | start line | CSeq | marks | node@µs,…`,
/// `event | µs | leg | node | name | detail`, `log | µs | leg | node | level | text`.
///
/// Times count from the start of the call; `-` is none; marks are `sdp`, `retr`, `bad`.
struct TraceSketch {
    /// 2026-11-22 23:26:31.060074 UTC, when the recorded call began.
    static let start = Timestamp(microseconds: 1_795_389_991_060_074)

    /// Call-ID of each leg, from 1; a leg beyond them is an empty name.
    var callIDs: [String]
    /// Channel of each leg, from 1.
    var uuids: [String] = []

    /// The moment so many microseconds after the start.
    static func time(_ microseconds: Int64) -> Timestamp {
        Timestamp(microseconds: start.microseconds + microseconds)
    }

    /// The rows of these lines; a line that cannot be read fails the test by coming out as nothing.
    func rows(_ lines: String) -> [TraceMessage] {
        lines.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " | ", omittingEmptySubsequences: false)
                .map(String.init)
            guard fields.count >= 6, let offset = Int64(fields[1]), let leg = Int(fields[2]) else {
                return nil
            }
            let time = Self.time(offset)
            switch fields[0] {
            case "sip" where fields.count == 9: return .sip(sip(fields, time: time, leg: leg))
            case "event":
                return .event(
                    EventRow(
                        time: time, uuid: name(uuids, leg), node: fields[3], name: fields[4],
                        detail: fields[5] == "-" ? nil : fields[5]))
            case "log":
                return .log(
                    LogRow(
                        time: time, uuid: name(uuids, leg), node: fields[3], level: fields[4],
                        text: fields[5].replacing("\\n", with: "\n")))
            default: return nil
            }
        }
    }

    private func sip(_ fields: [String], time: Timestamp, leg: Int) -> SIPRow {
        let words = fields[5].split(separator: " ")
        let isResponse = fields[5].hasPrefix("SIP/2.0 ")
        let marks = fields[7].split(separator: " ")
        var text = "\(fields[5])\r\nCall-ID: \(name(callIDs, leg))\r\nCSeq: \(fields[6])\r\n"
        if marks.contains("sdp") {
            text += "Content-Type: application/sdp\r\nContent-Length: 5\r\n\r\nv=0\r\n"
        } else {
            text += "Accept: application/sdp\r\nContent-Length: 0\r\n\r\n"
        }
        let method = isResponse ? fields[6].split(separator: " ").last : words.first
        return SIPRow(
            time: time, callID: name(callIDs, leg), source: Self.endpoint(fields[3]),
            destination: Self.endpoint(fields[4]), transport: "udp", method: String(method ?? ""),
            status: isResponse && words.count > 1 ? Int(words[1]) : nil, cseq: fields[6],
            seenBy: fields[8].split(separator: ",").map { sighting in
                let parts = sighting.split(separator: "@")
                return SIPRow.Sighting(
                    node: String(parts[0]),
                    time: parts.count > 1 ? Self.time(Int64(parts[1]) ?? 0) : time)
            },
            isRetransmission: marks.contains("retr"), isMalformed: marks.contains("bad"), text: text
        )
    }

    /// `127.0.0.20:5060`; `v6:20:5060` is `[2001:db8::20]:5060`; anything else is unknown.
    static func endpoint(_ text: String) -> Endpoint {
        let parts = text.split(separator: ":")
        let port = parts.last.flatMap { UInt16($0) } ?? 0
        if parts.first == "v6", parts.count == 3 {
            let low = UInt64(parts[1], radix: 16) ?? 0
            // Eight full groups where the low half is long, `::` where it is not.
            let high: UInt64 = low > 0xffff ? 0x2001_0db8_aaaa_bbbb : 0x2001_0db8_0000_0000
            return Endpoint(family: .v6, high: high, low: low, port: port)
        }
        let bytes = (parts.first ?? "").split(separator: ".").compactMap { UInt32($0) }
        guard bytes.count == 4 else { return .unknown }
        return Endpoint(v4: bytes.reduce(0) { $0 << 8 | $1 }, port: port)
    }

    private func name(_ names: [String], _ leg: Int) -> String {
        names.indices.contains(leg - 1) ? names[leg - 1] : ""
    }
}

extension Trace {
    /// A trace of these rows, with a call as its first dialog has it.
    static func sketch(
        _ messages: [TraceMessage], dialogs: [Dialog] = [], channels: [Channel] = [],
        links: [Link] = [], hosts: [(String, String)] = [], findings: [Finding] = [],
        duration: Double? = nil
    ) -> Trace {
        Trace(
            query: dialogs.first?.callID ?? channels.first?.uuid ?? "no-such-call",
            isComplete: true,
            warnings: [],
            call: Call(
                id: "0123456789abcdef0123456789abcdef", tenant: nil,
                start: dialogs.first?.start ?? channels.first?.start ?? TraceSketch.start,
                end: dialogs.compactMap(\.end).max(),
                outcome: dialogs.first?.outcome ?? .inProgress,
                durationSeconds: duration),
            dialogs: dialogs, channels: channels, links: links, messages: messages,
            findings: findings,
            hosts: hosts.map { HostName(host: TraceSketch.endpoint($0.0).host, name: $0.1) })
    }
}

extension Dialog {
    /// 1010 calls 1001 at acme.test; times in microseconds from the start of the call.
    static func sketch(
        _ callID: String, _ method: String = "INVITE", outcome: Outcome = .answered,
        status: (Int, String)? = nil, start: Int64 = 0, ringing: Int64? = nil,
        answered: Int64? = nil, end: Int64? = nil, endedBy: String? = nil
    ) -> Dialog {
        var dialog = Dialog(callID: callID, start: TraceSketch.time(start))
        dialog.from = "1010"
        dialog.to = method == "REGISTER" ? "1010" : "1001"
        dialog.domain = "acme.test"
        dialog.method = method
        dialog.outcome = outcome
        dialog.status = status?.0
        dialog.reason = status?.1
        dialog.ringing = ringing.map(TraceSketch.time)
        dialog.answered = answered.map(TraceSketch.time)
        dialog.end = end.map(TraceSketch.time)
        dialog.endedBy = endedBy
        return dialog
    }
}

extension QualityReport {
    /// A report of RTCP in JSON that says this.
    static func sketch(
        loss: Double? = nil, jitter: Double? = nil, mos: Double? = nil
    ) -> QualityReport {
        var report = QualityReport(.rtcpJSON)
        report.lossRatio = loss
        report.jitterSeconds = jitter
        report.scores = [MOSScore(.rtpAgent, mos)].compactMap(\.self)
        return report
    }
}
