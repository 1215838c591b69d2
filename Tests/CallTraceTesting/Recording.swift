// Recorded traffic: HEP datagrams of a pcap file, events and log lines of a switch.

import CallGraph
import EventSocket
public import Foundation

/// What was recorded of a call, in order of arrival.
public struct Recording: Sendable {
    /// One thing that arrived.
    public enum Item: Sendable {
        /// A HEP datagram and the IPv4 address that it came from.
        case datagram([UInt8], sender: UInt32)
        /// What a switch's event socket sent: a whole frame.
        case frame([UInt8], node: String)
    }

    /// Items with the microsecond of their arrival, in order.
    public var items: [(time: Int64, item: Item)] = []

    /// Reads `hep.pcap` and each `esl-NODE.jsonl` in a folder.
    public init(folder: URL) throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        for file in files {
            let url = folder.appending(path: file)
            if file == "hep.pcap" {
                items += Self.datagrams(Array(try Data(contentsOf: url)))
            } else if file.hasPrefix("esl-"), file.hasSuffix(".jsonl"), !file.contains(".conn.") {
                let node = String(file.dropFirst(4).dropLast(6))
                items += try Self.frames(Data(contentsOf: url), node: node)
            }
        }
        items.sort { $0.time < $1.time }
    }

    /// The datagrams of a little-endian pcap file of Ethernet, IPv4 and UDP, as our recordings are.
    private static func datagrams(_ file: [UInt8]) -> [(time: Int64, item: Item)] {
        func number(_ at: Int) -> Int {
            Int(file[at]) | Int(file[at + 1]) << 8 | Int(file[at + 2]) << 16 | Int(file[at + 3])
                << 24
        }
        var found: [(time: Int64, item: Item)] = []
        var at = 24
        while at + 16 <= file.count {
            let time = Int64(number(at)) * 1_000_000 + Int64(number(at + 4))
            let length = number(at + 8)
            let frame = file[(at + 16)..<(at + 16 + length)]
            let ip = frame.startIndex + 14
            let headerBytes = Int(file[ip] & 15) * 4
            let sender = file[(ip + 12)..<(ip + 16)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            found.append(
                (
                    time,
                    .datagram(Array(file[(ip + headerBytes + 8)..<frame.endIndex]), sender: sender)
                ))
            at += 16 + length
        }
        return found
    }

    /// The frames of recorded event-socket messages, framed anew as mod_event_socket does.
    private static func frames(_ data: Data, node: String) throws -> [(time: Int64, item: Item)] {
        try data.split(separator: 0x0a).map { line in
            guard let object = try JSONSerialization.jsonObject(with: line) as? [String: Any],
                let time = object["t"] as? Int64, let headers = object["headers"] as? [String: Any]
            else { throw CocoaError(.fileReadCorruptFile) }
            let body = object["body"] as? String ?? ""
            if object["type"] as? String == "log" {
                var head = "Content-Type: log/data\nContent-Length: \(body.utf8.count)\n"
                for (name, value) in headers where !name.hasPrefix("Content-") {
                    head += "\(name): \(value)\n"
                }
                return (time, .frame(Array((head + "\n" + body).utf8), node: node))
            }
            var event = headers
            if !body.isEmpty { event["_body"] = body }
            let json = try JSONSerialization.data(
                withJSONObject: event, options: [.withoutEscapingSlashes])
            let head = "Content-Length: \(json.count)\nContent-Type: text/event-json\n\n"
            return (time, .frame(Array(head.utf8) + Array(json), node: node))
        }
    }
}
