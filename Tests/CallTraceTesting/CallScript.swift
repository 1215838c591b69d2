// Calls made up for tests: SIP messages and switch events, written as records.

public import CallGraph
import EventSocket
import SIP

/// Writes records of made-up calls to a store, as ingest would.
public struct CallScript {
    /// One record to be written.
    public struct Entry: Sendable {
        /// Its parts of fixed size.
        public var header: RecordHeader
        /// Who saw it.
        public var node: String
        /// What it says it belongs to.
        public var correlation: [UInt8]
        /// Its bytes.
        public var payload: [UInt8]
    }

    /// What was written so far.
    public var entries: [Entry] = []
    /// The moment that times are counted from.
    public let start: Timestamp

    /// An empty script that begins at this moment.
    public init(start: Timestamp = Timestamp(microseconds: 1_795_389_991_000_000)) {
        self.start = start
    }

    /// A SIP message seen by an agent so many milliseconds after the start.
    public mutating func sip(
        _ startLine: String, callID: String, cseq: String, at milliseconds: Int64, from: UInt8,
        to: UInt8, node: String = "200", caller: String = "1010", called: String = "1001",
        ipProtocol: UInt8 = 17, extra: String = ""
    ) {
        let text =
            "\(startLine)\r\nVia: SIP/2.0/UDP 127.0.0.\(from):5060;branch=z9hG4bK\(callID)\(cseq)\r\n"
            + "From: <sip:\(caller)@acme.test>;tag=a\r\nTo: <sip:\(called)@acme.test>\r\n"
            + "Call-ID: \(callID)\r\nCSeq: \(cseq)\r\n\(extra)Content-Length: 0\r\n\r\n"
        let time = moment(milliseconds)
        entries.append(
            Entry(
                header: RecordHeader(
                    kind: .sip, ipProtocol: ipProtocol, time: time, received: time,
                    source: Endpoint(v4: 0x7f00_0000 | UInt32(from), port: 5060),
                    destination: Endpoint(v4: 0x7f00_0000 | UInt32(to), port: 5060),
                    sender: Endpoint(v4: 0x7f00_000a, port: 0)),
                node: node, correlation: [], payload: Array(text.utf8)))
    }

    /// An event of a channel so many milliseconds after the start.
    public mutating func event(
        _ name: String, channel: String, at milliseconds: Int64, node: String = "fs1",
        core: String = "core-1", _ headers: [(String, String)] = []
    ) {
        let time = moment(milliseconds)
        var pairs = [
            ("Event-Name", name), ("Core-UUID", core), ("Unique-ID", channel),
            ("Event-Sequence", String(entries.count + 1)),
            ("Event-Date-Timestamp", String(time.microseconds)),
        ]
        pairs += headers
        let json = "{" + pairs.map { "\"\($0.0)\":\"\($0.1)\"" }.joined(separator: ",") + "}"
        entries.append(
            Entry(
                header: RecordHeader(kind: .event, time: time, received: time), node: node,
                correlation: [], payload: Array(json.utf8)))
    }

    /// A log line of a channel so many milliseconds after the start.
    public mutating func log(_ text: String, channel: String, at milliseconds: Int64) {
        let time = moment(milliseconds)
        entries.append(
            Entry(
                header: RecordHeader(kind: .log, ipProtocol: 6, time: time, received: time),
                node: "fs1", correlation: Array(channel.utf8), payload: Array(text.utf8)))
    }

    /// Writes the entries in the given order, or as they were made.
    public func write(to store: MemoryStore, order: [Int]? = nil) {
        for index in order ?? Array(entries.indices) {
            let entry = entries[index]
            let node = Array(entry.node.utf8)
            let kept = store.append { block in
                block.append(
                    entry.header, node: node.span, correlation: entry.correlation.span,
                    payload: entry.payload.span, keys: Self.keys(of: entry, store.hasher))
            }
            precondition(kept)
        }
    }

    /// The moment so many milliseconds after the start.
    public func moment(_ milliseconds: Int64) -> Timestamp {
        Timestamp(microseconds: start.microseconds + milliseconds * 1000)
    }

