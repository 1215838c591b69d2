// What ingest counts, as a role: whoever composes the program says where the numbers go.

package import CallGraph
package import MediaQuality
package import SIP

/// Takes counts from the hot path. Calls come from receiving threads and must neither block nor allocate.
package protocol IngestMetrics: Sendable {
    /// So many HEP packets were accepted.
    func hepPackets(transport: HEPTransport, version: UInt8, count: Int)
    /// Something that came was refused, with a fixed word that says why.
    func hepRefused(_ reason: RefusalReason)
    /// So many log lines came from there and were taken.
    func logLines(_ source: LogSource, count: Int)
    /// Something that came as syslog was refused.
    func logRefused(_ reason: LogRefusal)
    /// Records of this kind were written. Moves by one for each.
    func recorded(_ kind: RecordKind, count: Int)
    /// Records were lost, and where.
    func dropped(stage: DropStage, count: Int)
    /// So many SIP requests of this method, at this node.
    func sipRequests(_ method: SIPMethod, node: NodeNumber, count: Int)
    /// So many SIP responses of this class (1…6; 0 for what is none) to this method, at this node.
    func sipResponses(_ method: SIPMethod, statusClass: Int, node: NodeNumber, count: Int)
    /// So many SIP messages of this method came again at this node.
    func retransmissions(_ method: SIPMethod, node: NodeNumber, count: Int)
    /// Something was measured of a call; `example` names it, once in a while.
    func call(_ measure: CallMeasure, of route: CallRoute, example: CallExample?)
    /// A registration or a request for a transfer came to an end.
    func request(_ end: RequestEnd)
    /// A channel ended or was recovered, or a caller left a queue, at this switch.
    func channel(_ change: ChannelTable.Change, node: NodeNumber)
    /// A link of this kind was seen for the first time.
    func link(_ kind: Link.Kind)
    /// A report on media was read, completed by what is known of its call.
    func quality(_ report: QualityReport, node: NodeNumber)
    /// What came as a report of this form could not be read as one.
    func qualityUnreadable(_ source: QualitySource)
    /// A node got a number.
    func nodeNamed(_ name: String, number: NodeNumber)
}

/// What carried a HEP packet here.
package enum HEPTransport: Int, CaseIterable, Sendable {
    case udp
    case tcp
    /// It was in a capture that somebody imported.
    case http

    /// The word in labels.
    package var label: String {
        switch self {
        case .udp: "udp"
        case .tcp: "tcp"
        case .http: "http"
        }
    }
}

/// Why something was refused.
package enum RefusalReason: String, CaseIterable, Sendable {
    /// Not HEP at all.
    case magic
    /// A length that cannot be.
    case length
    /// A chunk that breaks the format.
    case chunk
    /// HEPv1 or v2 of an unknown address family.
    case family
    /// Compressed where it must not be: a packet in a packet.
    case compressed
    /// heplify's protobuf form.
    case protobuf
    /// Without a valid key, from a network that needs one.
    case auth
    /// Compressed data that is broken or inflates beyond all bounds.
    case inflate
    /// No payload at all.
    case empty
    /// CR, LF and NUL that keep a connection open.
    case keepalive
    /// STUN where SIP was announced.
    case stun
    /// TLS where SIP was announced.
    case tls
    /// Announced as SIP, and nothing of SIP in it.
    case notSIP = "not_sip"
    /// A protocol type that is not kept.
    case type
    /// Bytes on a stream between packets.
    case junk
    /// One connection more than is allowed.
    case connections
}

/// Where a log line came from.
package enum LogSource: String, CaseIterable, Sendable {
    /// A datagram of syslog.
    case syslogUDP = "syslog_udp"
    /// A connection of syslog.
    case syslogTCP = "syslog_tcp"
    /// An agent, in HEP: Kamailio's `hlog()`, OpenSIPS's `xlog()`.
    case hep
    /// The event socket of a switch.
    case `switch`

    /// The place in a table of all.
    var index: Int {
        switch self {
        case .syslogUDP: 0
        case .syslogTCP: 1
        case .hep: 2
        case .switch: 3
        }
    }
}

/// Why something that came as syslog was refused.
package enum LogRefusal: String, CaseIterable, Sendable {
    /// Nothing but line ends and NUL.
    case empty
    /// From outside the networks of `logs.allow`.
    case notAllowed = "not_allowed"
    /// One connection more than is allowed.
    case connections
    /// A stream beyond all bounds.
    case overflow
    /// HEP, sent to the wrong port.
    case hep
}

/// Where and why a record can be lost.
package enum DropStage: CaseIterable, Sendable {
    /// No block was free: the disk does not keep up.
    case journal
    /// The journal takes nothing because the disk is nearly full.
    case readOnlyJournal
    /// An event or log line of a switch could not be read.
    case events

    /// The place, as a label.
    package var stage: String { self == .events ? "events" : "journal" }

    /// The reason, as a label.
    package var reason: String {
        switch self {
        case .journal: "no_block"
        case .readOnlyJournal: "read_only"
        case .events: "malformed"
        }
    }
}

/// The small number of a node, for tables and labels.
package typealias NodeNumber = UInt16
