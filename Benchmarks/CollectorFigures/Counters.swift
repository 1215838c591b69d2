// What the collector says about itself at /metrics, summed over labels.

/// The counts that have to add up.
struct Counters {
    /// HEP packets that were accepted.
    var packets = 0
    /// What was refused, whatever the reason.
    var refused = 0
    /// Records written.
    var records = 0
    /// Those of them that the collector made itself: summaries of calls.
    var summaries = 0
    /// Lines that Loki took.
    var lokiAccepted = 0
    /// Seconds that the follower that is furthest behind is behind.
    var lag = 0.0
    /// Records lost between acceptance and journal.
    var dropped = 0
    /// Datagrams lost at a full socket.
    var kernelDrops = 0
    /// Calls that are up, legs counted one by one.
    var callsActive = 0
    /// Attempts that were not counted for lack of room.
    var dialogsDropped = 0

    /// Nothing counted.
    init() {}

    /// Those in a text exposition.
    init(exposition: [UInt8]) {
        for line in String(decoding: exposition, as: UTF8.self).split(separator: "\n") {
            guard !line.hasPrefix("#"), let space = line.lastIndex(of: " "),
                let value = Double(line[line.index(after: space)...])
            else { continue }
            let name = line.prefix { $0 != "{" && $0 != " " }
            switch name {
            case "calltrace_hep_packets_total": packets += Int(value)
            case "calltrace_hep_refused_total": refused += Int(value)
            case "calltrace_records_total":
                records += Int(value)
                if line.contains("kind=\"call\"") { summaries += Int(value) }
            case "calltrace_loki_entries_total":
                if line.contains("\"accepted\"") { lokiAccepted += Int(value) }
            case "calltrace_journal_lag_seconds": lag = max(lag, value)
            case "calltrace_records_dropped_total": dropped += Int(value)
            case "calltrace_kernel_drops_total": kernelDrops += Int(value)
            case "calltrace_calls_active": callsActive += Int(value)
            case "calltrace_live_dialogs_dropped_total": dialogsDropped += Int(value)
            default: break
            }
        }
    }

    /// Records of what came from outside.
    var messages: Int { records - summaries }

    /// What came since `earlier`; gauges stay as they are.
    func since(_ earlier: Counters) -> Counters {
        var change = self
        change.packets -= earlier.packets
        change.refused -= earlier.refused
        change.records -= earlier.records
        change.summaries -= earlier.summaries
        change.lokiAccepted -= earlier.lokiAccepted
        change.dropped -= earlier.dropped
        change.kernelDrops -= earlier.kernelDrops
        change.dialogsDropped -= earlier.dialogsDropped
        return change
    }

    /// Whether everything that was sent was recorded.
    func isLossFree(sent: Int) -> Bool {
        messages == sent && packets == sent && refused == 0 && dropped == 0 && kernelDrops == 0
    }

    /// Packets that were lost, wherever.
    var losses: Int { kernelDrops + dropped }

    /// Packets of `sent` of which no count knows: 0, or something was dropped in silence.
    func unaccounted(sent: Int) -> Int {
        let received = sent - packets - refused - kernelDrops
        return received != 0 ? received : packets - messages - dropped
    }
}
