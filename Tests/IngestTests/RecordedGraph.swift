// What a recording becomes in the graph, in a form that can be compared.

import CallGraph
import CallTraceTesting
import EventSocket
import Foundation
import Ingest

/// A recording as messages that can be put in any order.
struct RecordedMessages {
    /// One thing that arrived, fit to be taken by a lane.
    enum Message {
        case packet([UInt8], sender: Endpoint)
        case switchSaid(SwitchMessage, node: String)
    }

    /// In the order of arrival, with the time of it.
    var messages: [(time: Int64, message: Message)] = []

    /// Reads a folder with `hep.pcap` and `esl-NODE.jsonl`; only events that are subscribed to.
    init(folder: URL) throws {
        let wanted = Set(EventSubscription.calltrace.names)
        let subclasses = Set(EventSubscription.calltrace.subclasses)
        var framers: [String: EventSocketFramer] = [:]
        for (time, item) in try Recording(folder: folder).items {
            switch item {
            case .datagram(let bytes, let sender):
                messages.append((time, .packet(bytes, sender: Endpoint(v4: sender, port: 9060))))
            case .frame(let bytes, let node):
                var framer = framers[node] ?? EventSocketFramer()
                framer.append(bytes.span)
                while let frame = try framer.next() {
                    if let line = SwitchLogLine(frame: frame) {
                        guard line.level.rawValue <= 6 else { continue }
                        messages.append((time, .switchSaid(.line(line), node: node)))
                    } else {
                        let event = try SwitchEvent(json: frame.body)
                        guard
                            wanted.contains(event.name)
                                || event.subclass.map(subclasses.contains) ?? false
                        else { continue }
                        messages.append((time, .switchSaid(.event(event), node: node)))
                    }
                }
                framers[node] = framer
            }
        }
    }
}

extension RecordedMessages {
    /// Plays all of it into a lane; returns when the last came.
    func play(into lane: IngestLane) -> Timestamp {
        for item in messages { item.message.arrive(at: lane, Timestamp(microseconds: item.time)) }
        return Timestamp(microseconds: messages.last?.time ?? 0)
    }
}

extension RecordedMessages.Message {
    /// Is taken by a lane.
    func arrive(at lane: IngestLane, _ received: Timestamp) {
        switch self {
        case .packet(let bytes, let sender):
            lane.consume(
                bytes.span, [Datagram(range: 0..<bytes.count, sender: sender)], over: .udp,
                received: received)
        case .switchSaid(let said, let node):
            lane.consume([said], of: node, at: .unknown, received: received)
        }
    }
}

/// The graph of a recording that a store holds.
struct RecordedGraph: Equatable {
    /// By identity asked for: the legs and links of its trace, and the call's name.
    var calls: [String: Set<String>] = [:]

    /// Plays messages into a store; `restarts` are the places at which a new lane takes over.
    init(
        _ messages: [(time: Int64, message: RecordedMessages.Message)], restarts: Set<Int> = []
    ) async throws {
        let store = MemoryStore()
        let metrics = CountingMetrics()
        func makeLane() -> IngestLane {
            IngestLane(
                sink: store, hasher: store.hasher, admission: Admission(keys: []) { _ in true },
                metrics: metrics)
        }
        var lane = makeLane()
        for (index, item) in messages.enumerated() {
            if restarts.contains(index) {
                lane.flush()
                lane = makeLane()
            }
            item.message.arrive(at: lane, Timestamp(microseconds: item.time))
        }
        lane.flush()
        var now = Timestamp.distantPast
        var identities: Set<String> = []
        for record in store.records {
            now = max(now, record.header.time.advanced(bySeconds: 10))
            guard record.header.kind == .event,
                let event = try? SwitchEvent(json: record.payload), let uuid = event.uniqueID
            else { continue }
            identities.insert(uuid)
            if let callID = event["variable_sip_call_id"] { identities.insert(callID) }
        }
        let builder = TraceBuilder(reader: store)
        for identity in identities {
            await Task.yield()
            guard let trace = try await builder.trace(identity, now: now) else { continue }
            var facts: Set<String> = ["call \(trace.call.id) \(trace.call.outcome.rawValue)"]
            for dialog in trace.dialogs { facts.insert("dialog \(dialog.callID)") }
            for channel in trace.channels {
                facts.insert("channel \(channel.uuid) \(channel.node) \(channel.lost ?? "")")
            }
            for link in trace.links {
                let ends = [link.a, link.b].sorted()
                facts.insert(
                    "\(link.kind.rawValue) \(ends[0].id) \(ends[1].id) \(link.strength.rawValue)")
            }
            for hub in trace.hubs {
                let members = hub.members.map(\.identity.id).sorted()
                facts.insert("\(hub.kind) \(hub.name): \(members)")
            }
            for related in trace.related { facts.insert("related \(related.identity.id)") }
            calls[identity] = facts
        }
    }
}
