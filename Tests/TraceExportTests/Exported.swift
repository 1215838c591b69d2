// Calls as they are sent, read back from their JSON.

import CallGraph
import CallTraceTesting
import EventSocket
import Foundation
import Ingest
import MediaQuality
import SIP
import Testing

@testable import TraceExport

/// A request's spans, read back.
struct Exported {
    typealias Object = [String: Any]

    let spans: [Object]
    let text: String

    init(_ call: CallSpans) throws {
        var request = OTLPRequest()
        for span in call.encoded() {
            let isTaken = request.append(span)
            #expect(isTaken)
        }
        text = String(decoding: request.body, as: UTF8.self)
        let top = try #require(
            try JSONSerialization.jsonObject(with: Data(request.body)) as? Object)
        let resource = try #require((top["resourceSpans"] as? [Object])?.first)
        let scope = try #require((resource["scopeSpans"] as? [Object])?.first)
        spans = try #require(scope["spans"] as? [Object])
    }

    /// The spans of a name.
    func named(_ name: String) -> [Object] { spans.filter { $0["name"] as? String == name } }

    /// An attribute's value as text.
    static func attribute(_ name: String, of object: Object) -> String? {
        let all = object["attributes"] as? [Object] ?? []
        guard let value = all.first(where: { $0["key"] as? String == name })?["value"] as? Object
        else { return nil }
        if let list = value["arrayValue"] as? Object, let values = list["values"] as? [Object] {
            return values.compactMap { $0["stringValue"] as? String }.joined(separator: ",")
        }
        return value.values.first.map { "\($0)" }
    }

    /// One line a span, in the order sent, keys sorted: what is in a golden.
    func lines() throws -> String {
        try spans.map { span in
            let data = try JSONSerialization.data(
                withJSONObject: span, options: [.sortedKeys, .withoutEscapingSlashes])
            return String(decoding: data, as: UTF8.self) + "\n"
        }.joined()
    }
}

/// Counts nothing.
struct SilentMetrics: IngestMetrics {
    func hepPackets(transport: HEPTransport, version: UInt8, count: Int) {}
    func hepRefused(_ reason: RefusalReason) {}
    func logLines(_ source: LogSource, count: Int) {}
    func logRefused(_ reason: LogRefusal) {}
    func recorded(_ kind: RecordKind, count: Int) {}
    func dropped(stage: DropStage, count: Int) {}
    func sipRequests(_ method: SIPMethod, node: NodeNumber, count: Int) {}
    func sipResponses(_ method: SIPMethod, statusClass: Int, node: NodeNumber, count: Int) {}
    func retransmissions(_ method: SIPMethod, node: NodeNumber, count: Int) {}
    func call(_ measure: CallMeasure, of route: CallRoute, example: CallExample?) {}
    func request(_ end: RequestEnd) {}
    func channel(_ change: ChannelTable.Change, node: NodeNumber) {}
    func link(_ kind: Link.Kind) {}
    func quality(_ report: QualityReport, node: NodeNumber) {}
    func qualityUnreadable(_ source: QualitySource) {}
    func nodeNamed(_ name: String, number: NodeNumber) {}
}

extension Trace {
    /// The trace of an identity of a script.
    static func of(_ query: String, in script: CallScript) async throws -> Trace {
        let store = MemoryStore()
        script.write(to: store, order: script.byTime)
        let last = script.entries.map(\.header.time).max() ?? script.start
        return try #require(
            try await TraceBuilder(reader: store).trace(query, now: last.advanced(bySeconds: 600)))
    }

    /// The recorded call that the project carries, as ingest takes it in.
    static func recorded() async throws -> Trace {
        let traces = try await recorded(in: RepositoryFiles.basicBridge)
        return try #require(traces.first)
    }

    /// The calls of a recording, each once.
    static func recorded(in folder: URL) async throws -> [Trace] {
        let store = MemoryStore()
        let lane = IngestLane(
            sink: store, hasher: store.hasher, admission: Admission(keys: []) { _ in true },
            metrics: SilentMetrics())
        var framers: [String: EventSocketFramer] = [:]
        var now = Timestamp.distantPast
        for (time, item) in try Recording(folder: folder).items {
            let received = Timestamp(microseconds: time)
            now = received.advanced(bySeconds: 600)
            switch item {
            case .datagram(let bytes, let sender):
                let from = Endpoint(v4: sender, port: 9060)
                lane.consume(
                    bytes.span, [Datagram(range: 0..<bytes.count, sender: from)], over: .udp,
                    received: received)
            case .frame(let bytes, let node):
                var framer = framers[node] ?? EventSocketFramer()
                framer.append(bytes.span)
                while let frame = try framer.next() {
                    let said: SwitchMessage
                    if let line = SwitchLogLine(frame: frame) {
                        said = .line(line)
                    } else {
                        said = .event(try SwitchEvent(json: frame.body))
                    }
                    lane.consume([said], of: node, at: .unknown, received: received)
                }
                framers[node] = framer
            }
        }
        lane.flush()
        var block = RecordBlock()
        for record in store.records {
            block.append(
                record.header, node: Array(record.node.utf8).span,
                correlation: record.correlation.span, payload: record.payload.span,
                keys: IdentityKeys())
        }
        var ends: [CallEnd] = []
        block.forEach { entry in
            if let end = CallEnd(entry, in: block) { ends.append(end) }
            return true
        }
        var found: [String: Trace] = [:]
        var seen: Set<Identity> = []
        for end in ends where !seen.contains(end.identity) {
            guard
                let trace = try await TraceBuilder(reader: store).trace(
                    end.identity.id, now: now, options: TraceOptions(at: end.time))
            else { continue }
            found[trace.call.id] = trace
            seen.formUnion(trace.dialogs.map { Identity(.dialog, $0.callID) })
            seen.formUnion(trace.channels.map { Identity(.channel, $0.uuid) })
        }
        return found.values.sorted { ($0.call.start, $0.call.id) < ($1.call.start, $1.call.id) }
    }
}
