// A recorded call as a trace: 1010 calls 1001 through a proxy and a switch, and hangs up.

import CallGraph
import Foundation

extension Trace {
    /// The first call of the recording "basic bridge": its messages, events and notices with their
    /// real times; the parts above them as the call graph makes them.
    static func recorded() throws -> Trace {
        let callIDs = ["1-15052@127.0.0.20", "7c9dbf57-4e5e-4c50-b509-7310cec595f4"]
        let uuids = [
            "575fe831-c292-4704-a224-888544fef389", "7c9dbf57-4e5e-4c50-b509-7310cec595f4",
        ]
        let lines = try String(contentsOf: Golden.url("basic-bridge.rows.txt"), encoding: .utf8)
        let messages = TraceSketch(callIDs: callIDs, uuids: uuids).rows(lines)

        let channels = zip(uuids, callIDs).enumerated().map { index, names in
            var channel = Channel(
                uuid: names.0, node: "fs1", coreUUID: "0dee0ff3-11ac-4777-b9f1-1f9036870169",
                start: TraceSketch.time(-13_307))
            channel.callID = names.1
            channel.direction = index == 0 ? .inbound : .outbound
            channel.hangupCause = "NORMAL_CLEARING"
            channel.hangupDisposition = index == 0 ? "recv_bye" : "send_bye"
            channel.name =
                index == 0 ? "sofia/internal/1010@acme.test" : "sofia/internal/1001@acme.test"
            channel.answered = TraceSketch.time(index == 0 ? 326_695 : 306_707)
            channel.end = TraceSketch.time(3_346_698)
            return channel
        }
        let (a, b) = (Identity(.channel, uuids[0]), Identity(.channel, uuids[1]))
        func evidence(_ name: String, _ event: String, _ time: Int64) -> Evidence {
            Evidence(
                source: .event, name: name, event: event, node: "fs1", time: TraceSketch.time(time))
        }
        let links = [
            Link(
                .same, a, Identity(.dialog, callIDs[0]), strength: .exact,
                from: TraceSketch.time(-13_307),
                evidence: [evidence("variable_sip_call_id", "CHANNEL_CREATE", -13_307)]),
            Link(
                .birth, a, b, strength: .exact, from: TraceSketch.time(-13_307),
                evidence: [
                    evidence("Other-Leg-Unique-ID", "CHANNEL_OUTGOING", -13_307),
                    evidence("variable_originator", "CHANNEL_OUTGOING", -13_307),
                ]),
            Link(
                .same, b, Identity(.dialog, callIDs[1]), strength: .exact,
                from: TraceSketch.time(6_681),
                evidence: [evidence("variable_sip_call_id", "CHANNEL_STATE", 6_681)]),
            Link(
                .talk, a, b, strength: .exact, from: TraceSketch.time(326_695),
                until: TraceSketch.time(3_346_698),
                evidence: [evidence("Bridge-B-Unique-ID", "CHANNEL_BRIDGE", 326_695)]),
        ]
        var trace = Trace.sketch(
            messages,
            dialogs: [
                .sketch(
                    callIDs[0], status: (200, "OK"), ringing: 27_411, answered: 331_269,
                    end: 3_338_875, endedBy: "1010"),
                .sketch(
                    callIDs[1], status: (200, "OK"), start: 6_510, ringing: 10_712,
                    answered: 314_956, end: 3_357_235, endedBy: "1010"),
            ],
            channels: channels, links: links,
            hosts: [("127.0.0.10:0", "200"), ("127.0.0.11:0", "fs1 101")], duration: 3.007606)
        trace.call.tenant = "acme"
        return trace
    }
}
