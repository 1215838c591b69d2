// A quality report as one row.

public import MediaQuality

/// A quality report.
public struct QualityRow: Sendable, Equatable {
    /// When it was captured.
    public var time: Timestamp
    /// The dialog that it is about; the channel's name where no dialog is known.
    public var callID: String
    /// The channel that it is about, where a switch says it.
    public var uuid: String?
    /// The agent or switch that sent it.
    public var node: String
    /// Who reports: an address and port, else the switch's name.
    public var reporter: String?
    /// What it says.
    public var report: QualityReport
    /// Where the report came from, as its agent says it; unknown where it does not.
    public var sender = Endpoint.unknown
    /// Where the report went.
    public var receiver = Endpoint.unknown

    /// A row of these parts.
    public init(
        time: Timestamp, callID: String, uuid: String? = nil, node: String, reporter: String? = nil,
        report: QualityReport
    ) {
        self.time = time
        self.callID = callID
        self.uuid = uuid
        self.node = node
        self.reporter = reporter
        self.report = report
    }

    /// Share of packets lost, 0…1.
    public var loss: Double? { report.lossRatio }
    /// Interarrival jitter (RFC 3550 §6.4.1).
    public var jitterSeconds: Double? { report.jitterSeconds }
    /// Round-trip time, where a report says it.
    public var roundTripSeconds: Double? { report.roundTripSeconds }
    /// An opinion score, 1…5: the first of the report's, made by `mosAlgorithm`.
    public var mos: Double? { report.score?.value }
    /// Packets that the reporter received, where a report counts them.
    public var packetsReceived: Int? { report.packetsReceived.flatMap { Int(exactly: $0) } }
    /// Packets that the reporter sent, where a report counts them.
    public var packetsSent: Int? { report.packetsSent.flatMap { Int(exactly: $0) } }
    /// The name of what made the score.
    public var mosAlgorithm: String? { report.score?.algorithm.rawValue }
    /// The form in which the report came: `rtcp_json`, `vq_rtcpxr`, `bye` …
    public var source: String { report.source.rawValue }
}
