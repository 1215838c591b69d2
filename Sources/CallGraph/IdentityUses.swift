// When an identity was in use: once, or again after it had ended.

internal import EventSocket
internal import SIP

/// Tells the uses of one name apart.
enum IdentityUses {
    /// The uses that these records show, the earliest first.
    ///
    /// A Call-ID begins anew with an INVITE outside any dialog, a minute or more after the last message
    /// of a call that had ended, or of one with another From tag. Everything else that bears the name
    /// belongs to the use before it: a registration is refreshed for days, a recovered channel goes on.
    static func split(
        _ items: [(record: Record, reading: RecordReading)], kind: Identity.Kind
    ) -> [Life] {
        let lines = kind == .dialog ? items.filter(isSaid) : []
        guard lines.count < items.count, !lines.isEmpty else { return split(items) }
        // What is said of a dialog neither begins nor ends it: a line just before a Call-ID is used again
        // must not make the two uses one.
        let spoken = split(items.filter { !isSaid($0) })
        var lives = spoken
        for (record, _) in lines {
            let time = record.header.time
            let nearest = spoken.indices.min {
                distance(spoken[$0], time) < distance(spoken[$1], time)
            }
            guard let nearest else { continue }
            let life = lives[nearest]
            lives[nearest] = min(life.lowerBound, time)...max(life.upperBound, time)
        }
        return lives
    }

    /// True for what is said of a dialog and is no part of it: a log line, a report.
    private static func isSaid(_ item: (record: Record, reading: RecordReading)) -> Bool {
        switch item.record.header.kind {
        case .log, .quality: true
        case .sip: item.reading.message == nil
        case .event, .call: false
        }
    }

    /// Microseconds between a life and a moment; 0 within it.
    private static func distance(_ life: Life, _ time: Timestamp) -> Int64 {
        max(life.lowerBound.microseconds(since: time), time.microseconds(since: life.upperBound), 0)
    }

    private static func split(_ items: [(record: Record, reading: RecordReading)]) -> [Life] {
        guard !items.isEmpty else { return [] }
        let sorted = items.sorted { $0.record.header.time < $1.record.header.time }
        var lives: [Life] = []
        var first = sorted[0].record.header.time
        var last = first
        var isOver = false
        var fromTag = ""
        for (record, reading) in sorted {
            let time = record.header.time
            let begins = Self.begins(record, reading)
            if let begins, time.microseconds(since: last) > Limits.reuseMicroseconds,
                isOver || !fromTag.isEmpty && begins != fromTag
            {
                lives.append(first...last)
                first = time
                isOver = false
            }
            if let begins { fromTag = begins }
            if begins != nil { isOver = false }
            // A CDR is stamped with the end of a channel, and nothing else may be known of it.
            if let start = reading.event?.cdrStart {
                first = min(first, max(start, lives.last?.upperBound ?? .distantPast))
            }
            if ends(record, reading) { isOver = true }
            last = max(last, time)
        }
        lives.append(first...last)
        return lives
    }

    /// The From tag of an INVITE that begins a dialog, or the node of a channel's first event; nil for
    /// what goes on with something.
    private static func begins(_ record: Record, _ reading: RecordReading) -> String? {
        if let message = reading.message {
            guard message.kind == .request, message.method == .invite, message.toTag.isEmpty else {
                return nil
            }
            return record.text(message.fromTag)
        }
        guard let event = reading.event, event["variable_recovered"] == nil else { return nil }
        return ["CHANNEL_CREATE", "CHANNEL_OUTGOING"].contains(event.name) ? "channel" : nil
    }

    private static func ends(_ record: Record, _ reading: RecordReading) -> Bool {
        if let message = reading.message {
            if message.kind == .request {
                return message.method == .bye || message.method == .cancel
            }
            return message.cseqMethod == .invite && message.statusCode >= 300
                && message.statusCode != 401 && message.statusCode != 407
        }
        guard let event = reading.event else { return false }
        return [
            "CHANNEL_HANGUP", "CHANNEL_HANGUP_COMPLETE", "CHANNEL_DESTROY", SwitchEvent.cdrName,
        ].contains(event.name)
    }
}