    private static func keys(of entry: Entry, _ hasher: IdentityHasher) -> IdentityKeys {
        switch entry.header.kind {
        case .sip:
            let message = SIPMessage.parse(entry.payload.span)
            return IdentityKeys(
                hasher.key(
                    entry.payload.span, offset: Int(message.callID.offset),
                    count: Int(message.callID.count)))
        case .event:
            guard let event = try? SwitchEvent(json: entry.payload) else { return IdentityKeys() }
            return ChannelEvent(event, node: entry.node, time: entry.header.time).keys(hasher)
        default:
            let channel = String(decoding: entry.correlation, as: UTF8.self)
            return IdentityKeys(logLine: entry.payload, channel: channel, hasher: hasher)
        }
    }
}

extension CallScript {
    /// A call through a proxy and a switch: two dialogs, two channels, everything that ties them.
    ///
    /// `usesUUIDAsCallID` makes the B leg's Call-ID its channel's UUID.
    public static func bridged(
        a: String = "a-leg@127.0.0.20", usesUUIDAsCallID: Bool = false, suffix: String = ""
    ) -> CallScript {
        let channelA = "11111111-aaaa\(suffix)"
        let channelB = "22222222-bbbb\(suffix)"
        let b = usesUUIDAsCallID ? channelB : "b-leg\(suffix)@127.0.0.11"
        var script = CallScript()
        script.sip(
            "INVITE sip:1001@acme.test SIP/2.0", callID: a, cseq: "1 INVITE", at: 0, from: 20,
            to: 11)
        script.sip("SIP/2.0 100 Trying", callID: a, cseq: "1 INVITE", at: 2, from: 11, to: 20)
        script.sip(
            "INVITE sip:1001@127.0.0.21 SIP/2.0", callID: b, cseq: "7 INVITE", at: 9, from: 11,
            to: 21)
        script.event(
            "CHANNEL_CREATE", channel: channelA, at: 10,
            [("Call-Direction", "inbound"), ("variable_sip_call_id", a)])
        script.event(
            "CHANNEL_CREATE", channel: channelB, at: 12,
            [
                ("Call-Direction", "outbound"), ("variable_originating_leg_uuid", channelA),
                ("Other-Type", "originator"), ("Other-Leg-Unique-ID", channelA),
            ])
        script.sip("SIP/2.0 180 Ringing", callID: b, cseq: "7 INVITE", at: 30, from: 21, to: 11)
        script.event(
            "CHANNEL_PROGRESS", channel: channelB, at: 31,
            [("Call-Direction", "outbound"), ("variable_sip_call_id", b)])
        script.sip("SIP/2.0 180 Ringing", callID: a, cseq: "1 INVITE", at: 32, from: 11, to: 20)
        script.sip("SIP/2.0 200 OK", callID: b, cseq: "7 INVITE", at: 300, from: 21, to: 11)
        script.sip(
            "ACK sip:1001@127.0.0.21 SIP/2.0", callID: b, cseq: "7 ACK", at: 301, from: 11, to: 21)
        script.sip("SIP/2.0 200 OK", callID: a, cseq: "1 INVITE", at: 310, from: 11, to: 20)
        script.sip(
            "ACK sip:1001@acme.test SIP/2.0", callID: a, cseq: "1 ACK", at: 312, from: 20, to: 11)
        script.event(
            "CHANNEL_BRIDGE", channel: channelA, at: 320,
            [("Bridge-A-Unique-ID", channelA), ("Bridge-B-Unique-ID", channelB)])
        script.log("2026 [INFO] something happened", channel: channelA, at: 330)
        script.sip(
            "BYE sip:1001@acme.test SIP/2.0", callID: a, cseq: "2 BYE", at: 3310, from: 20, to: 11)
        script.sip("SIP/2.0 200 OK", callID: a, cseq: "2 BYE", at: 3312, from: 11, to: 20)
        script.sip(
            "BYE sip:1001@127.0.0.21 SIP/2.0", callID: b, cseq: "8 BYE", at: 3320, from: 11, to: 21)
        script.sip("SIP/2.0 200 OK", callID: b, cseq: "8 BYE", at: 3322, from: 21, to: 11)
        script.event(
            "CHANNEL_UNBRIDGE", channel: channelA, at: 3315,
            [("Bridge-A-Unique-ID", channelA), ("Bridge-B-Unique-ID", channelB)])
        for channel in [channelA, channelB] {
            script.event(
                "CHANNEL_HANGUP_COMPLETE", channel: channel, at: 3330,
                [
                    ("Hangup-Cause", "NORMAL_CLEARING"),
                    ("variable_sip_call_id", channel == channelA ? a : b),
                ])
        }
        return script
    }
}
