// RTCP as on the wire.

/// Reads compound packets of RTCP (RFC 3550 §6.1).
///
///      0                   1                   2                   3
///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///     |V=2|P|    RC   |      PT       |  length, in words less one    |
///
/// Read are sender's reports (PT 200), receiver's reports (201) and extended reports (207); all else is
/// passed over by its length. The time taken is linear in the bytes.
public enum RTCPReader {
    /// True when the bytes begin as RTCP does: version 2, a type of 192…223.
    public static func looksLikeRTCP(_ bytes: Span<UInt8>) -> Bool {
        bytes.count >= 4 && bytes[0] >> 6 == 2 && (192...223).contains(bytes[1])
    }

    /// The reports of a packet; nil for what is no RTCP or breaks off before anything was said.
    ///
    /// A sender's report without a block becomes a report that says what was sent. `now` is the middle of
    /// the NTP time of receipt, if and only if the packet was captured at the sender of the streams that it
    /// reports on; only then is there a round trip.
    public static func read(_ bytes: Span<UInt8>, now: UInt32? = nil) -> [QualityReport]? {
        guard looksLikeRTCP(bytes) else { return nil }
        var reports: [QualityReport] = []
        var at = 0
        var parts = 0
        while bytes.count - at >= 4, bytes[at] >> 6 == 2, (192...223).contains(bytes[at + 1]) {
            let declared = (Int(number16(bytes, at + 2)) + 1) * 4
            let end = min(at + declared, bytes.count)
            // What was cut on the way gives the blocks that are whole.
            switch bytes[at + 1] {
            case 200: readReport(bytes, at, end, blocks: at + 28, now: now, into: &reports)
            case 201: readReport(bytes, at, end, blocks: at + 8, now: now, into: &reports)
            case 207: readExtended(bytes, at, end, into: &reports)
            default: break
            }
            parts += 1
            at += declared
        }
        return parts > 0 && (at <= bytes.count || !reports.isEmpty) ? reports : nil
    }

    private static func readReport(
        _ bytes: Span<UInt8>, _ at: Int, _ end: Int, blocks: Int, now: UInt32?,
        into reports: inout [QualityReport]
    ) {
        guard end >= blocks, reports.count < Limits.reportsPerPacketMax else { return }
        var head = QualityReport(.rtcp)
        head.reporterSSRC = number32(bytes, at + 4)
        if bytes[at + 1] == 200 { head.packetsSent = UInt64(number32(bytes, at + 20)) }
        var place = blocks
        var left = Int(bytes[at] & 31)
        var hasBlock = false
        while left > 0, end - place >= 24, reports.count < Limits.reportsPerPacketMax {
            let block = ReceptionBlock(
                source: number32(bytes, place), fraction: Double(bytes[place + 4]),
                lost: Double(number32(bytes, place + 4) & 0xff_ffff),
                jitter: Double(number32(bytes, place + 12)),
                lastReport: number32(bytes, place + 16), delay: number32(bytes, place + 20))
            if block.isPlausible {
                var report = head
                block.put(into: &report, now: now)
                reports.append(report)
                head.packetsSent = nil
                hasBlock = true
            }
            place += 24
            left -= 1
        }
        if !hasBlock { reports.append(head) }
    }

    static func number16(_ bytes: Span<UInt8>, _ at: Int) -> UInt16 {
        UInt16(bytes[at]) << 8 | UInt16(bytes[at + 1])
    }

    static func number32(_ bytes: Span<UInt8>, _ at: Int) -> UInt32 {
        UInt32(number16(bytes, at)) << 16 | UInt32(number16(bytes, at + 2))
    }
}
