// Streams of SIP for tests, and what comes of them.

import CallGraph

@testable import Ingest

/// Feeds packets to an assembly and collects the records.
struct StreamFeed {
    /// A record as it would be written.
    struct Output: Equatable {
        var text: String
        var header: RecordHeader
        var isWhole: Bool
    }

    static let start = Timestamp(microseconds: 1_795_389_991_000_000)

    var assembly = StreamAssembly()
    var outputs: [Output] = []

    /// The texts of all records so far.
    var texts: [String] { outputs.map(\.text) }

    /// A packet's header: TCP, from a client's port, so many microseconds after the start.
    static func header(
        port: UInt16 = 40_000, at microseconds: Int64 = 0, flags: RecordFlags = []
    ) -> RecordHeader {
        let time = Timestamp(microseconds: start.microseconds + microseconds)
        return RecordHeader(
            kind: .sip, flags: flags, ipProtocol: 6, time: time, received: time,
            source: Endpoint(v4: 0xc000_0201, port: port),
            destination: Endpoint(v4: 0xc633_6401, port: 5060))
    }

    /// Feeds one packet.
    mutating func take(
        _ payload: [UInt8], _ header: RecordHeader = StreamFeed.header(), node: NodeNumber = 1,
        correlation: [UInt8] = []
    ) {
        guard !payload.isEmpty, let key = StreamKey(header, node: node) else { return }
        var cursor = StreamAssembly.Cursor()
        while let step = assembly.next(
            payload.span, &cursor, of: key, header, correlation: correlation.span)
        {
            switch step {
            case .part(let range):
                let text = String(decoding: payload[range], as: UTF8.self)
                outputs.append(Output(text: text, header: header, isWhole: true))
            case .held(let message): add(message)
            }
        }
    }

    /// Feeds one packet of text.
    mutating func take(_ text: String, _ header: RecordHeader = StreamFeed.header()) {
        take(Array(text.utf8), header)
    }

    /// Gives up what is silent at so many microseconds after the start.
    mutating func expire(at microseconds: Int64) {
        let now = Timestamp(microseconds: Self.start.microseconds + microseconds)
        for message in assembly.removeSilent(now: now) { add(message) }
    }

    /// Gives up everything.
    mutating func flush() { for message in assembly.removeAll() { add(message) } }

    private mutating func add(_ message: HeldMessage) {
        outputs.append(
            Output(
                text: String(decoding: message.bytes, as: UTF8.self), header: message.header,
                isWhole: message.isWhole))
    }

    /// A request with a body.
    static func request(
        _ method: String = "INVITE", call: String, body: String = "", type: String = "a/b"
    ) -> String {
        "\(method) sip:bob@example.com SIP/2.0\r\nVia: SIP/2.0/TCP 192.0.2.1;branch=z9hG4bKa\r\n"
            + "Call-ID: \(call)\r\nCSeq: 1 \(method)\r\n"
            + (body.isEmpty ? "" : "Content-Type: \(type)\r\n")
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    /// A response without a body.
    static func response(_ status: String = "200 OK", call: String) -> String {
        "SIP/2.0 \(status)\r\nVia: SIP/2.0/TCP 192.0.2.1;branch=z9hG4bKa\r\nCall-ID: \(call)\r\n"
            + "CSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n"
    }

    /// What a REFER's NOTIFY carries: a message in a message.
    static let fragment = "SIP/2.0 180 Ringing\r\n"
}
