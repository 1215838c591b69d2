// RTCP as agents write it in JSON (HEP types 5 and 58).

internal import EventSocket

/// Reads RTCP out of the JSON of rtpengine, heplify, captagent, Asterisk and pion.
///
///     {"sender_information":{"ntp_timestamp_sec":…,"packets":50,"octets":8000}, "ssrc":…, "type":200,
///      "report_count":1, "report_blocks":[{"source_ssrc":…,"fraction_lost":0,"packets_lost":0,
///      "highest_seq_no":…,"ia_jitter":19,"lsr":…,"dlsr":…}], "sdes_information":[…]}
///
/// Asterisk has some numbers in quotes and `null` for what is not there; packets lost come with a sign or
/// as 24 bits without one. The capture stands somewhere between two ends, so there is no round trip.
public enum RTCPJSONReader {
    /// The reports of a payload; nil for what is no such JSON.
    public static func read(_ bytes: Span<UInt8>) -> [QualityReport]? {
        guard let root = JSONReport.root(bytes) else { return nil }
        var head = QualityReport(.rtcpJSON)
        var type: Double?
        var blocks: [ReceptionBlock] = []
        var metrics: VoIPMetrics?
        var isRTCP = false
        JSONReport.forEachMember(of: root, in: bytes) { name, value in
            if bytes.holds("ssrc", at: name) || bytes.holds("SSRC", at: name) {
                head.reporterSSRC = JSONReport.number32(value, in: bytes)
                isRTCP = true
            } else if bytes.holds("type", at: name) {
                type = JSONReport.number(value, in: bytes)
            } else if bytes.holds("PacketCount", at: name) {
                head.packetsSent = bytes.counter(in: value.range)
            } else if bytes.holds("sender_information", at: name) {
                JSONReport.forEachMember(of: value, in: bytes) { name, value in
                    guard bytes.holds("packets", at: name) else { return }
                    head.packetsSent = bytes.counter(in: value.range)
                }
            } else if bytes.holds("report_blocks", at: name) || bytes.holds("Reports", at: name) {
                isRTCP = true
                JSONReport.forEachObject(of: value, in: bytes) {
                    blocks.append(block($0, bytes))
                }
            } else if bytes.holds("report_blocks_xr", at: name)
                || bytes.holds("Extended_report_information", at: name)
            {
                metrics = extended(value, bytes)
            }
        }
        guard isRTCP else { return nil }
        if let type, !(192...223).contains(type) { return nil }
        var reports: [QualityReport] = []
        for block in blocks where block.isPlausible {
            var report = head
            block.put(into: &report, now: nil)
            reports.append(report)
            head.packetsSent = nil
        }
        if let metrics { reports.append(metrics.report(reporter: head.reporterSSRC)) }
        // Nothing but nonsense: encrypted, and not decrypted before it was read.
        if reports.isEmpty, !blocks.isEmpty { return nil }
        return reports.isEmpty ? [head] : reports
    }

    private static func block(_ object: JSONToken, _ bytes: Span<UInt8>) -> ReceptionBlock {
        var block = ReceptionBlock()
        JSONReport.forEachMember(of: object, in: bytes) { name, value in
            if bytes.holds("source_ssrc", at: name) || bytes.holds("SSRC", at: name) {
                block.source = JSONReport.number32(value, in: bytes)
            } else if bytes.holds("fraction_lost", at: name)
                || bytes.holds("FractionLost", at: name)
            {
                block.fraction = JSONReport.number(value, in: bytes)
            } else if bytes.holds("packets_lost", at: name) || bytes.holds("TotalLost", at: name) {
                block.lost = JSONReport.number(value, in: bytes)
            } else if bytes.holds("ia_jitter", at: name) || bytes.holds("Jitter", at: name) {
                block.jitter = JSONReport.number(value, in: bytes)
            }
        }
        return block
    }

    /// heplify's form names the block's type, captagent's does not.
    private static func extended(_ object: JSONToken, _ bytes: Span<UInt8>) -> VoIPMetrics? {
        var metrics = VoIPMetrics()
        var type = 7.0
        JSONReport.forEachMember(of: object, in: bytes) { name, value in
            let number = JSONReport.number(value, in: bytes)
            if bytes.holds("type", at: name) {
                type = number ?? 0
            } else if bytes.holds("id", at: name) || bytes.holds("identifier", at: name) {
                metrics.source = JSONReport.number32(value, in: bytes)
            } else if bytes.holds("fraction_lost", at: name) || bytes.holds("loss_rate", at: name) {
                metrics.loss = number
            } else if bytes.holds("round_trip_delay", at: name) {
                metrics.roundTripMilliseconds = number
            } else if bytes.holds("MOS_LQ", at: name) {
                metrics.listening = number
            } else if bytes.holds("MOS_CQ", at: name) {
                metrics.conversational = number
            }
        }
        return type == 7 ? metrics : nil
    }
}
