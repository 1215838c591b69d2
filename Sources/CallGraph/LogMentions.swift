// Finds the call that a log line is about.

/// Reads out of log lines which dialog and which channel they name.
///
/// Known forms, each where it stands first in the line:
///
///     {1 102 INVITE CALL-ID} text          Kamailio's log_prefix of its default configuration
///     UUID text, name[123]: UUID text      FreeSWITCH: mod_logfile and mod_syslog with uuid="true"
///     [CALL-ID]: text, [CALL-ID port 30000]: text                                       rtpengine
///     Call-ID: X, callid=X, call_id=X, "callid":"X", ci=X                  xlog, acc, anything
///     uuid=UUID, Unique-ID: UUID
///
/// A name never ties calls together; it only puts the line where it belongs. So a line may be wrong
/// about its call (callers choose parts of many lines) and does no harm beyond that.
public struct LogMentions: Sendable {
    private let patterns: [LogPattern]

    /// Finds the known forms, and before them these of the operator's.
    public init(patterns: [LogPattern] = []) {
        self.patterns = Array(patterns.prefix(Limits.logPatternsMax))
    }

    /// What a line names; the first `Limits.logSearchedBytesMax` bytes are read.
    public func find(in line: [UInt8]) -> LogMention { find(in: line.span) }

    /// The same for a line that lies elsewhere.
    public func find(in line: Span<UInt8>) -> LogMention {
        let text = line.extracting(0..<min(line.count, Limits.logSearchedBytesMax))
        var scan = LogScan()
        scan.run(text)
        var mention = LogMention()
        mention.callID = scan.callID.map { Self.string(text, $0) }
        mention.uuid = scan.uuid.map { Self.string(text, $0) }
        if let uuid = scan.uuid, let callID = scan.callID {
            mention.isChannelFirst = uuid.lowerBound < callID.lowerBound
        } else {
            mention.isChannelFirst = scan.uuid != nil
        }
        if !patterns.isEmpty { apply(text, to: &mention) }
        return mention
    }

    /// What a pattern finds wins over the known forms: the operator knows the line.
    private func apply(_ text: Span<UInt8>, to mention: inout LogMention) {
        let string = Self.string(text, 0..<min(text.count, Limits.logPatternBytesMax))
        var found = LogMention()
        for pattern in patterns {
            guard pattern.meaning == .dialog ? found.callID == nil : found.uuid == nil,
                let name = pattern.find(string), Identity.isUsable(name),
                name.utf8.count <= Limits.correlationBytesMax
            else { continue }
            if pattern.meaning == .dialog {
                found.callID = name
            } else {
                found.uuid = name
                found.isChannelFirst = found.callID == nil
            }
        }
        guard !found.isEmpty else { return }
        if let callID = found.callID { mention.callID = callID }
        if let uuid = found.uuid { mention.uuid = uuid }
        mention.isChannelFirst = found.isChannelFirst
    }

    private static func string(_ text: Span<UInt8>, _ range: Range<Int>) -> String {
        text.extracting(range).text
    }
}
