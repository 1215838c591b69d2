// Metrics that tests can read.

import CallGraph
import Ingest
import MediaQuality
import SIP
import Synchronization

/// Counts everything in plain dictionaries.
final class CountingMetrics: IngestMetrics {
    struct Counts {
        var packets = 0
        var refused: [RefusalReason: Int] = [:]
        var lines: [LogSource: Int] = [:]
        var logRefused: [LogRefusal: Int] = [:]
        var recorded: [RecordKind: Int] = [:]
        var dropped: [DropStage: Int] = [:]
        var requests: [SIPMethod: Int] = [:]
        var responses: [Int: Int] = [:]
        var attempts: [Outcome: Int] = [:]
        var setups: [Double] = []
        var talks: [Double] = []
        var retransmissions: [SIPMethod: Int] = [:]
        var calls: [(measure: CallMeasure, route: CallRoute, example: CallExample?)] = []
        var requestEnds: [RequestEnd] = []
        var channels: [(change: ChannelTable.Change, node: NodeNumber)] = []
        var links: [Link.Kind: Int] = [:]
        var nodes: [String] = []
        var quality: [QualityReport] = []
        var unreadable: [QualitySource: Int] = [:]
    }

    private let counts = Mutex(Counts())
    var value: Counts { counts.withLock { $0 } }

    func hepPackets(transport: HEPTransport, version: UInt8, count: Int) {
        counts.withLock { $0.packets += count }
    }
    func hepRefused(_ reason: RefusalReason) {
        counts.withLock { $0.refused[reason, default: 0] += 1 }
    }
    func logLines(_ source: LogSource, count: Int) {
        counts.withLock { $0.lines[source, default: 0] += count }
    }
    func logRefused(_ reason: LogRefusal) {
        counts.withLock { $0.logRefused[reason, default: 0] += 1 }
    }
    func recorded(_ kind: RecordKind, count: Int) {
        counts.withLock { $0.recorded[kind, default: 0] += count }
    }
    func dropped(stage: DropStage, count: Int) {
        counts.withLock { $0.dropped[stage, default: 0] += count }
    }
    func sipRequests(_ method: SIPMethod, node: NodeNumber, count: Int) {
        counts.withLock { $0.requests[method, default: 0] += count }
    }
    func sipResponses(_ method: SIPMethod, statusClass: Int, node: NodeNumber, count: Int) {
        counts.withLock { $0.responses[statusClass, default: 0] += count }
    }
    func retransmissions(_ method: SIPMethod, node: NodeNumber, count: Int) {
        counts.withLock { $0.retransmissions[method, default: 0] += count }
    }
    func call(_ measure: CallMeasure, of route: CallRoute, example: CallExample?) {
        counts.withLock { counts in
            counts.calls.append((measure, route, example))
            switch measure {
            case .attempt(let outcome): counts.attempts[outcome, default: 0] += 1
            case .setup(let seconds): counts.setups.append(seconds)
            case .talk(let seconds): counts.talks.append(seconds)
            case .requestDelay, .ringing, .disconnect, .failover: break
            }
        }
    }
    func request(_ end: RequestEnd) { counts.withLock { $0.requestEnds.append(end) } }
    func channel(_ change: ChannelTable.Change, node: NodeNumber) {
        counts.withLock { $0.channels.append((change, node)) }
    }
    func link(_ kind: Link.Kind) { counts.withLock { $0.links[kind, default: 0] += 1 } }
    func quality(_ report: QualityReport, node: NodeNumber) {
        counts.withLock { $0.quality.append(report) }
    }
    func qualityUnreadable(_ source: QualitySource) {
        counts.withLock { $0.unreadable[source, default: 0] += 1 }
    }
    func nodeNamed(_ name: String, number: NodeNumber) { counts.withLock { $0.nodes.append(name) } }
}
