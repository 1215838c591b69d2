// A quality report as one row.

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
