// A quality report as one row.

/// A quality report.
public struct QualityRow: Sendable, Equatable {
    /// When it was captured.
    public var time: Timestamp
    /// The dialog that it is about.
    public var callID: String
    /// The agent that sent it.
    public var node: String
    /// Share of packets lost, 0…1.
    public var loss: Double?
    /// Interarrival jitter (RFC 3550 §6.4.1).
    public var jitterSeconds: Double?
    /// Round-trip time, where a report says it.
    public var roundTripSeconds: Double?
    /// 1…5.
    public var mos: Double?
    /// Where the report came from, as its agent says it; unknown where it does not.
    public var source = Endpoint.unknown
    /// Where the report went.
    public var destination = Endpoint.unknown

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
