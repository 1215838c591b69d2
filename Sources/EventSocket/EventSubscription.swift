// Which events a client asks a switch for.

/// Names of events, and subclasses of CUSTOM ones.
public struct EventSubscription: Sendable, Equatable {
    /// Events by name, without CUSTOM.
    public let names: [String]
    /// Subclasses of CUSTOM events, such as `sofia::transferor`.
    public let subclasses: [String]

    /// A subscription of one's own.
    ///
    /// - Throws: `unusable_setting` for a word with anything but letters, digits and `_ - : .` in
    ///   it, for
    ///   CUSTOM among the names, for more words than `Limits.subscriptionWordsMax`, or none.
    public init(names: [String], subclasses: [String]) throws(EventSocketError) {
        let words = names + subclasses
        guard !words.isEmpty, words.count <= Limits.subscriptionWordsMax,
            words.allSatisfy(Self.isWord), !names.contains("CUSTOM")
        else { throw EventSocketError(.unusableSetting) }
        self.init(known: names, subclasses: subclasses)
    }

    private init(known names: [String], subclasses: [String]) {
        self.names = names
        self.subclasses = subclasses
    }

    /// What the call graph lives on.
    ///
    /// In 18 recorded scenarios every channel, and every two channels that any event ties together,
    /// are in one of these, which are 2,480 of 5,651 events.
    ///
    /// Left out are CHANNEL_STATE, CHANNEL_CALLSTATE and CODEC, 38 % of all events and without
    /// `variable_*`, so never with a Call-ID; and CHANNEL_EXECUTE_COMPLETE, a sixth of all bytes.
    /// The channel of an unauthenticated INVITE has no CHANNEL_CREATE, but ends in a CHANNEL_HANGUP
    /// with its Call-ID. CHANNEL_OUTGOING is the first to name an outbound leg's originator.
    /// CHANNEL_EXECUTE is large and needed: `intercept` and `eavesdrop` name their target nowhere
    /// but in its Application-Data. The two of RTCP say how either end hears the other. HEARTBEAT
    /// comes every 20 seconds by default and tells a quiet
    /// switch from a dead one.
    public static let calltrace = EventSubscription(
        known: [
            "CHANNEL_CREATE", "CHANNEL_OUTGOING", "CHANNEL_ORIGINATE", "CHANNEL_UUID",
            "CHANNEL_PROGRESS", "CHANNEL_PROGRESS_MEDIA", "CHANNEL_ANSWER",
            "CHANNEL_BRIDGE", "CHANNEL_UNBRIDGE", "CHANNEL_EXECUTE",
            "CHANNEL_HOLD", "CHANNEL_UNHOLD", "CHANNEL_PARK", "CHANNEL_UNPARK",
            "CHANNEL_HANGUP", "CHANNEL_HANGUP_COMPLETE", "CHANNEL_DESTROY",
            "CALL_UPDATE", "CALL_SETUP_REQ", "RECV_RTCP_MESSAGE", "SEND_RTCP_MESSAGE",
            "HEARTBEAT",
        ],
        subclasses: [
            "sofia::transferor", "sofia::transferee", "sofia::replaced", "sofia::intercepted",
            "loopback::bowout", "loopback::direct",
            "callcenter::info", "fifo::info", "conference::maintenance", "valet_parking::info",
        ])

    /// The command without its line feeds: `event json NAME … CUSTOM SUBCLASS …`.
    ///
    /// CUSTOM comes last: the switch takes every word after it for a subclass.
    public var command: String {
        let custom = subclasses.isEmpty ? [] : ["CUSTOM"] + subclasses
        return (["event", "json"] + names + custom).joined(separator: " ")
    }

    private static func isWord(_ word: String) -> Bool {
        !word.isEmpty && word.utf8.count <= Limits.uuidBytesMax
            && word.utf8.allSatisfy { byte in
                ASCII.isDigit(byte) || (0x61...0x7a).contains(ASCII.lowercased(byte))
                    || "_-:.".utf8.contains(byte)
            }
    }
}
