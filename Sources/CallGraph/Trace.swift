// The whole answer to "what happened to this call?", as data.

/// Everything that is known of one call.
public struct Trace: Sendable {
    /// What was asked for.
    public var query: String
    /// False when something that belongs to the call may be missing.
    public var isComplete: Bool
    /// What may be missing and why, in words.
    public var warnings: [String]
    public var call: Call
    /// By start.
    public var dialogs: [Dialog]
    /// By their first event.
    public var channels: [Channel]
    /// By `from`.
    public var links: [Link]
    /// By time.
    public var messages: [TraceMessage]
    public var findings: [Finding]
    /// Which agent or switch lives at which address, as far as this call shows it.
    public var hosts: [HostName]

    /// A trace of these parts.
    public init(
        query: String, isComplete: Bool, warnings: [String], call: Call, dialogs: [Dialog],
        channels: [Channel], links: [Link], messages: [TraceMessage], findings: [Finding],
        hosts: [HostName]
    ) {
        self.query = query
        self.isComplete = isComplete
        self.warnings = warnings
        self.call = call
        self.dialogs = dialogs
        self.channels = channels
        self.links = links
        self.messages = messages
        self.findings = findings
        self.hosts = hosts
    }
}

/// The call as one thing.
public struct Call: Sendable, Equatable {
    /// 32 hexadecimal digits, the same for every identity of the call.
    public var id: String
    /// Whose call it is; nil without tenants in the configuration.
    public var tenant: String?
    public var start: Timestamp
    public var end: Timestamp?
    public var outcome: Outcome
    /// Seconds from the answer to the end; nil when it was not answered or goes on.
    public var durationSeconds: Double?

    /// A call of these parts.
    public init(
        id: String, tenant: String?, start: Timestamp, end: Timestamp?, outcome: Outcome,
        durationSeconds: Double?
    ) {
        self.id = id
        self.tenant = tenant
        self.start = start
        self.end = end
        self.outcome = outcome
        self.durationSeconds = durationSeconds
    }
}

/// How an attempt ended.
public enum Outcome: String, Sendable, CaseIterable {
    case answered
    case busy
    case noAnswer = "no_answer"
    case abandoned
    case rejected
    case notFound = "not_found"
    case redirect
    case auth
    case clientError = "client_error"
    case serverError = "server_error"
    case timeout
    case inProgress = "in_progress"
}

/// All SIP under one Call-ID.
public struct Dialog: Sendable, Equatable {
    public var callID: String
    /// The user of From in the first request.
    public var from: String
    /// The user of To in the first request, or of the Request-URI when To has none.
    public var to: String
    /// The host of To, or of the Request-URI or From when it has none.
    public var domain: String
    /// The method of the first request: INVITE, REGISTER, OPTIONS …
    public var method: String
    public var start: Timestamp
    public var end: Timestamp?
    public var outcome: Outcome
    /// The final status of the attempt; nil while there is none.
    public var status: Int?
    /// The reason phrase of that status, as sent.
    public var reason: String?
    /// When it rang first (180 or 183).
    public var ringing: Timestamp?
    /// When a 2xx to the INVITE was seen first.
    public var answered: Timestamp?
    /// Who ended it, as the user of the BYE's or CANCEL's sender or its address; nil when nobody did.
    public var endedBy: String?

    /// A dialog of which nothing but this is known yet.
    public init(callID: String, start: Timestamp) {
        self.callID = callID
        self.from = ""
        self.to = ""
        self.domain = ""
        self.method = ""
        self.start = start
        self.outcome = .inProgress
    }
}

/// A channel of a switch, in one life of that switch.
public struct Channel: Sendable, Equatable {
    public enum Direction: String, Sendable {
        case inbound
        case outbound
    }

    public var uuid: String
    /// The switch's name in the configuration.
    public var node: String
    /// The life of the switch: its Core-UUID; a restart has another.
    public var coreUUID: String?
    /// The Call-ID that it speaks; nil when the switch never said.
    public var callID: String?
    public var direction: Direction?
    /// FreeSWITCH's hangup cause: NORMAL_CLEARING, USER_BUSY …
    public var hangupCause: String?
    /// The switch's own name for it: `sofia/internal/1010@acme.test`.
    public var name: String?
    /// When the first event of it was stamped.
    public var start: Timestamp
    public var answered: Timestamp?
    public var end: Timestamp?
    /// Who hung up, as the switch says: `recv_bye`, `send_bye`, `recv_cancel` … (sip_hangup_disposition).
    public var hangupDisposition: String?

    /// A channel of which nothing but this is known yet.
    public init(uuid: String, node: String, coreUUID: String?, start: Timestamp) {
        self.uuid = uuid
        self.node = node
        self.coreUUID = coreUUID
        self.start = start
    }
}

