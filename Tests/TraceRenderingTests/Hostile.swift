// Traces out of what an attacker would send, the same for the same seed.

import CallGraph
import MediaQuality

/// Makes random traces of hostile parts.
struct Hostile {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// True for what a terminal acts on, or what reorders text; kept apart from the code under test.
    static func steersTerminal(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        return value < 0x20 || (0x7f...0x9f).contains(value) || value == 0x61c
            || [0x200e, 0x200f, 0x2028, 0x2029].contains(value) || (0x202a...0x202e).contains(value)
            || (0x2066...0x2069).contains(value)
    }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
    mutating func one<T>(of values: [T]) -> T { values[below(values.count)] }
    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
    mutating func perhaps<T>(_ make: (inout Hostile) -> T) -> T? { chance(60) ? make(&self) : nil }

    mutating func text() -> String {
        let pieces = [
            "\u{1b}[31m", "\u{1b}]0;x\u{07}", "\0", "\r\n", "\n", "\t", "\u{7f}", "\u{85}",
            "\u{9b}2J",
            "\u{202e}", "\u{2066}", "\u{200f}", "\u{2028}", "\u{2029}", "\u{301}", "\u{20dd}", "漢",
            "😀", "한",
            "\u{1161}", "\u{fe0f}", "\u{200d}", "\u{e0041}", "\u{10ffff}", "\u{feff}", "\"", "\\",
            "%s", " ",
            "SIP/2.0 ", "Content-Type: application/sdp\r\n", "c:", "│", "abc", "1010", "@", ":",
            ".",
            "2026-11-22 23:26:31.046767 ", "48.6% ", "[ERR] ", "\u{378}", "\u{115f}", "\u{1f1e6}",
        ]
        var text = ""
        for _ in 0..<below(chance(3) ? 400 : 9) { text += one(of: pieces) }
        return text
    }

    mutating func time() -> Timestamp {
        switch below(12) {
        case 0: .distantPast
        case 1: .distantFuture
        case 2: Timestamp(microseconds: Int64(bitPattern: next()))
        default: TraceSketch.time(Int64(below(9_000_000)))
        }
    }

    mutating func endpoint() -> Endpoint {
        let port = one(of: [0, 5060, 5080, UInt16.max])
        return switch below(8) {
        case 0: .unknown
        case 1: Endpoint(family: .v6, high: next(), low: next(), port: port)
        case 2: Endpoint(family: .unknown, high: next(), low: next(), port: port)
        case 3: Endpoint(v4: UInt32(truncatingIfNeeded: next()), port: port)
        default: Endpoint(v4: 0x7f00_0001 + UInt32(below(5)), port: port)
        }
    }

    mutating func number() -> Double {
        one(of: [
            0, -1, .nan, .infinity, -.infinity, 1e308, .leastNonzeroMagnitude, 0.25,
            Double(bitPattern: next()),
        ])
    }

    mutating func trace() -> Trace {
        let names = (0..<5).map { _ in text() } + ["a", "b"]
        let dialogs = (0..<below(5)).map { _ in dialog(names) }
        let channels = (0..<below(5)).map { _ in channel(names) }
        let links = (0..<below(6)).map { _ in
            Link(
                one(of: Link.Kind.allCases),
                Identity(one(of: [.dialog, .channel]), one(of: names)),
                Identity(one(of: [.dialog, .channel]), one(of: names)),
                strength: one(of: [.guess, .token, .exact]), from: time(),
                until: perhaps { $0.time() },
                evidence: (0..<below(3)).map { _ in
                    Evidence(
                        source: one(of: [.event, .log, .sip]), name: text(),
                        event: perhaps { $0.text() },
                        node: text(), time: time())
                })
        }
        var messages = (0..<below(20)).map { _ in message(names) }
        if chance(70) { messages.sort { $0.time < $1.time } }
        var trace = Trace(
            query: text(), isComplete: chance(50), warnings: (0..<below(30)).map { _ in text() },
            call: Call(
                id: text(), tenant: perhaps { $0.text() }, start: time(),
                end: perhaps { $0.time() },
                outcome: one(of: Outcome.allCases), durationSeconds: perhaps { $0.number() }),
            dialogs: dialogs, channels: channels, links: links, messages: messages,
            findings: (0..<below(30)).map { _ in
                Finding(
                    one(of: [.info, .warning, .error]), text(), text(), at: perhaps { $0.time() })
            },
            hosts: (0..<below(4)).map { _ in HostName(host: endpoint().host, name: one(of: names)) }
        )
        trace.call.causeText = perhaps { $0.text() }
        trace.call.cause = perhaps { $0.text() }
        trace.call.hungUpBy = perhaps { $0.text() }
        trace.hubs = (0..<below(3)).map { _ in hub(names) }
        trace.related = (0..<below(30)).map { _ in
            Related(
                one(of: [.monitor, .guess]), Identity(one(of: [.dialog, .channel]), text()),
                why: text())
        }
        // Chains that lead in circles, too.
        for link in links where chance(80) {
            trace.reasons[link.b] = Trace.Reason(link: link, from: link.a)
        }
        return trace
    }

