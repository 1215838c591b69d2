// What FreeSWITCH says of media, in events and CDRs.

public import EventSocket

extension QualityReport {
    /// The reports in an event of a switch; empty for an event that holds none, which nearly all are.
    ///
    /// RECV_RTCP_MESSAGE and SEND_RTCP_MESSAGE hold a report of RTCP; CHANNEL_HANGUP_COMPLETE and a CDR what
    /// was counted over the life of the channel, unless it had no media of its own.
    public static func reports(of event: SwitchEvent) -> [QualityReport] {
        switch event.name {
        case "RECV_RTCP_MESSAGE": rtcp(event, block: "Source0", isReceived: true)
        case "SEND_RTCP_MESSAGE": rtcp(event, block: "Source", isReceived: false)
        case "CHANNEL_HANGUP_COMPLETE": statistics(event, .switch)
        case SwitchEvent.cdrName: statistics(event, .cdr)
        default: []
        }
    }

    /// A report of RTCP. Numbers of SSRCs are hexadecimal, the clock is in RTP-Rate.
    ///
    /// The switch is the sender of what is reported in RTCP that it received, and tells when that was: there
    /// is a round trip, if both of its clocks are one.
    private static func rtcp(
        _ event: SwitchEvent, block: String, isReceived: Bool
    ) -> [QualityReport] {
        func number(_ name: String) -> Double? { event[name].flatMap { Double($0) } }
        func ssrc(_ name: String) -> UInt32? { event[name].flatMap { UInt32($0, radix: 16) } }
        // What the switch received is its peer's report on what the switch sent.
        var report = QualityReport(.switch, isReceived ? .sent : .received)
        report.reporterSSRC = ssrc("SSRC")
        report.packetsSent = event["Sender-Packet-Count"].flatMap { UInt64($0) }
        var reception = ReceptionBlock()
        reception.source = ssrc("\(block)-SSRC")
        reception.fraction = number("\(block)-Fraction")
        reception.lost = number("\(block)-Lost")
        reception.jitter = number("\(block)-Jitter")
        reception.lastReport = event["\(block)-LSR"].flatMap { UInt32($0) }
        reception.delay = event["\(block)-DLSR"].flatMap { UInt32($0) }
        guard reception.isPlausible else { return [] }
        let time = isReceived ? event["Capture-Time"].flatMap { Int64($0) } : nil
        reception.put(into: &report, now: time.flatMap(middleOfNTP(microseconds:)))
        let rate = event["RTP-Rate"].flatMap { UInt32($0) }
        report.complete(with: rate.map { MediaFormat(name: "", clockRate: $0) })
        return [report]
    }

    /// The middle 32 bits of the NTP time (RFC 3550 §4) of a moment; nil for one before 1970.
    static func middleOfNTP(microseconds: Int64) -> UInt32? {
        guard microseconds >= 0 else { return nil }
        let seconds = UInt64(microseconds / 1_000_000) + 2_208_988_800
        let fraction = (UInt64(microseconds % 1_000_000) << 16) / 1_000_000
        return UInt32(truncatingIfNeeded: seconds << 16 | fraction)
    }

    /// What a channel counted. A score without a packet is none: the switch begins with its best.
    ///
    /// `jitter_loss_rate` is the count of lost packets by that of received ones (burstr_calculate in
    /// switch_rtp.c), to a hundredth. `jitter_min_variance` and its like are no jitter as RFC 3550 has it.
    private static func statistics(
        _ event: SwitchEvent, _ source: QualitySource
    ) -> [QualityReport] {
        func count(_ name: String) -> UInt64? {
            event["variable_rtp_audio_\(name)"].flatMap { UInt64($0) }
        }
        let (received, sent) = (count("in_packet_count"), count("out_packet_count"))
        guard received != nil || sent != nil else { return [] }
        var report = QualityReport(source, scope: .call)
        report.packetsReceived = received
        report.packetsSent = sent
        report.reporterSSRC = event["variable_rtp_use_ssrc"].flatMap { UInt32($0) }
        if let name = event["variable_rtp_use_codec_name"],
            name.utf8.count <= Limits.nameBytesMax
        {
            let rate = event["variable_rtp_use_codec_rate"].flatMap { UInt32($0) }
            let known = MediaFormat(deviceName: name)
            report.format = known ?? rate.map { MediaFormat(name: name, clockRate: $0) }
        }
        if let received, received > 0 {
            let rate = event["variable_rtp_audio_in_jitter_loss_rate"].flatMap { Double($0) }
            report.lossRatio = rate.flatMap { $0 >= 0 && $0.isFinite ? $0 / (1 + $0) : nil }
            report.put(.freeSWITCH, event["variable_rtp_audio_in_mos"].flatMap { Double($0) })
        }
        report.complete(with: nil)
        return [report]
    }
}
