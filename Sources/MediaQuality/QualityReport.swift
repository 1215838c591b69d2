// What one report says of one stream.

/// What a report says of one stream of media, in SI units; nil where it does not say.
public struct QualityReport: Sendable, Equatable {
    /// Which stream the numbers are about, as the reporter sees it.
    public enum Direction: String, Sendable, CaseIterable {
        /// What the reporter received.
        case received
        /// What the reporter sent, as its peer received it.
        case sent
    }

    /// How long the numbers are about.
    public enum Scope: String, Sendable {
        /// The time since the last report.
        case interval
        /// The whole call.
        case call
    }

    /// The form in which it came.
    public var source: QualitySource
    /// Which stream the numbers are about.
    public var direction: Direction
    /// How long they are about.
    public var scope: Scope
    /// The source that reports (RFC 3550 §5.1).
    public var reporterSSRC: UInt32?
    /// The source of the stream that is reported on.
    public var streamSSRC: UInt32?
    /// The address that the reporter says it has; not where the report came from.
    public var reporterAddress: String?
    /// The share of packets that were lost, 0…1.
    public var lossRatio: Double?
    /// Packets lost since the beginning. Negative when more came than were sent: copies (RFC 3550 §6.4.1).
    public var packetsLost: Int64?
    /// Packets that the reporter received.
    public var packetsReceived: UInt64?
    /// Packets that the reporter sent.
    public var packetsSent: UInt64?
    /// Interarrival jitter in units of a clock that the report does not name.
    public var jitterUnits: Double?
    /// Interarrival jitter (RFC 3550 §6.4.1).
    public var jitterSeconds: Double?
    /// The time to the other side and back.
    public var roundTripSeconds: Double?
    /// Opinion scores, those of the reporter first.
    public var scores: [MOSScore] = []
    /// When the time reported on began, in microseconds since 1970.
    public var begin: Int64?
    /// When it ended.
    public var end: Int64?
    /// The codec and its clock.
    public var format: MediaFormat?

    /// A report of nothing.
    public init(
        _ source: QualitySource, _ direction: Direction = .received, scope: Scope = .interval
    ) {
        self.source = source
        self.direction = direction
        self.scope = scope
    }

    /// True when it says how media was: not for a sender's report, which only counts what was sent.
    public var hasMeasurement: Bool {
        lossRatio != nil || packetsLost != nil || jitterSeconds != nil || jitterUnits != nil
            || roundTripSeconds != nil || !scores.isEmpty
    }

    /// The score that stands for the report: listening before conversational, the reporter's own before
    /// ours.
    public var score: MOSScore? { scores.first }

    /// Takes codec and clock from elsewhere (the session description), where the report names none, and
    /// works out what follows from them: jitter in seconds, and a score.
    public mutating func complete(with known: MediaFormat?) {
        format = format ?? known
        if jitterSeconds == nil, let jitterUnits, let rate = format?.clockRate, rate > 0 {
            jitterSeconds = Self.plausible(jitterUnits / Double(rate))
        }
        guard !scores.contains(where: { $0.algorithm == .eModel }), let lossRatio,
            let codec = format.flatMap(ModelledCodec.init(_:))
        else { return }
        let delay = EModel.oneWaySeconds(
            roundTrip: roundTripSeconds, jitter: jitterSeconds, codec: codec)
        let value = EModel.mos(lossRatio: lossRatio, oneWaySeconds: delay, codec: codec)
        if let score = MOSScore(.eModel, value) { scores.append(score) }
    }

    /// Adds a score of the reporter's, unless it is none; of one algorithm the last counts.
    mutating func put(_ algorithm: MOSAlgorithm, _ value: Double?) {
        guard let score = MOSScore(algorithm, value) else { return }
        scores.removeAll { $0.algorithm == algorithm }
        scores.append(score)
        scores.sort { $0.algorithm.rank < $1.algorithm.rank }
    }

    /// Seconds that can be, else nil.
    static func plausible(_ seconds: Double?) -> Double? {
        guard let seconds, seconds >= 0, seconds <= Limits.plausibleSecondsMax else { return nil }
        return seconds
    }

    /// Milliseconds as seconds; nil for 65535, which stands for "not available", and what cannot be.
    static func seconds(milliseconds: Double?) -> Double? {
        plausible(milliseconds.map { $0 / 1000 })
    }

    /// The same for a round trip, where 0 means that nobody measured it.
    static func roundTrip(milliseconds: Double?) -> Double? {
        seconds(milliseconds: milliseconds.flatMap { $0 > 0 ? $0 : nil })
    }

    /// Percent as a share; nil for -1, 127 and what is none.
    static func ratio(percent: Double?) -> Double? {
        guard let percent, percent >= 0, percent <= 100 else { return nil }
        return percent / 100
    }
}