    private mutating func hub(_ names: [String]) -> Hub {
        Hub(
            kind: one(of: ["conference", "queue", "agent", text()]), id: text(), name: text(),
            members: (0..<below(30)).map { _ in
                Hub.Member(
                    identity: Identity(one(of: [.dialog, .channel]), one(of: names)),
                    callID: perhaps { $0.text() }, from: time(), until: perhaps { $0.time() })
            },
            isCut: chance(50))
    }

    private mutating func dialog(_ names: [String]) -> Dialog {
        var dialog = Dialog(callID: one(of: names), start: time())
        dialog.from = text()
        dialog.to = text()
        dialog.domain = text()
        dialog.method = one(of: ["INVITE", "REGISTER", "", text()])
        dialog.outcome = one(of: Outcome.allCases)
        dialog.end = perhaps { $0.time() }
        dialog.status = perhaps { $0.one(of: [100, 200, 302, 486, 503, -1, .max, .min]) }
        dialog.reason = perhaps { $0.text() }
        dialog.ringing = perhaps { $0.time() }
        dialog.answered = perhaps { $0.time() }
        dialog.endedBy = perhaps { $0.text() }
        dialog.releaseCause = perhaps { $0.text() }
        return dialog
    }

    private mutating func channel(_ names: [String]) -> Channel {
        var channel = Channel(
            uuid: one(of: names), node: one(of: names), coreUUID: perhaps { $0.text() },
            start: time())
        channel.callID = perhaps { $0.one(of: names) }
        channel.direction = perhaps { $0.one(of: [.inbound, .outbound]) }
        channel.hangupCause = perhaps { $0.text() }
        channel.name = perhaps { $0.text() }
        channel.answered = perhaps { $0.time() }
        channel.end = perhaps { $0.time() }
        channel.hangupDisposition = perhaps { $0.text() }
        channel.lost = perhaps { $0.text() }
        if chance(20) { channel.name = "loopback/\(text())-a" }
        return channel
    }

    private mutating func message(_ names: [String]) -> TraceMessage {
        switch below(5) {
        case 0:
            return .event(
                EventRow(
                    time: time(), uuid: one(of: names), node: one(of: names),
                    name: one(of: ["CODEC", "CHANNEL_EXECUTE", "CHANNEL_STATE", text()]),
                    detail: perhaps { $0.one(of: [$0.text(), "with a", "with \(names[0])"]) }))
        case 1:
            return .log(
                LogRow(
                    time: time(), uuid: one(of: names), callID: perhaps { $0.one(of: names) },
                    node: one(of: names), level: one(of: ["err", "debug", text()]), text: text()))
        case 2:
            var report = QualityReport.sketch(
                loss: perhaps { $0.number() }, jitter: perhaps { $0.number() },
                mos: perhaps { $0.number() })
            report.roundTripSeconds = perhaps { $0.number() }
            report.packetsLost = perhaps { $0.one(of: [.min, -1, 0, .max]) }
            report.packetsSent = perhaps { $0.one(of: [0, .max]) }
            report.format = perhaps { MediaFormat(name: $0.text(), clockRate: 0) }
            return .quality(
                QualityRow(
                    time: time(), callID: one(of: names), uuid: perhaps { $0.one(of: names) },
                    node: one(of: names), reporter: perhaps { $0.text() }, report: report))
        default:
            return .sip(
                SIPRow(
                    time: time(), callID: one(of: names), source: endpoint(),
                    destination: endpoint(),
                    transport: text(), method: text(),
                    status: perhaps { $0.one(of: [100, 200, 404, -1, .max, .min]) }, cseq: text(),
                    seenBy: (0..<below(4)).map { _ in .init(node: text(), time: time()) },
                    isRetransmission: chance(30), isMalformed: chance(30), text: text() + text()))
        }
    }
}
