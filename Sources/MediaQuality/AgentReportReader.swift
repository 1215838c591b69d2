// Summaries that agents make of RTP they saw (HEP types 34 and 38).

internal import EventSocket

/// Reads the JSON of HEP type 34 (RTP agents, hepipe.js) and 38 (horaclifix, of an Oracle SBC).
public enum AgentReportReader {
    /// The reports in a payload; nil for what is no such JSON.
    ///
    /// Of type 38 the first is of the incoming side, the second of the outgoing one.
    public static func read(_ bytes: Span<UInt8>) -> [QualityReport]? {
        guard let root = JSONReport.root(bytes) else { return nil }
        var one = QualityReport(.agent, scope: .call)
        var expected: Double?
        var isAgents = false
        var sides = [QualityReport(.agent, scope: .call), QualityReport(.agent, scope: .call)]
        var isOracle = false
        JSONReport.forEachMember(of: root, in: bytes) { name, value in
            let number = JSONReport.number(value, in: bytes)
            if name.count > 4, bytes.holds("INC_", at: name.prefix(4)) {
                isOracle = Self.put(number, name.dropFirst(4), into: &sides[0], bytes) || isOracle
            } else if name.count > 4, bytes.holds("OUT_", at: name.prefix(4)) {
                isOracle = Self.put(number, name.dropFirst(4), into: &sides[1], bytes) || isOracle
            } else if bytes.holds("MOS", at: name) || bytes.holds("MEAN_MOS", at: name) {
                // Of the call the mean is wanted; of an interval there is only one.
                if bytes.holds("MEAN_MOS", at: name) || one.scores.isEmpty {
                    one.put(.rtpAgent, number)
                }
                isAgents = isAgents || number != nil
            } else if bytes.holds("MEAN_JITTER", at: name)
                || bytes.holds("JITTER", at: name) && one.jitterSeconds == nil
            {
                one.jitterSeconds = QualityReport.seconds(milliseconds: number)
                isAgents = isAgents || number != nil
            } else if bytes.holds("PACKET_LOSS", at: name) {
                one.packetsLost = number.flatMap { Int64(exactly: $0) }
                isAgents = isAgents || number != nil
            } else if bytes.holds("TOTAL_PK", at: name) {
                one.packetsReceived = number.flatMap { UInt64(exactly: $0) }
            } else if bytes.holds("EXPECTED_PK", at: name) {
                expected = number
            } else if bytes.holds("CODEC_NAME", at: name) {
                one.format = JSONReport.name(value, in: bytes)
                    .flatMap(MediaFormat.init(deviceName:))
            } else if bytes.holds("TYPE", at: name), bytes.holds("PERIODIC", at: value.range) {
                one.scope = .interval
            }
        }
        if let expected, expected > 0, let lost = one.packetsLost {
            one.lossRatio = QualityReport.ratio(percent: Double(max(lost, 0)) / expected * 100)
        }
        if isOracle {
            return sides.map { side in
                var side = side
                side.completeLoss()
                return side
            }
        }
        return isAgents ? [one] : nil
    }

    /// Takes a member of one side of horaclifix; false for one that is not read. Jitter and latency are in
    /// milliseconds, scores times 100.
    private static func put(
        _ number: Double?, _ name: Range<Int>, into side: inout QualityReport, _ bytes: Span<UInt8>
    ) -> Bool {
        guard let number else { return false }
        if bytes.holds("RTP_PK", at: name) {
            side.packetsReceived = UInt64(exactly: number)
        } else if bytes.holds("RTP_PK_LOSS", at: name) {
            side.packetsLost = Int64(exactly: number)
        } else if bytes.holds("RTP_AVG_JITTER", at: name) {
            side.jitterSeconds = QualityReport.seconds(milliseconds: number)
        } else if bytes.holds("RTCP_AVG_LAT", at: name) {
            side.roundTripSeconds = QualityReport.roundTrip(milliseconds: number)
        } else if bytes.holds("MOS", at: name) {
            side.put(.oracle, number / 100)
        } else {
            return false
        }
        return true
    }
}

extension QualityReport {
    /// Works out the share of lost packets from the counts.
    fileprivate mutating func completeLoss() {
        guard lossRatio == nil, let lost = packetsLost, let packetsReceived else { return }
        let all = Double(packetsReceived) + Double(max(lost, 0))
        if all > 0 { lossRatio = Self.ratio(percent: Double(max(lost, 0)) / all * 100) }
    }
}
