// CDRs beside what was recorded, and CDRs alone.

import CallGraph
import CallTraceTesting
import EventSocket
import Foundation
import Ingest
import Testing

/// What a recording becomes with the CDRs of its channels.
private struct RecordedCDRs {
    let store = MemoryStore()
    let cdrs: [(event: SwitchEvent, bytes: [UInt8])]
    private let lane: IngestLane

    init(_ folder: URL) throws {
        lane = IngestLane(
            sink: store, hasher: store.hasher, admission: Admission(keys: []) { _ in true },
            metrics: CountingMetrics())
        let cdr = folder.appending(path: "cdr")
        let names = try FileManager.default.contentsOfDirectory(atPath: cdr.path).sorted()
        cdrs = try names.filter { $0.hasSuffix(".json") }.map { name in
            let bytes = Array(try Data(contentsOf: cdr.appending(path: name)))
            return (try SwitchEvent(cdrBody: bytes), bytes)
        }
    }

    func play(_ messages: [(time: Int64, message: RecordedMessages.Message)]) {
        for item in messages {
            let received = Timestamp(microseconds: item.time)
            switch item.message {
            case .packet(let bytes, let sender):
                lane.consume(
                    bytes.span, [Datagram(range: 0..<bytes.count, sender: sender)], over: .udp,
                    received: received)
            case .switchSaid(let said, let node):
                lane.consume([said], of: node, at: .unknown, received: received)
            }
        }
        lane.flush()
    }

    func post() {
        for cdr in cdrs {
            let received = Timestamp(microseconds: cdr.event.timestamp ?? 0)
                .advanced(bySeconds: 1)
            #expect(lane.offer(cdr: cdr.event, received: received))
        }
    }

    var now: Timestamp {
        (store.records.map(\.header.time).max() ?? .distantPast).advanced(bySeconds: 600)
    }

    func trace(_ identity: String, now: Timestamp) async throws -> Trace? {
        try await TraceBuilder(reader: store).trace(identity, now: now)
    }
}

@Suite(.serialized) struct RecordedCDRTests {
    static let folders: [URL] = {
        var found = [RepositoryFiles.basicBridge]
        if let captures = RepositoryFiles.shared("captures"),
            let names = try? FileManager.default.contentsOfDirectory(atPath: captures.path)
        {
            found += names.sorted().map { captures.appending(path: $0) }
        }
        return found.filter {
            FileManager.default.fileExists(atPath: $0.appending(path: "cdr").path)
        }
    }()

    private static func facts(_ trace: Trace) -> Set<String> {
        var facts: Set<String> = ["\(trace.call.id) \(trace.call.outcome) \(trace.call.start)"]
        facts.insert("\(trace.call.end as Any) \(trace.call.cause as Any)")
        for dialog in trace.dialogs { facts.insert("\(dialog)") }
        for channel in trace.channels {
            facts.insert("channel \(channel.uuid) \(channel.node) \(channel.lost ?? "")")
        }
        for link in trace.links {
            let ends = [link.a, link.b].sorted()
            facts.insert("\(link.kind) \(ends[0].id) \(ends[1].id) \(link.strength)")
        }
        for hub in trace.hubs {
            facts.insert("\(hub.kind) \(hub.name) \(hub.members.map(\.identity.id).sorted())")
        }
        for related in trace.related { facts.insert("related \(related.identity.id)") }
        for message in trace.messages {
            if case .event(let row) = message, row.name == "CDR" { continue }
            facts.insert("\(message)")
        }
        return facts
    }

    @Test(arguments: folders)
    func `CDRs beside the events change nothing but that they are shown`(
        folder: URL
    ) async throws {
        let recorded = try RecordedMessages(folder: folder).messages
        let (plain, both) = (try RecordedCDRs(folder), try RecordedCDRs(folder))
        plain.play(recorded)
        both.play(recorded)
        both.post()
        both.post()
        let now = both.now
        var shown = 0
        for cdr in plain.cdrs {
            let uuid = try #require(cdr.event.uniqueID)
            guard let before = try await plain.trace(uuid, now: now) else { continue }
            let after = try #require(try await both.trace(uuid, now: now))
            #expect(Self.facts(before).symmetricDifference(Self.facts(after)).isEmpty, "\(uuid)")
            let rows = after.messages.count { message in
                if case .event(let row) = message {
                    row.name == "CDR" && row.uuid == uuid
                } else {
                    false
                }
            }
            #expect(rows == 1, "\(uuid)")
            shown += rows
        }
        #expect(shown > 0)
    }

    @Test(arguments: folders)
    func `a call of which there are only CDRs is found by channel and by Call-ID`(
        folder: URL
    ) async throws {
        let alone = try RecordedCDRs(folder)
        alone.post()
        for cdr in alone.cdrs {
            let uuid = try #require(cdr.event.uniqueID)
            let trace = try #require(try await alone.trace(uuid, now: alone.now))
            let channel = try #require(trace.channels.first { $0.uuid == uuid })
            #expect(channel.end != nil && channel.hangupCause == cdr.event["Hangup-Cause"])
            #expect(channel.start <= channel.end ?? .distantPast)
            #expect(trace.call.outcome != .inProgress)
            if let callID = cdr.event["variable_sip_call_id"] {
                #expect(channel.callID == callID)
                let byCallID = try #require(try await alone.trace(callID, now: alone.now))
                #expect(byCallID.channels.contains { $0.uuid == uuid }, "\(callID)")
            }
            if let maker = cdr.event["variable_originating_leg_uuid"],
                alone.cdrs.contains(where: { $0.event.uniqueID == maker })
            {
                #expect(trace.channels.contains { $0.uuid == maker }, "\(uuid) of \(maker)")
            }
            #expect(
                try await alone.trace(trace.call.id, now: alone.now)?.call.id == trace.call.id)
        }
    }

    @Test func `a CDR stands under the name that the event socket has for its switch`() throws {
        let store = MemoryStore()
        let lane = IngestLane(
            sink: store, hasher: store.hasher, admission: Admission(keys: []) { _ in true },
            metrics: CountingMetrics())
        let beat = #"{"Event-Name":"CHANNEL_CREATE","Core-UUID":"c1","Unique-ID":"u0"}"#
        lane.consume(
            [.event(try SwitchEvent(json: Array(beat.utf8)))], of: "configured", at: .unknown,
            received: Timestamp(microseconds: 1_000_000))
        for (core, name) in [("c1", "configured"), ("c2", "own")] {
            let json = """
                {"core-uuid":"\(core)","switchname":"own","variables":{"uuid":"u-\(core)"}}
                """
            let cdr = try SwitchEvent(cdr: Array(json.utf8))
            #expect(lane.offer(cdr: cdr, received: Timestamp(microseconds: 2_000_000)))
            #expect(store.records.last?.node == name)
        }
    }

    @Test func `a CDR is refused while nothing can be written, and not counted as lost`() throws {
        let store = MemoryStore()
        let metrics = CountingMetrics()
        let lane = IngestLane(
            sink: store, hasher: store.hasher, admission: Admission(keys: []) { _ in true },
            metrics: metrics)
        let cdr = try SwitchEvent(cdr: Array(#"{"variables":{"uuid":"u"}}"#.utf8))
        for refusal in [AppendOutcome.noBlock, .readOnly] {
            store.setRefusing(refusal)
            #expect(!lane.offer(cdr: cdr, received: Timestamp(microseconds: 1)))
        }
        store.setRefusing(nil)
        #expect(lane.offer(cdr: cdr, received: Timestamp(microseconds: 1)))
        #expect(store.records.count == 1)
    }
}
