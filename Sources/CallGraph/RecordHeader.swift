// What every record says of itself, whatever it holds.

/// Marks on a record that say how far it can be believed.
public struct RecordFlags: OptionSet, Sendable, Hashable {
    /// The bits, as they are stored.
    public let rawValue: UInt8
    /// Marks of these bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The agent sent no time, or an absurd one: `time` is the time of receipt.
    public static let timeOfReceipt = RecordFlags(rawValue: 1)
    /// The packet said it was longer than it came.
    public static let truncated = RecordFlags(rawValue: 2)
    /// The message breaks its grammar; kept all the same.
    public static let malformed = RecordFlags(rawValue: 4)
    /// The correlation of this log line is a Call-ID; otherwise it is a channel's UUID.
    public static let namesDialog = RecordFlags(rawValue: 8)
    /// The payload is an agent's statement that two dialogs belong together (HEP type 96).
    public static let correlates = RecordFlags(rawValue: 16)
    /// The payload of this log line names a dialog and a channel; the correlation is one of the two.
    public static let namesBoth = RecordFlags(rawValue: 32)
    /// The correlation of this quality report is not the agent's: the call was found by the addresses of its
    /// media.
    public static let foundByMedia = RecordFlags(rawValue: 64)
}

/// The parts of a record that have a fixed size.
public struct RecordHeader: Sendable, Equatable {
    /// What the record holds.
    public var kind: RecordKind
    /// How far it can be believed.
    public var flags: RecordFlags
    /// The IP protocol that carried a SIP message, as its agent says it: 17 UDP, 6 TCP, 22 TLS,
    /// 132 SCTP, 50 WS. Of a log line this byte is the severity.
    public var ipProtocol: UInt8
    /// When it was captured or happened, by the clock of whoever saw it.
    public var time: Timestamp
    /// When it came here.
    public var received: Timestamp
    /// Where a SIP message came from.
    public var source: Endpoint
    /// Where a SIP message went.
    public var destination: Endpoint
    /// The address that the agent or switch itself spoke from; its port is not kept.
    public var sender: Endpoint

    /// A header of these parts.
    public init(
        kind: RecordKind, flags: RecordFlags = [], ipProtocol: UInt8 = 0, time: Timestamp,
        received: Timestamp, source: Endpoint = .unknown, destination: Endpoint = .unknown,
        sender: Endpoint = .unknown
    ) {
        self.kind = kind
        self.flags = flags
        self.ipProtocol = ipProtocol
        self.time = time
        self.received = received
        self.source = source
        self.destination = destination
        self.sender = sender
    }

    /// The severity of a log line, 0 (console, emergencies) to 7 (debug).
    public var severity: UInt8 { ipProtocol }

    /// The transport in the word of a Via header: udp, tcp, tls, sctp, ws; the number when unknown.
    public var transport: String {
        switch ipProtocol {
        case 17: "udp"
        case 6: "tcp"
        case 22: "tls"
        case 132: "sctp"
        case 50: "ws"
        default: String(ipProtocol)
        }
    }
}
