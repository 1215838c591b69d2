// Calls as they are sent, read back from their JSON.

import CallGraph
import CallTraceTesting
import EventSocket
import Foundation
import Ingest
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
    func recorded(_ kind: RecordKind, count: Int) {}
    func dropped(stage: DropStage, count: Int) {}
    func sipRequests(_ method: SIPMethod, node: NodeNumber, count: Int) {}
    func sipResponses(_ method: SIPMethod, statusClass: Int, node: NodeNumber, count: Int) {}
    func attempt(_ outcome: Outcome, node: NodeNumber) {}
    func setup(seconds: Double) {}
    func talk(seconds: Double) {}
    func link(_ kind: Link.Kind) {}
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
        let store = MemoryStore()
        let lane = IngestLane(
            sink: store, hasher: store.hasher, admission: Admission(keys: []) { _ in true },
            metrics: SilentMetrics())
        var framer = EventSocketFramer()
        var now = Timestamp.distantPast
        for (time, item) in try Recording(folder: RepositoryFiles.basicBridge).items {
            let received = Timestamp(microseconds: time)
            now = received.advanced(bySeconds: 600)
            switch item {
            case .datagram(let bytes, let sender):
                let from = Endpoint(v4: sender, port: 9060)
                lane.consume(
                    bytes.span, [Datagram(range: 0..<bytes.count, sender: from)], over: .udp,
                    received: received)
            case .frame(let bytes, let node):
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
            }
        }
        lane.flush()
        return try #require(
            try await TraceBuilder(reader: store).trace("1-15052@127.0.0.20", now: now))
    }
}
