// CDRs as records.

internal import CallGraph
internal import EventSocket
internal import Ingest
internal import PrometheusText
internal import TraceAPI

/// Reads CDRs, has them recorded, and counts them.
struct CDRIntake: CDRSink {
    private let lane: IngestLane
    private let clock: @Sendable () -> Timestamp
    private let accepted: PrometheusCounter
    private let malformed: PrometheusCounter
    private let dropped: PrometheusCounter

    init(
        lane: IngestLane, registry: PrometheusRegistry,
        clock: @escaping @Sendable () -> Timestamp
    ) {
        func counter(_ outcome: String) -> PrometheusCounter {
            registry.counter(
                "calltrace_cdr_total", help: "CDRs that were posted, by what became of them.",
                labels: [("outcome", outcome)])
        }
        self.lane = lane
        self.clock = clock
        accepted = counter("accepted")
        malformed = counter("malformed")
        dropped = counter("dropped")
    }

    func take(_ body: [UInt8], uuid: String?) -> CDROutcome {
        let event: SwitchEvent
        do throws(EventSocketError) {
            event = try SwitchEvent(cdrBody: body, uuid: uuid)
        } catch {
            malformed.increment()
            return .malformed(error.description)
        }
        guard lane.offer(cdr: event, received: clock()) else {
            dropped.increment()
            return .dropped
        }
        accepted.increment()
        return .accepted
    }
}
