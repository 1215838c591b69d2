// What a real switch sent.

import Testing

@testable import EventSocket

/// The expected counts were made without this code: by a regular expression over the same bytes
/// and, for headers and arrays, by a JSON parser of another language.
struct TranscriptTests {
    private func count(
        _ frames: [EventSocketFrame], _ type: EventSocketFrame.ContentType
    ) -> Int { frames.filter { $0.contentType == type }.count }

    @Test func `every frame of the trimmed transcripts is read`() throws {
        let json = try frames(of: try Recording.trimmed("session-json.bin"))
        #expect(json.count == 17)
        #expect(count(json, .eventJSON) == 11)
        #expect(count(json, .commandReply) == 3)
        let plain = try frames(of: try Recording.trimmed("session-plain.bin"))
        #expect(plain.count == 35)
        #expect(count(plain, .eventPlain) == 11)
        #expect(count(plain, .logData) == 17)
        let mixed = try frames(of: try Recording.trimmed("session-mixed.bin"))
        #expect(mixed.count == 22)
        #expect(count(mixed, .eventJSON) == 5)
        #expect(count(mixed, .eventPlain) == 4)
        for frames in [json, plain, mixed] {
            #expect(frames.first?.contentType == .authRequest)
            #expect(frames.last?.contentType == .disconnectNotice)
            #expect(!frames.contains { $0.contentType == .other })
        }
    }

    @Test(arguments: ["session-json.bin", "session-plain.bin", "session-mixed.bin"])
    func `byte by byte gives the same frames`(name: String) throws {
        let bytes = try Recording.trimmed(name)
        var framer = EventSocketFramer()
        var single: [EventSocketFrame] = []
        for byte in bytes {
            framer.append([byte])
            single += try framer.all()
        }
        #expect(try single == frames(of: bytes))
        #expect(framer.bufferedBytes == 0)
    }

    @Test func `the events of the trimmed transcript have their headers`() throws {
        let events = try frames(of: try Recording.trimmed("session-json.bin"))
            .filter { $0.contentType == .eventJSON }.map { try SwitchEvent(json: $0.body) }
        #expect(
            events.map(\.name) == [
                "CHANNEL_STATE", "CODEC", "CHANNEL_CREATE", "CHANNEL_EXECUTE", "CHANNEL_OUTGOING",
                "CHANNEL_CREATE", "CHANNEL_PROGRESS", "CHANNEL_BRIDGE", "CHANNEL_HANGUP_COMPLETE",
                "HEARTBEAT", "RE_SCHEDULE",
            ])
        #expect(events.reduce(0) { $0 + $1.names.count } == 1188)
        #expect(events.allSatisfy { $0.coreUUID == "0dee0ff3-11ac-4777-b9f1-1f9036870169" })
        #expect(events.allSatisfy { $0.switchName == "fs1" })
        let bridge = events[7]
        #expect(bridge.names.count == 185)
        #expect(bridge.uniqueID == "575fe831-c292-4704-a224-888544fef389")
        #expect(bridge["Bridge-A-Unique-ID"] == bridge.uniqueID)
        #expect(bridge["Bridge-B-Unique-ID"] == "7c9dbf57-4e5e-4c50-b509-7310cec595f4")
        #expect(bridge["variable_sip_call_id"] == "1-15052@127.0.0.20")
        #expect(bridge.values("variable_DP_MATCH") == ["1001", "1001"])
        #expect(
            bridge.values("variable_originated_legs")
                == ["7c9dbf57-4e5e-4c50-b509-7310cec595f4;Outbound Call;1001"])
        #expect(bridge.timestamp == 1_795_389_991_386_769)
        #expect(bridge.sequence == 548)
    }

    @Test func `the log lines of the trimmed transcript tie channels to Call-IDs`() throws {
        let lines = try frames(of: try Recording.trimmed("session-plain.bin"))
            .compactMap { SwitchLogLine(frame: $0) }
        #expect(lines.count == 17)
        #expect(
            lines.compactMap(\.callID) == [
                "1-15052@127.0.0.20", "7c9dbf57-4e5e-4c50-b509-7310cec595f4",
                "2-15052@127.0.0.20", "02d63048-152e-4788-9c26-a426f0084566",
                "1-15153@127.0.0.20", "c8d3b242-4799-4971-9e71-7ac4ba73903d",
            ])
        // outbound-use-uuid-as-callid was on: an outbound leg's Call-ID is its UUID.
        #expect(lines.filter { $0.callID != nil && $0.callID == $0.uniqueID }.count == 3)
        #expect(
            lines.allSatisfy { !$0.text.hasSuffix("\n") && !$0.function.isEmpty && $0.line > 0 })
    }

    @Test func `both forms of an event agree header by header`() throws {
        try compareForms(
            json: try Recording.trimmed("session-json.bin"),
            plain: try Recording.trimmed("session-plain.bin"), events: 11, headers: 1188)
    }

    /// Needs the recordings beside the repository, which are too large to be part of it.
    @Test(.enabled(if: Recording.areSharedThere, "the recordings in ../shared are not here"))
    func `every frame of the whole transcripts is read`() throws {
        let mixed = try frames(of: try Recording.whole("esl-wire.bin"))
        #expect(mixed.count == 706)
        #expect(count(mixed, .eventJSON) == 118)
        #expect(count(mixed, .eventPlain) == 56)
        #expect(count(mixed, .logData) == 521)
        #expect(count(mixed, .commandReply) == 8)
        for frame in mixed {
            switch frame.contentType {
            case .eventJSON: _ = try SwitchEvent(json: frame.body)
            case .eventPlain: _ = try SwitchEvent(plain: frame.body)
            case .logData: #expect(SwitchLogLine(frame: frame) != nil)
            default: break
            }
        }
    }

    /// Needs the recordings beside the repository, which are too large to be part of it.
    @Test(.enabled(if: Recording.areSharedThere, "the recordings in ../shared are not here"))
    func `both forms of every recorded event agree header by header`() throws {
        try compareForms(
            json: try Recording.whole("esl-wire-json.bin"),
            plain: try Recording.whole("esl-wire-plain.bin"), events: 174, headers: 21598)
    }

    private func compareForms(
        json: [UInt8], plain: [UInt8], events: Int, headers: Int
    ) throws {
        let fromJSON = try frames(of: json).filter { $0.contentType == .eventJSON }
            .map { try SwitchEvent(json: $0.body) }
        let fromPlain = try frames(of: plain).filter { $0.contentType == .eventPlain }
            .map { try SwitchEvent(plain: $0.body) }
        #expect(fromJSON.count == events)
        #expect(fromJSON.map(\.sequence) == fromPlain.map(\.sequence))
        var compared = 0
        for (json, plain) in zip(fromJSON, fromPlain) {
            #expect(json.names == plain.names)
            for name in json.names {
                compared += 1
                #expect(json[name] == plain[name])
                #expect(json.values(name) == plain.values(name))
            }
        }
        #expect(compared == headers)
    }
}
