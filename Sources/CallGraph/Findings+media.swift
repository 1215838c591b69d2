// What the counts of media show: one way only, nothing at all, no RTCP.

internal import MediaQuality

extension Findings {
    /// Findings about media. Each needs a call that was long enough, so that a clean call has none.
    static func media(_ trace: Trace) -> [Finding] {
        let rows = trace.messages.compactMap { message in
            if case .quality(let row) = message { row } else { nil }
        }
        guard !rows.isEmpty else { return [] }
        return oneWay(rows, trace) + oneSidedRTCP(rows)
    }

    /// Legs of which one side, or both, sent nothing.
    private static func oneWay(_ rows: [QualityRow], _ trace: Trace) -> [Finding] {
        var findings: [Finding] = []
        var known: Set<String> = []
        for row in rows where row.report.scope == .call {
            guard let received = row.report.packetsReceived, let sent = row.report.packetsSent,
                received == 0 || sent == 0, let seconds = talkSeconds(row, trace),
                seconds >= Limits.mediaSecondsMin, known.insert(row.uuid ?? row.callID).inserted
            else { continue }
            let who = row.reporter ?? row.node
            let leg = "on the leg \(row.callID), which was up for \(Int(seconds)) s"
            if received == 0, sent == 0 {
                findings.append(
                    Finding(
                        .warning, "silence",
                        "\(who) neither received nor sent a packet of media \(leg)", at: row.time))
            } else {
                let text =
                    received == 0
                    ? "\(who) sent \(sent) packets of media and received none"
                    : "\(who) received \(received) packets of media and sent none"
                findings.append(
                    Finding(.warning, "one-way-audio", "\(text) \(leg)", at: row.time))
            }
        }
        return findings
    }

    /// Seconds between answer and end of the leg that a row is about; nil when it was not answered.
    private static func talkSeconds(_ row: QualityRow, _ trace: Trace) -> Double? {
        if let uuid = row.uuid {
            let channel = trace.channels.first { $0.uuid == uuid && $0.answered != nil }
            guard let channel, let answered = channel.answered else { return nil }
            return (channel.end ?? channel.lastSeen).seconds(since: answered)
        }
        guard let dialog = trace.dialogs.first(where: { $0.callID == row.callID }),
            let answered = dialog.answered
        else { return nil }
        return (dialog.end ?? row.time).seconds(since: answered)
    }

    /// Dialogs of which RTCP came from one side only. What a switch says it received is one side by its
    /// nature, so only what agents captured counts.
    private static func oneSidedRTCP(_ rows: [QualityRow]) -> [Finding] {
        var byDialog: [String: [QualityRow]] = [:]
        for row in rows where [.rtcp, .rtcpJSON].contains(row.report.source) {
            guard row.report.reporterSSRC != nil else { continue }
            byDialog[row.callID, default: []].append(row)
        }
        return byDialog.compactMap { callID, rows in
            guard rows.count >= Limits.rtcpPacketsMin, let first = rows.first, let last = rows.last,
                last.time.seconds(since: first.time) >= Limits.rtcpSecondsMin,
                Set(rows.map(\.report.reporterSSRC)).count == 1
            else { return nil }
            return Finding(
                .info, "no-rtcp",
                "all RTCP of the leg \(callID) came from \(first.reporter ?? first.node); "
                    + "nothing says how its peer receives",
                at: first.time)
        }
    }
}
