// Extended reports of RTCP.

/// The VoIP metrics of a block of type 7 (RFC 3611 §4.7), as they stand in it or in an agent's JSON.
struct VoIPMetrics {
    var source: UInt32?
    /// 256ths of all packets since the beginning.
    var loss: Double?
    var roundTripMilliseconds: Double?
    /// Ten times the score; 127 when there is none.
    var listening: Double?
    var conversational: Double?

    /// A report of these.
    func report(reporter: UInt32?) -> QualityReport {
        var report = QualityReport(.rtcpXR, scope: .call)
        report.reporterSSRC = reporter
        report.streamSSRC = source
        report.lossRatio = loss.flatMap { (0...255).contains($0) ? $0 / 256 : nil }
        report.roundTripSeconds = roundTripMilliseconds.flatMap {
            $0 < 65_535 ? QualityReport.roundTrip(milliseconds: $0) : nil
        }
        report.scores = [
            MOSScore(.xrListening, listening.map { $0 / 10 }),
            MOSScore(.xrConversational, conversational.map { $0 / 10 }),
        ].compactMap(\.self)
        return report
    }
}

extension RTCPReader {
    /// Reads the blocks of an extended report:
    ///
    ///     |      BT       | type-specific |  block length, in words less one |
    ///
    /// Of type 7, nine words long, are wanted: SSRC; loss, discard, burst and gap density; burst and gap
    /// duration; round trip and end system delay; levels and Gmin; R, external R, MOS-LQ, MOS-CQ; buffer.
    static func readExtended(
        _ bytes: Span<UInt8>, _ at: Int, _ end: Int, into reports: inout [QualityReport]
    ) {
        guard end - at >= 8 else { return }
        let reporter = number32(bytes, at + 4)
        var place = at + 8
        while end - place >= 4 {
            let length = (Int(number16(bytes, place + 2)) + 1) * 4
            if bytes[place] == 7, length >= 36, end - place >= 36,
                reports.count < Limits.reportsPerPacketMax
            {
                let metrics = VoIPMetrics(
                    source: number32(bytes, place + 4), loss: Double(bytes[place + 8]),
                    roundTripMilliseconds: Double(number16(bytes, place + 16)),
                    listening: Double(bytes[place + 26]),
                    conversational: Double(bytes[place + 27]))
                reports.append(metrics.report(reporter: reporter))
            }
            place += length
        }
    }
}
