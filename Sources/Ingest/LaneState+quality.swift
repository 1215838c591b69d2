// Reports on media: joined to their calls, counted, written as records.

internal import CallGraph
internal import EventSocket
internal import HEP
internal import MediaQuality
internal import SIP

extension LaneState {
    /// Writes a report that an agent sent, under the Call-ID that it says; without one, under that of the call
    /// whose media it is about.
    mutating func keepQuality(
        _ packetHeader: RecordHeader, _ packet: HEPPacket, _ bytes: Span<UInt8>,
        _ said: Span<UInt8>, _ payload: Span<UInt8>, over transport: HEPTransport,
        into block: inout RecordBlock
    ) {
        guard payload.count > 0 else { return refuse(.empty) }
        hearsReports = true
        tally.packet(transport, version: packet.version)
        let node = number(packet, bytes, sender: packetHeader.sender)
        var header = packetHeader
        let reports = QualityPayload.read(payload)
        var found = media.find(header.source, header.destination)
        let pair = reports?.lazy.compactMap(Self.pair(of:)).first
        if found == nil, let pair { found = media.find(pair: pair.0, pair.1) }
        countQuality(
            reports, form: QualityPayload.form(of: payload), format: found?.format, node: node)

        let isSaid = said.count > 0 && !Self.isChannelName(said)
        let callID = isSaid ? said.array : found?.callID ?? said.array
        if !isSaid, found != nil { header.flags.insert(.foundByMedia) }
        let correlation = callID.span
        if let pair, isSaid || found != nil {
            media.note(
                pair: pair.0, pair.1, dialog: hasher.key(correlation), callID: correlation,
                format: found?.format)
        }
        // horaclifix names the dialogs of both sides.
        let statement =
            packet.protocolType == ProtocolType.horaclifix
            ? AgentStatement(payload: payload.array, isCorrelate: false) : .none
        write(
            header, node: node, correlation: correlation, payload: payload,
            keys: IdentityKeys(statement, correlation: correlation, hasher: hasher), into: &block)
    }

    /// Takes from a SIP message what it says of media: where it is to be sent, and how it was.
    ///
    /// On the way of every message: nearly all are passed over by their method. Where nobody sends reports,
    /// descriptions are passed over too, after the first ones: reading them costs 5 % of a message's time.
    mutating func noteQuality(
        _ message: SIPMessage, _ payload: Span<UInt8>, key: IdentityKey, node: NodeNumber
    ) {
        switch message.cseqMethod {
        case .invite, .update, .ack, .prack:
            guard message.body.count > 10, message.statusCode < 300, !message.callID.isEmpty,
                hearsReports || descriptions < Limits.descriptionsUnaskedMax
            else { return }
            descriptions &+= 1
            guard let range = message.sessionDescription(in: payload),
                let audio = SDPAudio.parse(payload, range)
            else { return }
            let callID = message.callID.range.clamped(to: 0..<payload.count)
            media.note(
                audio, of: payload, dialog: key, callID: payload.extracting(callID))
        case .bye:
            // Counted where its sender said it, and not on every hop.
            guard message.viaCount <= 1 else { return }
            var read: [[QualityReport]?] = []
            SIPQuality.forEachStatistics(message, payload) { _, reports in read.append(reports) }
            for reports in read { countQuality(reports, form: .bye, format: nil, node: node) }
        case .publish, .notify:
            guard message.viaCount <= 1, let body = SIPQuality.reportBody(message, payload) else {
                return
            }
            let reports = VQReportReader.read(payload.extracting(body))?.reports
            countQuality(reports, form: .vqRTCPXR, format: nil, node: node)
        default: return
        }
    }

    /// Counts what an event of a switch says of media.
    mutating func countQuality(of event: SwitchEvent, node: NodeNumber) {
        for report in QualityReport.reports(of: event) { metrics.quality(report, node: node) }
    }

    /// Counts reports; nil is what could not be read.
    private func countQuality(
        _ reports: [QualityReport]?, form: QualitySource, format: MediaFormat?, node: NodeNumber
    ) {
        guard let reports else { return metrics.qualityUnreadable(form) }
        for report in reports {
            var report = report
            report.complete(with: format)
            metrics.quality(report, node: node)
        }
    }

    /// The two streams that a report ties together.
    private static func pair(of report: QualityReport) -> (UInt32, UInt32)? {
        guard let a = report.reporterSSRC, let b = report.streamSSRC, a != b else { return nil }
        return (a, b)
    }

    /// True for the name of a channel of Asterisk, `PJSIP/alice-00000007`, which some configurations send in
    /// the place of a Call-ID.
    private static func isChannelName(_ name: Span<UInt8>) -> Bool {
        let prefix: [UInt8] = [0x50, 0x4a, 0x53, 0x49, 0x50, 0x2f]
        guard name.count > prefix.count else { return false }
        for index in prefix.indices where name[index] != prefix[index] { return false }
        return true
    }
}
