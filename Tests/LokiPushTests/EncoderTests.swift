// The bodies of pushes, read back by other means.

import Foundation
import Testing

@testable import LokiPush

struct EncoderTests {
    static let sip = LokiLabels([
        ("job", "calltrace"), ("kind", "sip"), ("node", "fs \"1\"\n\\\u{1}"),
    ])
    static let log = LokiLabels([("job", "calltrace"), ("kind", "log")])

    static func sample() -> LokiBatch {
        var batch = LokiBatch()
        let metadata = [
            LokiLabel(name: "call_id", value: "1@h"),
            LokiLabel(name: "from_user", value: "jürg \"x\""),
        ]
        let line = Array("INVITE sip:a@b SIP/2.0\r\n\t\u{0}\u{1F}é\"\\/".utf8)
        batch.add(
            labels: sip,
            LokiEntry(time: 1_700_000_000_123_456_789, line: line, metadata: metadata))
        batch.add(labels: log, LokiEntry(time: 5_000_000_000, line: []))
        batch.add(labels: sip, LokiEntry(time: -1, line: Array("old".utf8)))
        batch.add(labels: sip, LokiEntry(time: .min, line: Array("older".utf8)))
        batch.add(labels: sip, LokiEntry(time: .max, line: Array("newest".utf8)))
        return batch
    }

    @Test func `protobuf with snappy holds every field`() throws {
        let batch = Self.sample()
        let protobuf = try PushReader.unsnappy(try LokiEncoder(.protobuf).encode(batch))
        #expect(
            try PushReader.push(protobuf) == [
                ReadStream(
                    labels: #"{job="calltrace", kind="sip", node="fs \"1\"\n\\\u0001"}"#,
                    entries: [
                        ReadEntry(
                            seconds: 1_700_000_000, nanoseconds: 123_456_789,
                            line: Array("INVITE sip:a@b SIP/2.0\r\n\t\u{0}\u{1F}é\"\\/".utf8),
                            metadata: ["1=call_id 2=1@h", "1=from_user 2=jürg \"x\""]),
                        ReadEntry(seconds: -1, nanoseconds: 999_999_999, line: Array("old".utf8)),
                        ReadEntry(
                            seconds: -9_223_372_037, nanoseconds: 145_224_192,
                            line: Array("older".utf8)),
                        ReadEntry(
                            seconds: 9_223_372_036, nanoseconds: 854_775_807,
                            line: Array("newest".utf8)),
                    ]),
                ReadStream(
                    labels: #"{job="calltrace", kind="log"}"#,
                    entries: [ReadEntry(seconds: 5, nanoseconds: 0, line: [])]),
            ])
    }

    @Test func `the size that a batch counts is the size of its protobuf`() throws {
        var batch = LokiBatch()
        for length in [0, 1, 100, 127, 128, 129, 16_383, 16_384, 200_000] {
            let entry = LokiEntry(
                time: Int64(length), line: [UInt8](repeating: 65, count: length),
                metadata: [
                    LokiLabel(name: "n", value: String(repeating: "v", count: min(length, 9_000)))
                ])
            batch.add(labels: length % 2 == 0 ? Self.sip : Self.log, entry)
        }
        var writer = ProtobufWriter()
        writer.write(batch)
        // A stream's own length is counted when it is new and may take three bytes more once it is
        // full.
        #expect(writer.bytes.count - batch.uncompressedBytes >= 0)
        #expect(writer.bytes.count - batch.uncompressedBytes <= 3 * batch.streams.count)
        let streams = try PushReader.push(writer.bytes)
        #expect(streams.map(\.entries.count).reduce(0, +) == 9)
        #expect(streams[1].entries.last?.line.count == 16_383)
    }

    @Test func `JSON with gzip holds every field`() throws {
        let json = try PushReader.ungzip(try LokiEncoder(.json).encode(Self.sample()))
        let root = try #require(
            try JSONSerialization.jsonObject(with: Data(json)) as? [String: [[String: Any]]])
        let streams = try #require(root["streams"])
        #expect(root.count == 1)
        #expect(streams.count == 2)
        #expect(
            streams[0]["stream"] as? [String: String]
                == ["job": "calltrace", "kind": "sip", "node": "fs \"1\"\n\\\u{1}"])
        #expect(streams[1]["stream"] as? [String: String] == ["job": "calltrace", "kind": "log"])
        let values = try #require(streams[0]["values"] as? [[Any]])
        #expect(values.map(\.count) == [3, 2, 2, 2])
        #expect(
            values.map { $0[0] as? String } == [
                "1700000000123456789", "-1", "-9223372036854775808", "9223372036854775807",
            ])
        #expect(values[0][1] as? String == "INVITE sip:a@b SIP/2.0\r\n\t\u{0}\u{1F}é\"\\/")
        #expect(values[0][2] as? [String: String] == ["call_id": "1@h", "from_user": "jürg \"x\""])
        #expect(streams[1]["values"] as? [[String]] == [["5000000000", ""]])
    }

    @Test func `every byte stands in JSON as what it is`() throws {
        var batch = LokiBatch()
        let line = (0..<128).map { UInt8($0) } + Array("äöü€😀".utf8)
        batch.add(labels: Self.log, LokiEntry(time: 1, line: line))
        var writer = JSONWriter()
        writer.write(batch)
        let root = try #require(
            try JSONSerialization.jsonObject(with: Data(writer.bytes)) as? [String: [[String: Any]]]
        )
        let values = try #require(root["streams"]?.first?["values"] as? [[String]])
        #expect(Array(values[0][1].utf8) == line)
    }

    @Test func `both bodies say what they are`() {
        #expect(LokiEncoder(.protobuf).contentType == "application/x-protobuf")
        #expect(LokiEncoder(.protobuf).contentEncoding == "snappy")
        #expect(LokiEncoder(.json).contentType == "application/json")
        #expect(LokiEncoder(.json).contentEncoding == "gzip")
    }

    @Test func `text that does not compress is written whole`() throws {
        var state: UInt64 = 88_172_645_463_325_252
        let line = (0..<200_000).map { _ -> UInt8 in
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return UInt8(state & 127)
        }
        var batch = LokiBatch()
        for time in 0..<5 { batch.add(labels: Self.log, LokiEntry(time: Int64(time), line: line)) }
        let streams = try PushReader.push(
            try PushReader.unsnappy(try LokiEncoder(.protobuf).encode(batch)))
        #expect(streams[0].entries.allSatisfy { $0.line == line })
        let json = try PushReader.ungzip(try LokiEncoder(.json).encode(batch))
        #expect((try? JSONSerialization.jsonObject(with: Data(json))) != nil)
    }
}