/// One row of the trace.
public enum TraceMessage: Sendable, Equatable {
    case sip(SIPRow)
    case event(EventRow)
    case log(LogRow)
    case quality(QualityRow)

    /// When it happened.
    public var time: Timestamp {
        switch self {
        case .sip(let row): row.time
        case .event(let row): row.time
        case .log(let row): row.time
        case .quality(let row): row.time
        }
    }
}

/// A SIP message on one hop.
public struct SIPRow: Sendable, Equatable {
    /// One agent that saw it.
    public struct Sighting: Sendable, Equatable {
        public var node: String
        public var time: Timestamp

        /// Seen by this node at this time.
        public init(node: String, time: Timestamp) {
            self.node = node
            self.time = time
        }
    }

    public var time: Timestamp
    public var callID: String
    public var source: Endpoint
    public var destination: Endpoint
    /// udp, tcp, tls, sctp, ws.
    public var transport: String
    /// A request's own method; that of CSeq in a response.
    public var method: String
    /// nil in a request.
    public var status: Int?
    /// As sent: `1 INVITE`.
    public var cseq: String
    /// In order of time; one entry a node.
    public var seenBy: [Sighting]
    /// True when the same bytes went the same way before.
    public var isRetransmission: Bool
    /// True when the message breaks its grammar or came cut.
    public var isMalformed: Bool
    /// The whole message; invalid UTF-8 repaired. Bytes of the network: escape before showing.
    public var text: String

    /// A row of these parts.
    public init(
        time: Timestamp, callID: String, source: Endpoint, destination: Endpoint, transport: String,
        method: String, status: Int?, cseq: String, seenBy: [Sighting], isRetransmission: Bool,
        isMalformed: Bool, text: String
    ) {
        self.time = time
        self.callID = callID
        self.source = source
        self.destination = destination
        self.transport = transport
        self.method = method
        self.status = status
        self.cseq = cseq
        self.seenBy = seenBy
        self.isRetransmission = isRetransmission
        self.isMalformed = isMalformed
        self.text = text
    }
}

/// An event of a switch.
public struct EventRow: Sendable, Equatable {
    public var time: Timestamp
    public var uuid: String
    public var node: String
    /// Event-Name, or Event-Subclass of a CUSTOM event.
    public var name: String
    /// What an operator wants to know of it, short: a hangup cause, the other leg, an application.
    public var detail: String?

    /// A row of these parts.
    public init(time: Timestamp, uuid: String, node: String, name: String, detail: String?) {
        self.time = time
        self.uuid = uuid
        self.node = node
        self.name = name
        self.detail = detail
    }
}

/// A log line of a switch.
public struct LogRow: Sendable, Equatable {
    public var time: Timestamp
    public var uuid: String
    public var node: String
    /// console, alert, crit, err, warning, notice, info, debug.
    public var level: String
    /// One line or more. Bytes of the network: escape before showing.
    public var text: String

    /// A row of these parts.
    public init(time: Timestamp, uuid: String, node: String, level: String, text: String) {
        self.time = time
        self.uuid = uuid
        self.node = node
        self.level = level
        self.text = text
    }
}

/// A quality report.
public struct QualityRow: Sendable, Equatable {
    public var time: Timestamp
    public var callID: String
    public var node: String
    /// Share of packets lost, 0…1.
    public var loss: Double?
    public var jitterSeconds: Double?
    public var roundTripSeconds: Double?
    /// 1…5.
    public var mos: Double?

    /// A row of these parts.
    public init(
        time: Timestamp, callID: String, node: String, loss: Double?, jitterSeconds: Double?,
        roundTripSeconds: Double?, mos: Double?
    ) {
        self.time = time
        self.callID = callID
        self.node = node
        self.loss = loss
        self.jitterSeconds = jitterSeconds
        self.roundTripSeconds = roundTripSeconds
        self.mos = mos
    }
}

/// Something that an operator should know, in words.
public struct Finding: Sendable, Equatable {
    public enum Severity: String, Sendable {
        case info
        case warning
        case error
    }

    public var severity: Severity
    /// A fixed word: `no-answer`, `busy`, `no-switch-events` …
    public var code: String
    public var text: String
    public var at: Timestamp?

    /// A finding of these parts.
    public init(_ severity: Severity, _ code: String, _ text: String, at: Timestamp?) {
        self.severity = severity
        self.code = code
        self.text = text
        self.at = at
    }
}

/// An address that an agent or a switch was found to live at.
public struct HostName: Sendable, Equatable {
    /// The address, port 0.
    public var host: Endpoint
    /// `fs1`, `200`, or both joined by a space.
    public var name: String

    /// This host has this name.
    public init(host: Endpoint, name: String) {
        self.host = host
        self.name = name
    }
}
