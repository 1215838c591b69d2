// What all reports on one stream come to.

internal import CallGraph
internal import MediaQuality

/// The reports of one reporter on one stream, in one form, taken together.
struct StreamSummary {
    /// What has to be equal for two reports to be of one stream.
    struct Key: Hashable {
        let callID: String
        let uuid: String?
        let source: QualitySource
        let direction: QualityReport.Direction
        let reporter: String?
        let reporterSSRC: UInt32?
        let streamSSRC: UInt32?

        init(_ row: QualityRow) {
            callID = row.callID
            uuid = row.uuid
            source = row.report.source
            direction = row.report.direction
            reporter = row.reporter ?? row.node
            reporterSSRC = row.report.reporterSSRC
            streamSSRC = row.report.streamSSRC
        }
    }

    /// A number that is reported again and again.
    struct Course {
        private(set) var count = 0
        private(set) var worst = 0.0
        private var sum = 0.0
        private let isHighWorse: Bool

        init(isHighWorse: Bool) { self.isHighWorse = isHighWorse }

        mutating func take(_ value: Double?) {
            guard let value, value.isFinite else { return }
            let isWorse = isHighWorse ? value > worst : value < worst
            if count == 0 || isWorse { worst = value }
            sum += value
            count += 1
        }

        var mean: Double? { count > 0 ? sum / Double(count) : nil }
    }

    let key: Key
    private(set) var reports = 0
    private(set) var loss = Course(isHighWorse: true)
    private(set) var jitter = Course(isHighWorse: true)
    private(set) var roundTrip = Course(isHighWorse: true)
    private(set) var scores: [(algorithm: MOSAlgorithm, course: Course)] = []
    private(set) var packetsLost: Int64?
    private(set) var packetsReceived: UInt64?
    private(set) var packetsSent: UInt64?

    /// A stream without reports.
    init(_ key: Key) { self.key = key }

    /// Adds a report of this stream; they come in order of time.
    mutating func take(_ report: QualityReport) {
        reports += 1
        loss.take(report.lossRatio)
        jitter.take(report.jitterSeconds)
        roundTrip.take(report.roundTripSeconds)
        for score in report.scores {
            if let place = scores.firstIndex(where: { $0.algorithm == score.algorithm }) {
                scores[place].course.take(score.value)
            } else {
                var course = Course(isHighWorse: false)
                course.take(score.value)
                scores.append((score.algorithm, course))
            }
        }
        packetsLost = report.packetsLost ?? packetsLost
        packetsReceived = report.packetsReceived ?? packetsReceived
        packetsSent = report.packetsSent ?? packetsSent
    }

    /// The streams of a call that somebody measured, in order of their first report.
    static func all(in messages: [TraceMessage]) -> [StreamSummary] {
        var streams: [StreamSummary] = []
        var places: [Key: Int] = [:]
        for case .quality(let row) in messages
        where row.report.hasMeasurement || row.report.scope == .call {
            let key = Key(row)
            let place = places[key] ?? streams.count
            if place == streams.count {
                places[key] = place
                streams.append(StreamSummary(key))
            }
            streams[place].take(row.report)
        }
        return streams
    }
}
