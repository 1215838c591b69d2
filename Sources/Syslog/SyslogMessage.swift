// One syslog message as views over its bytes.

/// A message of RFC 5424 or of RFC 3164 as programs really send it.
///
/// Parts are ranges of the bytes that were parsed; an empty range is a part that is not there, the nil
/// value `-` of RFC 5424 included.
///
///     RFC 5424 §6    <34>1 2026-11-27T13:04:45.003Z host app 123 ID47 [id a="b"] text
///     RFC 3164 §4    <34>Nov 27 13:04:45 host app[123]: text
///     syslog(3)      <34>Nov 27 13:04:45 app[123]: text
///     rsyslog        <34>2026-11-27T13:04:45.003217+01:00 host app[123]: text
///     Cisco          <34>Nov 27 2026 13:04:45: app: text
///     anything       text
public struct SyslogMessage: Sendable, Equatable {
    /// Which grammar a message has.
    public enum Format: Sendable, Equatable {
        /// RFC 5424: `<34>1 …`.
        case rfc5424
        /// RFC 3164, strictly or not.
        case rfc3164
    }

    /// Which grammar it has.
    public var format: Format
    /// True when it breaks its grammar: without a priority, or with structured data that does not end.
    public var isMalformed = false
    /// What spoke, 0 to 23 (RFC 5424 §6.2.1); 1, user, where it does not say.
    public var facility: UInt8
    /// How bad it is, 0 (emergency) to 7 (debug); 5, notice, where it does not say.
    public var severity: UInt8
    /// The time that it bears, as far as it says one.
    public var time: SyslogTime?
    /// HOSTNAME.
    public var hostName: Range<Int>
    /// APP-NAME; in RFC 3164 the part of the tag that names the program.
    public var appName: Range<Int>
    /// PROCID; in RFC 3164 what stands in brackets behind the program.
    public var processID: Range<Int>
    /// MSGID.
    public var messageID: Range<Int>
    /// STRUCTURED-DATA, brackets and all.
    public var structuredData: Range<Int>
    /// MSG: without the byte order mark of RFC 5424 §6.4, without line ends behind it. In RFC 3164 it begins
    /// with the tag (§4.1.3).
    public var message: Range<Int>
    /// What the program wrote: MSG without the tag.
    public var text: Range<Int>

    init(_ format: Format, priority: UInt8, at position: Int) {
        self.format = format
        facility = priority >> 3
        severity = priority & 7
        let none = position..<position
        hostName = none
        appName = none
        processID = none
        messageID = none
        structuredData = none
        message = none
        text = none
    }

    /// Reads a message, which is all of `bytes`.
    ///
    /// - Throws: ``SyslogError/empty`` when there is nothing in it. Everything else is read as well as it
    ///   goes: what fits no grammar is text from user.notice.
    public static func parse(_ bytes: Span<UInt8>) throws(SyslogError) -> SyslogMessage {
        let end = SyslogParser.contentEnd(bytes)
        guard end > 0 else { throw .empty }
        let content = bytes.extracting(0..<end)
        var parser = SyslogParser()
        guard let priority = parser.priority(content) else {
            return SyslogParser().legacy(
                content, priority: Limits.priorityMissing, isMalformed: true)
        }
        let behindPriority = parser
        if let message = parser.rfc5424(content, priority: priority) { return message }
        return behindPriority.legacy(content, priority: priority, isMalformed: false)
    }
}
