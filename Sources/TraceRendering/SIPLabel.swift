// The few words of a SIP message that stand on its arrow.

internal import CallGraph

/// What a message is called on its arrow, as long as there is room for.
struct SIPLabel {
    /// A method, or a status.
    private let name: String
    /// The same where room is short.
    private let shortName: String
    /// The reason phrase; empty in a request.
    private let reason: String
    /// The method that a response answers, when that is not the one that began the leg.
    private let answers: String
    private let hasSDP: Bool
    /// Seen by several, sent again, malformed.
    private let marks: String
    private let unicode: Bool
    /// What stands on either side of it: a port, an address.
    var left = ""
    var right = ""

    /// The words for a row; `legMethod` is the method that began its leg.
    init(_ row: SIPRow, legMethod: String?, options: LadderOptions, glyphs: LadderGlyphs) {
        func fit(_ words: String, _ columns: Int) -> String {
            TerminalText.fit(words, columns: columns, unicode: options.unicode)
        }
        let glance = MessageGlance(row.text)
        let method = row.method.isEmpty ? "?" : row.method
        name = row.status.map { "\($0)" } ?? fit(method, Limits.labelColumnsMax)
        shortName = row.status.map { "\($0)" } ?? fit(method, 8)
        reason = row.status == nil ? "" : fit(glance.reason ?? "", Limits.labelColumnsMax)
        answers = row.status == nil || method == legMethod ? "" : "(\(fit(method, 16)))"
        hasSDP = glance.hasSDP
        var marks: [String] = []
        if row.seenBy.count > 1 { marks.append("\(glyphs.times)\(row.seenBy.count)") }
        if row.isRetransmission { marks.append(glyphs.retransmission) }
        if row.isMalformed { marks.append("!") }
        self.marks = marks.joined(separator: " ")
        unicode = options.unicode
    }

    /// All of it: `INVITE (SDP)`, `183 Session Progress (SDP)`, `200 OK (CANCEL) ×2`.
    var long: String { words([left, name, reason, answers, hasSDP ? "(SDP)" : "", marks, right]) }

    /// As much as fits in so many columns; nil when not even `183 SDP` does.
    func fitting(_ columns: Int) -> String? {
        func fits(_ text: String) -> Bool { TerminalText.columns(of: text) <= columns }
        if fits(long) { return long }
        let middle = words([name, reason, answers, hasSDP ? "(SDP)" : "", marks])
        if fits(middle) { return middle }
        let rest = [answers, hasSDP ? "(SDP)" : "", marks]
        let room = columns - TerminalText.columns(of: words([name] + rest)) - 1
        if !reason.isEmpty, room >= Limits.cutReasonColumnsMin {
            let cut = TerminalText.fit(reason, columns: room, unicode: unicode)
            return words([name, cut] + rest)
        }
        let short = words([shortName, hasSDP ? "SDP" : "", marks])
        return fits(short) ? short : nil
    }

    private func words(_ parts: [String]) -> String {
        parts.filter { !$0.isEmpty }.joined(separator: " ")
    }
}
