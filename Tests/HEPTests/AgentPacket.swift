// The packets of the Fixtures folder, one for each habit of an agent, and what they must decode to.

import Foundation
import HEP
import Testing

/// One row of the manifest with the bytes it is about.
struct AgentPacket: CustomTestStringConvertible, Sendable {
    /// What kind of chunk the payload is in, and where.
    enum Payload: Sendable, Equatable {
        case none
        case plain(Range<Int>)
        case compressed(Range<Int>)
    }

    /// A value of the row's `expect` object.
    enum Value: Sendable, Equatable {
        case null
        case text(String)
        case number(Double)
    }

    let file: String
    let bytes: [UInt8]
    let expect: [String: Value]
    let payload: Payload

    var testDescription: String { file }

    /// A moment shortly after all packets were captured, in microseconds since 1970.
    static let now: Int64 = 1_700_000_100_000_000

    /// All rows, in the order of the manifest.
    static let all: [AgentPacket] = load()

    /// The bytes of a fixture of this name.
    static func bytes(of file: String) -> [UInt8] {
        all.first { $0.file == file }?.bytes ?? []
    }

    /// The bytes of the one packet that gzip holds, inflated beforehand.
    static let inflated: [UInt8] = read("inflated/heplify-v3-whole-packet-gzip.bin")

    /// The text of a range of the bytes.
    func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }

    private static func read(_ path: String) -> [UInt8] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        let data = try? Data(contentsOf: folder.appending(path: "Fixtures").appending(path: path))
        return data.map { [UInt8]($0) } ?? []
    }

    private static func load() -> [AgentPacket] {
        let payloads = loadPayloads()
        return read("agents/manifest.jsonl").split(separator: UInt8(ascii: "\n")).compactMap {
            guard
                let row = try? JSONSerialization.jsonObject(with: Data($0)) as? [String: Any],
                let file = row["file"] as? String,
                let expect = row["expect"] as? [String: Any],
                let payload = payloads[file]
            else { return nil }
            return AgentPacket(
                file: file, bytes: read("agents/\(file)"), expect: expect.mapValues(value),
                payload: payload)
        }
    }

    private static func loadPayloads() -> [String: Payload] {
        var payloads: [String: Payload] = [:]
        let text = String(decoding: read("agents/payloads.tsv"), as: UTF8.self)
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let fields = line.split(separator: "\t")
            guard fields.count == 4, let offset = Int(fields[2]), let count = Int(fields[3])
            else { continue }
            let range = offset..<(offset + count)
            switch fields[1] {
            case "plain": payloads[String(fields[0])] = .plain(range)
            case "compressed": payloads[String(fields[0])] = .compressed(range)
            default: payloads[String(fields[0])] = Payload.none
            }
        }
        return payloads
    }

    private static func value(_ json: Any) -> Value {
        switch json {
        case let text as String: .text(text)
        case let number as NSNumber: .number(number.doubleValue)
        default: .null
        }
    }
}
