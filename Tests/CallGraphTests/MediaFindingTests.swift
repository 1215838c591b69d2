// Findings about media: what was not heard, and silence about calls that were well.

import CallGraph
import CallTraceTesting
import MediaQuality
import Testing

struct MediaFindingTests {
    /// An answered channel of so many seconds that counted so many packets.
    private static func trace(
        seconds: Int64, received: Int?, sent: Int?, withCDR: Bool = false
    ) async throws -> Trace {
        var script = CallScript()
        script.event("CHANNEL_CREATE", channel: "u", at: 0, [("variable_sip_call_id", "c")])
        script.event("CHANNEL_ANSWER", channel: "u", at: 100)
        var counts: [(String, String)] = [("variable_sip_call_id", "c")]
        if let received {
            counts.append(("variable_rtp_audio_in_packet_count", String(received)))
            counts.append(("variable_rtp_audio_in_mos", "4.50"))
        }
        if let sent { counts.append(("variable_rtp_audio_out_packet_count", String(sent))) }
        script.event("CHANNEL_HANGUP", channel: "u", at: 100 + seconds * 1000)
        script.event("CHANNEL_HANGUP_COMPLETE", channel: "u", at: 101 + seconds * 1000, counts)
        if withCDR { script.event("CDR", channel: "u", at: 100 + seconds * 1000, counts) }
        let store = MemoryStore()
        script.write(to: store)
        return try #require(
            try await TraceBuilder(reader: store).trace("u", now: script.moment(99_999)))
    }

    @Test(
        arguments: [
            (12, 600, 600, []), (12, 0, 600, ["one-way-audio"]), (12, 600, 0, ["one-way-audio"]),
            (12, 0, 0, ["silence"]), (3, 0, 600, []), (3, 0, 0, []), (12, nil, nil, []),
            (12, nil, 600, []),
        ] as [(Int64, Int?, Int?, [String])])
    func `counts of a channel that was up for long enough show what was not heard`(
        seconds: Int64, received: Int?, sent: Int?, codes: [String]
    ) async throws {
        let trace = try await Self.trace(seconds: seconds, received: received, sent: sent)
        #expect(trace.findings.map(\.code) == codes)
    }

    @Test func `a CDR repeats what an event said, and is not shown again`() async throws {
        let trace = try await Self.trace(seconds: 12, received: 600, sent: 601, withCDR: true)
        let rows = trace.messages.compactMap { if case .quality(let row) = $0 { row } else { nil } }
        #expect(rows.map(\.source) == ["switch"])
        #expect(rows.map(\.callID) == ["c"] && rows.map(\.uuid) == ["u"])
        #expect(rows.map(\.mosAlgorithm) == ["freeswitch"])
    }

    /// A call whose RTCP came from these sources, one report each two seconds.
    private static func rtcp(from sources: [Int], count: Int) async throws -> [String] {
        var script = CallScript()
        script.sip("INVITE sip:b@x SIP/2.0", callID: "c", cseq: "1 INVITE", at: 0, from: 1, to: 2)
        for index in 0..<count {
            let source = sources[index % sources.count]
            script.statement(
                #"{"ssrc":\#(source),"type":201,"report_blocks":[]}"#, isCorrelate: false,
                at: Int64(index) * 2000, correlation: "c")
        }
        let store = MemoryStore()
        script.write(to: store)
        let trace = try await TraceBuilder(reader: store).trace("c", now: script.moment(99_999))
        return try #require(trace).findings.map(\.code)
    }

    @Test func `RTCP from one side only is worth knowing, once there was enough of it`()
        async throws
    {
        #expect(try await Self.rtcp(from: [1], count: 8) == ["no-rtcp"])
        #expect(try await Self.rtcp(from: [1, 2], count: 8).isEmpty)
        #expect(try await Self.rtcp(from: [1], count: 4).isEmpty, "six seconds")
    }
}
