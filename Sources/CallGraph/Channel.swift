// One channel of a switch.

/// A channel of a switch, in one life of that switch.
public struct Channel: Sendable, Equatable {
    /// Who began a channel, as the switch sees it.
    public enum Direction: String, Sendable {
        /// Somebody called the switch.
        case inbound
        /// The switch called somebody.
        case outbound
    }

    /// Its Unique-ID; need not look like a UUID.
    public var uuid: String
    /// The switch's name in the configuration.
    public var node: String
    /// The life of the switch: its Core-UUID; a restart has another.
    public var coreUUID: String?
    /// The Call-ID that it speaks; nil when the switch never said.
    public var callID: String?
    /// nil when no event said it.
    public var direction: Direction?
    /// FreeSWITCH's hangup cause: NORMAL_CLEARING, USER_BUSY …
    public var hangupCause: String?
    /// The switch's own name for it: `sofia/internal/1010@acme.test`.
    public var name: String?
    /// When the first event of it was stamped.
    public var start: Timestamp
    /// When it was answered; nil when it was not.
    public var answered: Timestamp?
    /// When it hung up; nil while it is up, or when the switch died first.
    public var end: Timestamp?
    /// Who hung up, as the switch says: `recv_bye`, `send_bye`, `recv_cancel` … (sip_hangup_disposition).
    public var hangupDisposition: String?

    /// Why it has no hang-up though it is over: its switch died, and another life of it began, or
    /// another node went on with the channel. nil for a channel that ended as channels do.
    public var lost: String?
    /// When the last event of it was stamped.
    public var lastSeen: Timestamp
    /// True when this node took it over from another one that had died.
    public var isRecovered = false
    /// True for half of a loopback: it stands between legs and speaks no SIP.
    public var isLoopback: Bool { name?.hasPrefix("loopback/") ?? false }

    /// A channel of which nothing but this is known yet.
    public init(uuid: String, node: String, coreUUID: String?, start: Timestamp) {
        self.uuid = uuid
        self.node = node
        self.coreUUID = coreUUID
        self.start = start
        lastSeen = start
    }
}
