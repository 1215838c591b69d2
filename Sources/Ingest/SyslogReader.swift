// From a syslog message to a line that can be written.

package import CallGraph
internal import Syslog

/// Reads syslog messages. Searching a line costs microseconds, and with patterns more, which is why it is
/// done here and not under the lane's lock, where SIP would wait for it.
package struct SyslogReader: Sendable {
    private let mentions: LogMentions
    private let allows: @Sendable (Endpoint) -> Bool

    /// A reader that takes messages of those whom `allows` names, and searches lines by these rules.
    package init(rules: LinkRules, allows: @escaping @Sendable (Endpoint) -> Bool) {
        mentions = rules.logMentions
        self.allows = allows
    }

    /// True when this sender may send.
    func admits(_ sender: Endpoint) -> Bool { allows(sender) }

    /// Reads one message; `isCut` says that its end was left out.
    func read(
        _ bytes: Span<UInt8>, from sender: Endpoint, over source: LogSource, isCut: Bool,
        received: Timestamp
    ) throws(SyslogError) -> SyslogLine {
        let message = try SyslogMessage.parse(bytes)
        var flags: RecordFlags = []
        if isCut { flags.insert(.truncated) }
        if message.isMalformed { flags.insert(.malformed) }
        let time =
            Self.switchTime(in: message, bytes, received: received)
            ?? message.time?.microseconds(received: received.microseconds).map {
                Timestamp(microseconds: $0)
            }
        if time == nil { flags.insert(.timeOfReceipt) }
        let text = Self.text(of: message, bytes)
        let mention = mentions.find(in: text)
        flags.formUnion(mention.flags)
        let host = bytes.extracting(message.hostName)
        return SyslogLine(
            header: RecordHeader(
                kind: .log, flags: flags, ipProtocol: message.severity,
                time: time ?? received, received: received, sender: sender.host),
            node: host.isEmpty ? Array(sender.addressText.utf8) : host.array, text: text,
            mention: mention, source: source)
    }

    /// The time that FreeSWITCH writes into its lines itself, behind the channel's name where there is one:
    /// in microseconds, and before any relay.
    private static func switchTime(
        in message: SyslogMessage, _ bytes: Span<UInt8>, received: Timestamp
    ) -> Timestamp? {
        let text = bytes.extracting(message.text)
        var start = 0
        if text.count > 4, text[4] != 0x2d || text[0] &- 0x30 >= 10 {
            let longest = min(text.count, CallGraph.Limits.correlationBytesMax)
            while start < longest, text[start] != 0x20 { start += 1 }
            start += 1
        }
        guard start + 26 <= text.count, text[start + 4] == 0x2d else { return nil }
        return LogText.time(
            of: text.extracting(start..<start + 26).array, received: received)
    }

    /// MSG as it came. RFC 3164 has the program's name at its beginning; of RFC 5424 it is put there in the
    /// same form, since it stands in a header that is not kept. A message without text may still have
    /// structured data.
    private static func text(of message: SyslogMessage, _ bytes: Span<UInt8>) -> [UInt8] {
        let content = message.message.isEmpty ? message.structuredData : message.message
        var text: [UInt8] = []
        text.reserveCapacity(content.count + message.appName.count + 16)
        if message.format == .rfc5424, !message.appName.isEmpty {
            for index in message.appName { text.append(bytes[index]) }
            if !message.processID.isEmpty {
                text.append(0x5b)
                for index in message.processID { text.append(bytes[index]) }
                text.append(0x5d)
            }
            text.append(0x3a)
            text.append(0x20)
        }
        let rest = bytes.extracting(content)
        // The pointer is read within the closure only, and the array copies what it points to.
        unsafe rest.withUnsafeBufferPointer { unsafe text.append(contentsOf: $0) }
        return text
    }
}
