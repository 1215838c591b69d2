// The trace as JSON: keys, order and values as the contract has them.

import CallGraph
import Foundation
import MediaQuality
import Testing
import TraceRendering

@Suite("Trace as JSON")
struct TraceJSONTests {
    @Test func `a recorded call is the JSON that was looked at`() throws {
        let text = String(decoding: TraceJSON.render(try Trace.recorded()), as: UTF8.self)
        // A line for each row, so that a difference can be seen.
        let lines = text.replacing("},{\"time\"", with: "},\n{\"time\"")
        try Golden.expect(lines, matches: "answered.json")
    }

    @Test func `every level has exactly its keys, in the contract's order`() throws {
        let text = String(decoding: TraceJSON.render(Self.trace), as: UTF8.self)
        #expect(text.hasSuffix("}\n"))
        let keys = text.matches(of: /"([a-z_]+)":/).map { String($0.1) }
        #expect(
            keys == [
                "query", "complete", "warnings",
                "call", "id", "tenant", "start", "end", "outcome", "duration_seconds",
                "setup_seconds", "hung_up_by", "cause", "cause_text",
                "dialogs", "call_id", "from", "to", "domain", "start", "end", "outcome", "status",
                "method", "reason", "ringing", "answered", "ended_by", "release_cause",
                "channels", "uuid", "node", "core_uuid", "call_id", "direction", "hangup_cause",
                "name",
                "start", "answered", "end", "hangup_disposition", "lost", "loopback",
                "hubs",
                "links", "a", "kind", "id", "b", "kind", "id", "kind", "strength", "from", "until",
                "evidence", "source", "name", "event", "node", "time",
                "related",
                "messages",
                "time", "kind", "call_id", "source", "destination", "transport", "method", "status",
                "cseq", "seen_by", "node", "time", "retransmission", "text", "malformed",
                "time", "kind", "uuid", "node", "name", "detail",
                "time", "kind", "uuid", "node", "level", "text", "call_id",
                "time", "kind", "call_id", "loss", "jitter_seconds", "round_trip_seconds", "mos",
                "mos_algorithm", "node", "uuid", "source", "reporter", "direction", "scope", "ssrc",
                "reporter_ssrc", "packets_lost", "packets_received", "packets_sent", "codec",
                "scores",
                "findings", "severity", "code", "text", "at",
                "hosts", "address", "name", "summary",
            ])
    }

    @Test func `values are those of the trace, and null where nothing is known`() throws {
        let json = try Self.parse(TraceJSON.render(Self.trace))
        #expect(json["query"] as? String == "q")
        #expect(json["complete"] as? Bool == true)
        let call = try #require(json["call"] as? [String: Any])
        #expect(call["tenant"] is NSNull)
        #expect(call["duration_seconds"] as? Double == 3.007606)
        #expect(call["start"] as? String == "2026-11-22T23:26:31.060074Z")
        let messages = try #require(json["messages"] as? [[String: Any]])
        #expect(messages.map { $0["kind"] as? String } == ["sip", "event", "log", "quality"])
        #expect(messages[0]["status"] is NSNull)
        #expect(messages[0]["text"] as? String == "INVITE\r\n\u{1b}\"\\\u{9b}é漢")
        #expect(messages[0]["source"] as? String == "[2001:db8::20]:5060")
        #expect(messages[0]["destination"] as? String == "unknown:0")
        let sighting = (messages[0]["seen_by"] as? [[String: Any]])?.first
        #expect(sighting?["node"] as? String == "200")
        #expect(messages[3]["loss"] as? Double == 0)
        #expect(messages[3]["mos"] is NSNull && messages[3]["mos_algorithm"] is NSNull)
        #expect(messages[3]["source"] as? String == "rtcp_json")
        #expect(messages[3]["direction"] as? String == "received")
        let link = try #require((json["links"] as? [[String: Any]])?.first)
        #expect(link["strength"] as? Int == 3)
        #expect((link["a"] as? [String: Any])?["kind"] as? String == "channel")
        #expect(
            ((json["hubs"] as? [Any])?.isEmpty, (json["related"] as? [Any])?.isEmpty) == (
                true, true
            ))
        let host = (json["hosts"] as? [[String: Any]])?.first
        #expect(host?["address"] as? String == "127.0.0.11")
    }

    @Test func `nothing found and an error name their code`() throws {
        let missing = try Self.parse(TraceJSON.notFound("a\"b"))
        #expect(missing["query"] as? String == "a\"b")
        #expect((missing["error"] as? [String: Any])?["code"] as? String == "not-found")
        let failed = try Self.parse(TraceJSON.error("the disk is gone", code: "store"))
        #expect((failed["error"] as? [String: Any])?["text"] as? String == "the disk is gone")
        #expect(failed["query"] == nil)
    }

    static func parse(_ bytes: [UInt8]) throws -> [String: Any] {
        #expect(bytes.last == 0x0a)
        return try #require(
            try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    }

    /// One of everything.
    private static var trace: Trace {
        let time = TraceSketch.start
        var dialog = Dialog.sketch("q")
        dialog.status = nil
        let channel = Channel(uuid: "u", node: "fs1", coreUUID: nil, start: time)
        let link = Link(
            .same, Identity(.channel, "u"), Identity(.dialog, "q"), strength: .exact, from: time,
            evidence: [Evidence(source: .log, name: "call-id", event: nil, node: "fs1", time: time)]
        )
        var trace = Trace.sketch(
            [
                .sip(
                    SIPRow(
                        time: time, callID: "q", source: TraceSketch.endpoint("v6:20:5060"),
                        destination: .unknown, transport: "udp", method: "INVITE", status: nil,
                        cseq: "1 INVITE", seenBy: [.init(node: "200", time: time)],
                        isRetransmission: false, isMalformed: true,
                        text: "INVITE\r\n\u{1b}\"\\\u{9b}é漢")),
                .event(EventRow(time: time, uuid: "u", node: "fs1", name: "CODEC", detail: nil)),
                .log(LogRow(time: time, uuid: "u", node: "fs1", level: "info", text: "x")),
                .quality(
                    QualityRow(
                        time: time, callID: "q", node: "rtp",
                        report: .sketch(loss: 0, jitter: 0.002, mos: .nan))),
            ],
            dialogs: [dialog], channels: [channel], links: [link],
            hosts: [("127.0.0.11:0", "fs1")], findings: [Finding(.info, "c", "t", at: nil)],
            duration: 3.007606)
        trace.warnings = ["w"]
        return trace
    }
}
