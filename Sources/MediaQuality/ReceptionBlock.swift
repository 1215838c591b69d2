// A report block of RTCP, whoever wrote it down.

/// The numbers of a report block (RFC 3550 §6.4.1), as they stand in it.
struct ReceptionBlock {
    var source: UInt32?
    /// 0…255: 256ths of the packets of the last interval.
    var fraction: Double?
    /// 24 bits with a sign; some write them as 16,777,215 for -1, some as -1.
    var lost: Double?
    /// In units of a clock that is not named.
    var jitter: Double?
    /// The middle of the NTP time of the last sender's report; 0 when there was none.
    var lastReport: UInt32?
    /// 65,536ths of a second since then.
    var delay: UInt32?

    /// False for numbers that no receiver writes: those of RTCP that is encrypted, and was not decrypted
    /// before it was read.
    var isPlausible: Bool {
        if let fraction, !(0...255).contains(fraction) { return false }
        if let lost, lost < -8_388_608 || lost > 16_777_215 { return false }
        if let jitter, jitter < 0 || jitter > Limits.plausibleSecondsMax * Limits.clockRateMax {
            return false
        }
        return true
    }

    /// Puts the numbers into a report.
    ///
    /// `now` is the middle of the NTP time at which the sender of the stream got the block: a round trip
    /// can be told there and nowhere else (RFC 3550 §6.4.1), so nil for what was captured on the way.
    func put(into report: inout QualityReport, now: UInt32?) {
        report.streamSSRC = source
        report.lossRatio = fraction.map { $0 / 256 }
        report.packetsLost = lost.flatMap {
            Int64(exactly: $0 > 8_388_607 ? $0 - 16_777_216 : $0)
        }
        report.jitterUnits = jitter
        guard let now, let lastReport, lastReport != 0, let delay else { return }
        let units = Int32(bitPattern: now &- lastReport &- delay)
        report.roundTripSeconds = QualityReport.plausible(Double(units) / 65_536)
    }
}
