// Events that come in swarms, several on one row.

internal import CallGraph

/// Consecutive events of one channel at one time that matter little one by one.
struct NoisyRun {
    /// The first of them, whose time, node and channel are those of all.
    let first: EventRow
    private var parts: [(text: String, count: Int)] = []
    /// What the parts take at most: a comma, and a count of three digits, each.
    private var columns = 0

    init(_ first: EventRow) { self.first = first }

    /// Events of which a call has dozens: steps that the ones shown alone make clear already.
    static func isNoisy(_ event: EventRow) -> Bool {
        switch event.name {
        case "CALL_UPDATE", "CHANNEL_CALLSTATE", "CHANNEL_DATA", "CHANNEL_DESTROY",
            "CHANNEL_EXECUTE_COMPLETE", "CHANNEL_HANGUP_COMPLETE", "CHANNEL_ORIGINATE",
            "CHANNEL_OUTGOING", "CHANNEL_STATE", "CODEC", "MEDIA_BUG_START", "MEDIA_BUG_STOP",
            "MESSAGE_QUERY", "PRESENCE_IN", "RECV_RTCP_MESSAGE", "SEND_RTCP_MESSAGE":
            true
        default: false
        }
    }

    /// The event in a word or two: `STATE CS_INIT`, `EXECUTE_COMPLETE set`.
    static func words(_ event: EventRow, fit: (String, Int) -> String) -> String {
        let name = event.name.hasPrefix("CHANNEL_") ? String(event.name.dropFirst(8)) : event.name
        guard let detail = event.detail, event.name != "CHANNEL_OUTGOING",
            event.name != "CHANNEL_ORIGINATE"
        else { return fit(name, Limits.nameColumnsMax) }
        let short = detail.prefix { $0 != "(" }
        return
            "\(fit(name, Limits.nameColumnsMax)) \(fit(String(short), Limits.shortDetailColumnsMax))"
    }

    /// True when an event stands at the same place.
    func takes(_ event: EventRow) -> Bool {
        event.time == first.time && event.uuid == first.uuid && event.node == first.node
    }

    /// Adds the words of an event; false when they do not fit in so many columns.
    mutating func add(_ words: String, room: Int) -> Bool {
        if let last = parts.last, last.text == words {
            parts[parts.count - 1].count += 1
            return true
        }
        let more = TerminalText.columns(of: words) + 7
        if !parts.isEmpty, columns + more > room { return false }
        columns += more
        parts.append((words, 1))
        return true
    }

    /// `STATE CS_NEW, CODEC ×2`.
    func text(times: String) -> String {
        parts.map { $0.count == 1 ? $0.text : "\($0.text) \(times)\($0.count)" }
            .joined(separator: ", ")
    }
}
