// How media was, in words.

internal import CallGraph
internal import MediaQuality

extension Ladder {
    /// Writes a paragraph for each stream that somebody reported on.
    mutating func renderQuality() {
        // By leg; those of one leg in order of their first report.
        let streams = StreamSummary.all(in: trace.messages).enumerated().sorted { a, b in
            let left = (leg(of: a.element.key) ?? .max, a.offset)
            return left < (leg(of: b.element.key) ?? .max, b.offset)
        }.map(\.element)
        guard !streams.isEmpty else { return }
        emit("")
        emit("Quality", style: .bold)
        for stream in streams.prefix(Limits.streamsMax) {
            emit(title(stream))
            emit("\(indent)\(words(stream))", style: isBad(stream.loss.mean) ? .warning : .plain)
        }
        if streams.count > Limits.streamsMax {
            emit("\(indent)and \(streams.count - Limits.streamsMax) more streams", style: .dim)
        }
    }

    /// Writes a report on a row of its own: `· rtp1: quality: loss 0.4 %, jitter 2.0 ms`.
    mutating func emitQuality(_ row: QualityRow) {
        var stream = StreamSummary(StreamSummary.Key(row))
        stream.take(row.report)
        emitNote(
            "quality: \(words(stream))", node: row.node, time: row.time, leg: leg(of: stream.key),
            style: isBad(row.loss) ? .warning : .plain)
    }

    /// `    1  as 127.0.0.10:50044 received it (rtcp_json, 3 reports)`.
    private func title(_ stream: StreamSummary) -> LadderRow {
        let key = stream.key
        var row = LadderRow()
        let leg = leg(of: key)
        let number = leg.map { String($0) } ?? "-"
        row.put(
            number, at: max(5 - number.utf8.count, 0), style: leg.map { .leg($0) } ?? .dim)
        let who = fit(key.reporter ?? "?")
        let verb = key.direction == .received ? "received" : "sent"
        row.append("  as \(who) \(verb) it")
        let count = "\(stream.reports) report\(stream.reports == 1 ? "" : "s")"
        row.append("  (\(key.source.rawValue), \(count))", style: .dim)
        return row
    }

    /// `loss 0.4 % (worst 3.1 %), jitter 2.0 ms, MOS 4.41 (e_model_g107)`.
    private func words(_ stream: StreamSummary) -> String {
        var parts: [String] = []
        func add(_ name: String, _ course: StreamSummary.Course, scale: Double, unit: String) {
            guard let mean = course.mean else { return }
            let text = Decimal.text(mean * scale, decimals: 1)
            let worst = Decimal.text(course.worst * scale, decimals: 1)
            parts.append("\(name) \(text)\(unit)\(text == worst ? "" : " (worst \(worst)\(unit))")")
        }
        add("loss", stream.loss, scale: 100, unit: " %")
        if let lost = stream.packetsLost, lost > 0 { parts.append("\(lost) lost in all") }
        add("jitter", stream.jitter, scale: 1000, unit: " ms")
        add("round trip", stream.roundTrip, scale: 1000, unit: " ms")
        for (algorithm, course) in stream.scores {
            guard let mean = course.mean else { continue }
            let text = Decimal.text(mean, decimals: 2)
            let worst = Decimal.text(course.worst, decimals: 2)
            let range = text == worst ? "" : ", worst \(worst)"
            parts.append("MOS \(text)\(range) (\(algorithm.rawValue))")
        }
        if let received = stream.packetsReceived { parts.append("\(received) packets received") }
        if let sent = stream.packetsSent { parts.append("\(sent) sent") }
        return parts.isEmpty ? "nothing measured" : parts.joined(separator: ", ")
    }

    private func leg(of key: StreamSummary.Key) -> Int? {
        legs.number(of: Identity(.dialog, key.callID))
            ?? key.uuid.flatMap {
                legs.number(of: Identity(.channel, $0))
            }
    }

    /// One packet in twenty: nobody misses it.
    private func isBad(_ loss: Double?) -> Bool { loss.map { $0 > 0.05 } ?? false }
}
