// What an import did, in the end.

internal import CaptureImport
internal import TraceRendering

/// The account of an import.
struct ImportSummary {
    private let tally: ImportTally
    private let sent: Int
    private let refused: Int
    private let files: Int
    private let isWhole: Bool

    init(session: ImportSession, isWhole: Bool) {
        tally = session.tally
        sent = session.sent
        refused = session.refused
        files = session.filesRead
        self.isWhole = isWhole
    }

    /// Lines for people.
    var text: String {
        var lines = [
            "\(Self.count(files, "file")) read: \(Self.count(tally.packets, "packet")), "
                + "\(Self.count(tally.messages, "SIP message")), "
                + Self.count(tally.hepPackets, "HEP packet"),
            "sent: \(Self.count(sent, "HEP packet"))\(isWhole ? "" : ", not all of them")",
        ]
        if refused > 0 { lines.append("refused by the collector: \(refused)") }
        let skipped = skips.map { "\($0.count) \($0.reason.rawValue)" }
        if !skipped.isEmpty { lines.append("skipped: \(skipped.joined(separator: ", "))") }
        if tally.cutMessages > 0 { lines.append("cut by the capture: \(tally.cutMessages)") }
        if tally.streamGaps > 0 || tally.junkBytes > 0 {
            lines.append(
                "in TCP: \(Self.count(tally.streamGaps, "gap")), "
                    + "\(Self.count(tally.junkBytes, "byte")) outside of messages")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The same for programs.
    var json: [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        for (name, number) in [
            ("files", files), ("packets", tally.packets), ("messages", tally.messages),
            ("hep_packets", tally.hepPackets), ("sent", sent), ("refused", refused),
            ("cut_messages", tally.cutMessages), ("stream_gaps", tally.streamGaps),
            ("junk_bytes", tally.junkBytes),
        ] {
            json.key(name)
            json.number(number)
        }
        json.key("complete")
        json.bool(isWhole)
        json.key("skipped")
        json.beginObject()
        for (reason, count) in skips {
            json.key(reason.rawValue)
            json.number(count)
        }
        json.endObject()
        json.endObject()
        json.newline()
        return json.bytes
    }

    private var skips: [(reason: ImportTally.Skip, count: Int)] {
        ImportTally.Skip.allCases.compactMap { reason in
            tally.skipped[reason].map { (reason, $0) }
        }
    }

    private static func count(_ count: Int, _ word: String) -> String {
        "\(count) \(word)\(count == 1 ? "" : "s")"
    }
}
