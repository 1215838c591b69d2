// Quality reports out of records.

internal import EventSocket
internal import MediaQuality
internal import SIP

extension QualityRow {
    /// The rows of a quality record about this dialog. What cannot be read has a row that says nothing.
    ///
    /// `format` is the codec of the call, which RTCP does not name.
    static func rows(of record: Record, callID: String, format: MediaFormat?) -> [QualityRow] {
        let found = QualityPayload.read(record.payload.span) ?? []
        let empty = QualityReport(QualityPayload.form(of: record.payload.span))
        // horaclifix has a report for each side of an SBC, and the Call-IDs of both.
        let isTwoSided = found.count == 2 && found[0].source == .agent
        let sides =
            isTwoSided
            ? AgentStatement(payload: record.payload, isCorrelate: false).dialogs : []
        let source = record.header.source
        return (found.isEmpty ? [empty] : found).enumerated().map { index, report in
            var report = report
            report.complete(with: format)
            var row = QualityRow(
                time: record.header.time, callID: sides.count == 2 ? sides[index] : callID,
                node: record.node, reporter: source.family == .unknown ? nil : source.text,
                report: report)
            row.sender = source
            row.receiver = record.header.destination
            return row
        }
    }

    /// The rows of a telephone's report in SIP on this dialog, and the bytes by which copies are known.
    static func rows(
        publishedBy record: Record, callID: String, format: MediaFormat?
    ) -> (rows: [QualityRow], body: [UInt8]) {
        let bytes = record.payload.span
        guard let body = SIPQuality.reportBody(SIPMessage.parse(bytes), bytes) else {
            return ([], [])
        }
        let reports = VQReportReader.read(bytes.extracting(body))?.reports ?? []
        let source = record.header.source
        let rows = reports.map { report in
            var report = report
            report.complete(with: format)
            return QualityRow(
                time: record.header.time, callID: callID, node: record.node,
                reporter: report.reporterAddress ?? (source.family == .unknown ? nil : source.text),
                report: report)
        }
        return (rows, Array(record.payload[body]))
    }

    /// The rows of statistics in the messages of a dialog, each once however many saw it.
    static func rows(
        statisticsIn sightings: [SIPSighting], callID: String, format: MediaFormat?
    ) -> [QualityRow] {
        var rows: [QualityRow] = []
        var known: Set<[UInt8]> = []
        for sighting in sightings {
            let record = sighting.record
            SIPQuality.forEachStatistics(sighting.message, record.payload.span) { place, reports in
                let value = place.clamped(to: 0..<record.payload.count)
                guard known.insert(Array(record.payload[value])).inserted else { return }
                for report in reports ?? [] {
                    var report = report
                    report.complete(with: format)
                    let source = record.header.source
                    rows.append(
                        QualityRow(
                            time: record.header.time, callID: callID, node: record.node,
                            reporter: source.family == .unknown ? nil : source.text,
                            report: report))
                }
            }
        }
        return rows
    }
}

/// The reports of switches in one call.
struct SwitchReports {
    private var rows: [QualityRow] = []
    /// Channels whose counts an event had: their CDRs say the same.
    private var counted: Set<String> = []

    /// Takes what an event says of media. RTCP that measures nothing shows as an event and no more.
    mutating func add(_ event: SwitchEvent, uuid: String, node: String, time: Timestamp) {
        for report in QualityReport.reports(of: event)
        where report.scope == .call || report.hasMeasurement {
            if report.source == .switch, report.scope == .call { counted.insert(uuid) }
            rows.append(
                QualityRow(
                    time: time, callID: event["variable_sip_call_id"] ?? "", uuid: uuid, node: node,
                    reporter: node, report: report))
        }
    }

    /// The rows; `channels` know the Call-IDs that events do not say.
    func finish(_ channels: [Channel]) -> [QualityRow] {
        rows.filter { $0.report.source != .cdr || !counted.contains($0.uuid ?? "") }.map { row in
            var row = row
            if row.callID.isEmpty {
                row.callID = channels.first { $0.uuid == row.uuid }?.callID ?? row.uuid ?? ""
            }
            return row
        }
    }
}
