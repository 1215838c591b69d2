// Numbers that are read when somebody looks at them.

internal import CallGraph
internal import Ingest
internal import Journal
internal import PrometheusText

/// Sets the gauges that are not moved by what happens but read at each scrape.
struct ScrapeTime {
    let journal: RecordJournal
    let receivers: Receivers
    let switches: [SwitchConnection]
    let lane: IngestLane
    let registry: PrometheusRegistry
    let clock: @Sendable () -> Timestamp

    /// Has them set before each exposition.
    func register() {
        registry.declare(
            "calltrace_kernel_drops_total", .counter,
            help: "Datagrams that the kernel dropped at a full socket.")
        registry.declare(
            "calltrace_switch_connected", .gauge,
            help: "1 while the event socket of a switch is subscribed.")
        let drops = receivers.datagrams.map { receiver in
            (
                receiver,
                registry.counter(
                    "calltrace_kernel_drops_total",
                    help: "Datagrams that the kernel dropped at a full socket.",
                    labels: [("socket", receiver.name)])
            )
        }
        let connected = switches.map { connection in
            (
                connection,
                registry.gauge(
                    "calltrace_switch_connected",
                    help: "1 while the event socket of a switch is subscribed.",
                    labels: [("switch", connection.name)])
            )
        }
        let journalGauges = JournalGauges(registry)
        let waiting = registry.gauge(
            "calltrace_tcp_connections_waiting",
            help: "TCP connections that are not read because the disk does not keep up.")
        let identities = registry.gauge(
            "calltrace_live_identities",
            help: "Dialogs, channels and the like that links of live calls tie.")
        let links = registry.gauge("calltrace_live_links", help: "Links of live calls.")
        let forgotten = registry.counter(
            "calltrace_live_links_dropped_total",
            help: "Links of live calls that were forgotten early because there were too many.")
        let uncounted = registry.counter(
            "calltrace_live_dialogs_dropped_total",
            help: "Attempts that were not counted because too many calls were up.")
        let overflow = registry.counter(
            "calltrace_metrics_overflow_total",
            help: "Series that were asked for and found no room: they are counted as other.")
        let unjoined = registry.counter(
            "calltrace_live_media_dropped_total",
            help: "Addresses of media that were forgotten early because there were too many.")
        registry.onScrape { [journal, lane, receivers, registry, clock] in
            journalGauges.set(journal.statistics)
            waiting.set(Double(receivers.streams.reduce(0) { $0 + $1.waitingCount }))
            for (receiver, counter) in drops {
                counter.increment(by: max(0, receiver.kernelDrops - counter.value))
            }
            let live = lane.live()
            identities.set(Double(live.identities))
            links.set(Double(live.links))
            forgotten.increment(by: max(0, live.linksDropped - forgotten.value))
            uncounted.increment(by: max(0, live.dialogsDropped - uncounted.value))
            unjoined.increment(by: max(0, live.mediaDropped - unjoined.value))
            for (connection, gauge) in connected {
                gauge.set(connection.state == .connected ? 1 : 0)
            }
            for node in lane.nodes(now: clock()).prefix(Ingest.Limits.labelledNodesMax) {
                NodeGauges.set(node, in: registry)
            }
            // Last, so that what found no room just now is in it.
            overflow.increment(by: max(0, registry.seriesOverLimit - overflow.value))
        }
    }
}
