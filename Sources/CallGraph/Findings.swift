// What went wrong, in words.

/// Looks for what an operator should know about a call.
enum Findings {
    /// Findings in order of their time.
    static func of(
        _ trace: Trace, root: Dialog?, rows: [SIPRow], otherUses: [Life]
    ) -> [Finding] {
        var findings: [Finding] = []
        if let root { findings += outcome(root, channels: trace.channels, rows: rows) }
        findings += retransmissions(rows)
        findings += malformed(rows)
        findings += lost(trace.channels)
        findings += media(trace)
        findings += signalling(trace, rows: rows)
        findings += otherUses.map { life in
            Finding(
                .info, "used-again",
                "\(trace.query) was also in use from \(life.lowerBound.rfc3339) to "
                    + "\(life.upperBound.rfc3339), in another call: --at shows it",
                at: nil)
        }
        return findings.sorted {
            ($0.at ?? .distantPast, $0.code) < ($1.at ?? .distantPast, $1.code)
        }
    }

    /// Channels that vanished with their switch.
    private static func lost(_ channels: [Channel]) -> [Finding] {
        channels.compactMap { channel in
            guard let reason = channel.lost else { return nil }
            let isRecovered = reason.hasPrefix("recovered")
            return Finding(
                isRecovered ? .warning : .error, isRecovered ? "recovered" : "lost",
                "channel \(channel.uuid) on \(channel.node) has no hang-up: \(reason)",
                at: channel.end)
        }
    }

    /// Why an attempt that was not answered ended as it did, and who said so first.
    private static func outcome(
        _ root: Dialog, channels: [Channel], rows: [SIPRow]
    ) -> [Finding] {
        guard root.outcome != .answered, root.outcome != .inProgress else { return [] }
        let severity: Finding.Severity =
            [.serverError, .timeout, .clientError].contains(root.outcome) ? .error : .warning
        let code = root.outcome.rawValue.replacing("_", with: "-")
        guard let status = root.status else {
            return [
                Finding(
                    severity, code,
                    "no final answer to the \(root.method) of \(name(root.from)): the last message "
                        + "is the last sign of life",
                    at: root.end)
            ]
        }
        // The host that first said the final status is where to look.
        let origin = rows.first { $0.status == status && $0.method == root.method }
        var text = "\(status)"
        if let reason = root.reason, !reason.isEmpty { text += " \(reason)" }
        if let origin { text += " came first from \(origin.source.text)" }
        let causes = channels.compactMap(\.hangupCause).filter { $0 != "NORMAL_CLEARING" }
        if let cause = causes.first {
            text += "; the switch's cause is \(cause)"
            if let words = CauseWords.words(name: cause) { text += " (\(words))" }
        }
        return [Finding(severity, code, text, at: origin?.time ?? root.end)]
    }

    /// A request sent again and again was not heard, or not answered.
    private static func retransmissions(_ rows: [SIPRow]) -> [Finding] {
        var counts: [[String]: (count: Int, row: SIPRow)] = [:]
        for row in rows where row.isRetransmission {
            let key = [
                row.callID, row.cseq, String(row.status ?? 0), row.source.text,
                row.destination.text,
            ]
            counts[key] = ((counts[key]?.count ?? 0) + 1, counts[key]?.row ?? row)
        }
        return counts.values.filter { $0.count >= 2 }.map { count, row in
            let what = row.status.map { "\($0) to \(row.method)" } ?? row.method
            return Finding(
                .warning, "retransmissions",
                "\(row.source.text) sent \(what) \(count + 1) times to \(row.destination.text): "
                    + "lost on the way, or not answered in time",
                at: row.time)
        }
    }

    private static func malformed(_ rows: [SIPRow]) -> [Finding] {
        let broken = rows.filter(\.isMalformed)
        guard let first = broken.first else { return [] }
        return [
            Finding(
                .info, "malformed",
                "\(broken.count) message\(broken.count == 1 ? " breaks" : "s break") SIP's grammar "
                    + "or came cut, the first from \(first.source.text)",
                at: first.time)
        ]
    }

    private static func name(_ user: String) -> String { user.isEmpty ? "the caller" : user }
}
