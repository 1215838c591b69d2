// Records that show that a leg is over.

internal import EventSocket
internal import SIP

/// A leg that has ended, as one record shows: a BYE, a final failure of an INVITE, the end of a channel.
public struct CallEnd: Sendable, Equatable {
    /// The leg.
    public var identity: Identity
    /// When it ended, by the clock of whoever saw it.
    public var time: Timestamp

    /// The end of this leg at this time.
    public init(_ identity: Identity, time: Timestamp) {
        self.identity = identity
        self.time = time
    }

    /// The end that a record of a block shows; nil for almost all records.
    public init?(_ entry: RecordBlock.Entry, in block: RecordBlock) {
        let payload = block.bytes[entry.payload]
        let found: Identity?
        switch entry.header.kind {
        case .sip where Self.mayEnd(payload): found = Self.dialog(ending: Array(payload))
        case .event where Self.mayEnd(event: payload): found = Self.channel(ending: Array(payload))
        case .sip, .event, .log, .quality, .call: found = nil
        }
        guard let found, Identity.isUsable(found.id) else { return nil }
        self.init(found, time: entry.header.time)
    }

    /// True for a BYE and for responses of the classes that are failures: the first line says so, and most
    /// messages need not be parsed.
    private static func mayEnd(_ message: ArraySlice<UInt8>) -> Bool {
        if message.starts(with: "BYE ".utf8) { return true }
        guard message.starts(with: "SIP/2.0 ".utf8), let status = message.dropFirst(8).first else {
            return false
        }
        return (0x33...0x36).contains(status)
    }

    private static func dialog(ending bytes: [UInt8]) -> Identity? {
        let message = SIPMessage.parse(bytes.span)
        let isEnd =
            message.kind == .request
            ? message.method == .bye
            : message.cseqMethod == .invite && message.statusCode >= 300
                && message.statusCode != 401 && message.statusCode != 407
        let range = message.callID.range
        guard isEnd, range.lowerBound >= 0, range.upperBound <= bytes.count else { return nil }
        return Identity(.dialog, String(decoding: bytes[range], as: UTF8.self))
    }

    /// False for an event that ends no channel, told without reading it: a switch writes the name first. One
    /// that does not begin so has to be read.
    public static func mayEnd(event json: ArraySlice<UInt8>) -> Bool {
        let head = json.prefix(80)
        guard Self.holds(head, "\"Event-Name\"") else { return true }
        return Self.holds(head, "CHANNEL_HANGUP_COMPLETE")
            || Self.holds(head, "\"\(SwitchEvent.cdrName)\"")
    }

    private static func channel(ending json: [UInt8]) -> Identity? {
        guard let event = try? SwitchEvent(json: json),
            event.isCDR || event.name == "CHANNEL_HANGUP_COMPLETE", let uuid = event.uniqueID
        else { return nil }
        return Identity(.channel, uuid)
    }

    private static func holds(_ bytes: ArraySlice<UInt8>, _ word: String) -> Bool {
        let wanted = Array(word.utf8)
        guard let first = wanted.first else { return true }
        var rest = bytes
        while let at = rest.firstIndex(of: first) {
            rest = rest[at...]
            if rest.starts(with: wanted) { return true }
            rest = rest.dropFirst()
        }
        return false
    }
}
