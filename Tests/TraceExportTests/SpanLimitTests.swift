// What there is too much of, and what the network makes of texts.

import CallGraph
import CallTraceTesting
import Testing

@testable import TraceExport

struct SpanLimitTests {
    private func trace(_ messages: [TraceMessage], legs: Int = 1) -> Trace {
        let start = Timestamp(microseconds: 1_795_389_991_000_000)
        let dialogs = (0..<legs).map { index in
            var dialog = Dialog(callID: "d\(index)", start: start)
            dialog.method = "INVITE"
            dialog.end = start.advanced(bySeconds: 10)
            dialog.outcome = .answered
            return dialog
        }
        return Trace(
            query: "d0", isComplete: true, warnings: [],
            call: Call(
                id: "0123456789abcdef0123456789abcdef", tenant: nil, start: start,
                end: start.advanced(bySeconds: 10), outcome: .answered, durationSeconds: 3),
            dialogs: dialogs, channels: [], links: [], messages: messages, findings: [], hosts: [])
    }

    private func log(_ text: String, at seconds: Int64) -> TraceMessage {
        let start = Timestamp(microseconds: 1_795_389_991_000_000)
        return .log(
            LogRow(
                time: start.advanced(bySeconds: seconds), uuid: "d0", node: "fs1", level: "info",
                text: text))
    }

    private func sip(_ method: String, at seconds: Int64, to host: UInt32 = 1) -> TraceMessage {
        let start = Timestamp(microseconds: 1_795_389_991_000_000)
        return .sip(
            SIPRow(
                time: start.advanced(bySeconds: seconds), callID: "d0",
                source: Endpoint(v4: 0x7f00_0001, port: 5060),
                destination: Endpoint(v4: host, port: 5060), transport: "tls", method: method,
                status: nil, cseq: "1 \(method)", seenBy: [], isRetransmission: false,
                isMalformed: false, text: ""))
    }

    @Test func `log lines make room for messages, and what is left out is counted`() throws {
        let messages =
            [sip("INVITE", at: 0)] + (0..<500).map { log("line \($0)", at: 1) } + [
                sip("BYE", at: 9)
            ]
        let exported = try Exported(CallSpans(trace(messages)))
        let leg = try #require(exported.named("leg inbound").first)
        let events = try #require(leg["events"] as? [Exported.Object])
        #expect(events.count == Limits.eventsPerSpanMax)
        #expect(events.first?["name"] as? String == "INVITE")
        #expect(events.last?["name"] as? String == "BYE")
        #expect(leg["droppedEventsCount"] as? Int == 502 - Limits.eventsPerSpanMax)
    }

    @Test func `of too many messages the first and the last stay`() throws {
        let messages = (0..<300).map { sip($0 == 0 ? "INVITE" : $0 == 299 ? "BYE" : "INFO", at: 1) }
        let exported = try Exported(CallSpans(trace(messages)))
        let leg = try #require(exported.named("leg inbound").first)
        let names = (leg["events"] as? [Exported.Object] ?? []).map { $0["name"] as? String }
        #expect(names.count == 128 && names.first == "INVITE" && names.last == "BYE")
    }

    @Test func `long texts are cut to what an attribute may have, between characters`() throws {
        #expect(SpanWriter.cut("abc", to: 3) == "abc")
        #expect(SpanWriter.cut("abü", to: 3) == "ab")
        #expect(SpanWriter.cut("\u{1f600}", to: 3).isEmpty)
        var one = trace([log(String(repeating: "ü", count: 5000), at: 1)])
        one.dialogs[0].from = String(repeating: "x", count: 9000)
        let exported = try Exported(CallSpans(one))
        let leg = try #require(exported.named("leg inbound").first)
        #expect(Exported.attribute("sip.from.user", of: leg)?.utf8.count == 2048)
        let event = try #require((leg["events"] as? [Exported.Object])?.first)
        #expect(Exported.attribute("log.message", of: event)?.utf8.count == 512)
    }

    @Test func `what the network writes comes back as it was, control characters too`() throws {
        var one = trace([])
        let text = "\"\\\u{0}\u{1b}[31m\u{7f}\u{feff}\r\n\t\u{fffd}ü"
        one.dialogs[0].from = text
        let exported = try Exported(CallSpans(one))
        let leg = try #require(exported.named("leg inbound").first)
        // Foundation's reader drops a U+FEFF in the midst of a string.
        #expect(
            Exported.attribute("sip.from.user", of: leg)?.replacing("\u{feff}", with: "")
                == text.replacing("\u{feff}", with: ""))
        #expect(!exported.text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7f })
    }

    @Test func `TLS is TCP to OpenTelemetry, and the peer is whoever is on the other side`() throws
    {
        let exported = try Exported(CallSpans(trace([sip("INVITE", at: 0, to: 0x7f00_0002)])))
        let leg = try #require(exported.named("leg inbound").first)
        #expect(Exported.attribute("network.transport", of: leg) == "tcp")
        #expect(Exported.attribute("sip.transport", of: leg) == "tls")
        #expect(Exported.attribute("network.peer.address", of: leg) == "127.0.0.1")
        #expect(Exported.attribute("server.address", of: leg) == "127.0.0.2")
        #expect(Exported.attribute("server.port", of: leg) == "5060")
    }

    @Test func `of a hunt over hundreds the first legs are sent, and the call says so`() throws {
        let exported = try Exported(CallSpans(trace([], legs: 300)))
        let root = try #require(exported.named("call").first)
        #expect(Exported.attribute("calltrace.complete", of: root) == "0")
        #expect(Exported.attribute("calltrace.legs", of: root) == "200")
    }

    @Test func `requests stay under their size, and one span always fits`() {
        var request = OTLPRequest()
        let span = [UInt8](repeating: 0x78, count: 100_000)
        var count = 0
        while request.append(span) { count += 1 }
        #expect(count == request.spanCount && count == 9)
        #expect(request.body.count <= Limits.requestBytesMax)
        var other = OTLPRequest()
        let isTaken = other.append([UInt8](repeating: 0x78, count: Limits.requestBytesMax * 2))
        #expect(isTaken)
        let ends = !other.append(span)
        #expect(ends)
    }

    @Test func `the fullest span is far from the size of a request`() {
        let long = String(repeating: "\u{1}", count: 4000)
        let messages = (0..<400).map { log(long, at: Int64($0) % 10) }
        let largest = CallSpans(trace(messages)).encoded().map(\.count).max() ?? 0
        #expect(largest < Limits.requestBytesMax)
    }

    @Test func `a call without a name or legs has no spans that could confuse`() throws {
        var one = trace([])
        one.call.id = "none"
        #expect(CallSpans(one).encoded().isEmpty)
        one = trace([], legs: 0)
        #expect(try Exported(CallSpans(one)).spans.count == 1)
    }
}
