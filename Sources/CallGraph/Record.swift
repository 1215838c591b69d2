// Whatever arrived, as it is kept: what, when, from whom, and the bytes.

/// What kind of thing a record holds.
public enum RecordKind: UInt8, Sendable, CaseIterable {
    /// A SIP message, or what claimed to be one.
    case sip = 1
    /// An event of a switch, as its JSON object.
    case event = 2
    /// A log line of a switch or an agent, as UTF-8 text.
    case log = 3
    /// A quality report: RTCP or a summary, as the agent sent it.
    case quality = 4
    /// The summary of a finished call.
    case call = 5

    /// The word that stands for it in labels and answers.
    public var label: String {
        switch self {
        case .sip: "sip"
        case .event: "event"
        case .log: "log"
        case .quality: "quality"
        case .call: "call"
        }
    }
}

/// Marks on a record that say how far it can be believed.
public struct RecordFlags: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The agent sent no time, or an absurd one: `time` is the time of receipt.
    public static let timeOfReceipt = RecordFlags(rawValue: 1)
    /// The packet said it was longer than it came.
    public static let truncated = RecordFlags(rawValue: 2)
    /// The message breaks its grammar; kept all the same.
    public static let malformed = RecordFlags(rawValue: 4)
    /// The correlation of this log line is a Call-ID; otherwise it is a channel's UUID.
    public static let namesDialog = RecordFlags(rawValue: 8)
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

/// A record read back.
public struct Record: Sendable, Equatable {
    /// Its place in the store, unique there.
    public var position: RecordPosition
    /// Its parts of fixed size.
    public var header: RecordHeader
    /// The agent or switch that saw it.
    public var node: String
    /// What the agent says it belongs to (HEP chunk 0x11); empty when it does not say.
    public var correlation: [UInt8]
    /// The bytes as captured.
    public var payload: [UInt8]

    /// A record of these parts.
    public init(
        position: RecordPosition, header: RecordHeader, node: String, correlation: [UInt8] = [],
        payload: [UInt8]
    ) {
        self.position = position
        self.header = header
        self.node = node
        self.correlation = correlation
        self.payload = payload
    }
}

/// Where a record stands in the store, in order of receipt.
public struct RecordPosition: Hashable, Comparable, Sendable {
    /// The number of the block, growing over the life of a store.
    public var block: UInt64
    /// The byte within the block at which the record begins.
    public var offset: UInt32

    /// The place at this byte of this block.
    public init(block: UInt64, offset: UInt32) {
        self.block = block
        self.offset = offset
    }

    public static func < (a: RecordPosition, b: RecordPosition) -> Bool {
        a.block == b.block ? a.offset < b.offset : a.block < b.block
    }
}
