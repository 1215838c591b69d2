// A SIP message as one row, whoever and however many saw it.

/// A SIP message on one hop.
public struct SIPRow: Sendable, Equatable {
    /// One agent that saw it.
    public struct Sighting: Sendable, Equatable {
        /// The agent.
        public var node: String
        /// When it captured the message, by its own clock.
        public var time: Timestamp

        /// Seen by this node at this time.
        public init(node: String, time: Timestamp) {
            self.node = node
            self.time = time
        }
    }

    /// When it was seen first.
    public var time: Timestamp
    /// The dialog that it belongs to.
    public var callID: String
    /// Where it came from.
    public var source: Endpoint
    /// Where it went.
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
    /// The bytes as captured, where `text` is not the same: the message is not UTF-8.
    public var original: [UInt8]?

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
