// A trace as packets, read back.

import CallGraph
import PacketCapture
import Testing
import TraceRendering

@Suite("Traces as pcapng")
struct TraceCaptureTests {
    /// The datagrams and stream pieces in a file, with the comments of their frames.
    static func read(_ bytes: [UInt8]) throws -> [(
        content: PacketContent, bytes: [UInt8], comment: PacketComment?
    )] {
        var reader = CaptureReader()
        var dissector = PacketDissector()
        var found: [(content: PacketContent, bytes: [UInt8], comment: PacketComment?)] = []
        for start in stride(from: 0, to: bytes.count, by: 1 << 20) {
            reader.append(Array(bytes[start..<min(start + 1 << 20, bytes.count)]).span)
            while case .frame(let frame) = try reader.next() {
                let held = reader.bytes
                let comment = PacketComment(held[frame.comment])
                _ = dissector.take(
                    held.span.extracting(frame.bytes), linkType: frame.linkType, time: frame.time
                ) { content, payload in
                    var copy: [UInt8] = []
                    for index in 0..<payload.count { copy.append(payload[index]) }
                    found.append((content, copy, comment))
                }
            }
        }
        return found
    }

    @Test func `each message is a packet with its bytes, ends, time and names`() throws {
        let trace = try Trace.recorded()
        let found = try Self.read(TraceCapture.render(trace))
        let rows = trace.messages.compactMap { message -> SIPRow? in
            guard case .sip(let row) = message else { return nil }
            return row
        }
        #expect(found.count == rows.count)
        for (row, packet) in zip(rows, found) {
            #expect(String(decoding: packet.bytes, as: UTF8.self) == row.text)
            #expect(packet.content.time == row.time.microseconds)
            #expect(packet.content.source.port == row.source.port)
            #expect(packet.content.source.address.low == row.source.low)
            #expect(packet.content.destination.address.low == row.destination.low)
            #expect(packet.comment?["call-id"] == row.callID)
            #expect(packet.comment?["call"] == trace.call.id)
            #expect(packet.comment?["node"] == row.seenBy.map(\.node).joined(separator: ","))
            #expect(packet.comment?["leg"] == (row.callID == rows[0].callID ? "1" : "2"))
        }
    }

    @Test func `what is not UTF-8 is written as it was, TLS as TCP, and an unknown host as 0`()
        throws
    {
        var trace = try Trace.recorded()
        guard
            case .sip(var row)? = trace.messages.first(where: {
                if case .sip = $0 { true } else { false }
            })
        else { return }
        row.original = [0x53, 0x49, 0x50, 0xFF, 0xFE]
        row.transport = "tls"
        row.source = .unknown
        trace.messages = [.sip(row)]
        let packet = try #require(try Self.read(TraceCapture.render(trace)).first)
        #expect(packet.bytes == [0x53, 0x49, 0x50, 0xFF, 0xFE])
        #expect(packet.comment?["transport"] == "tls")
        #expect(packet.content.source.address == IPAddress(v4: 0))
        guard case .stream = packet.content.carrier else {
            Issue.record("not TCP")
            return
        }
    }

    @Test func `a report of quality is a receiver report of RTCP`() throws {
        var trace = try Trace.recorded()
        var row = QualityRow(
            time: trace.call.start, callID: "1-15052@127.0.0.20", node: "rtp1",
            report: .sketch(loss: 0.25, jitter: 0.002))
        row.sender = Endpoint(v4: 0x7f00_0001, port: 20_001)
        trace.messages = [
            .quality(row),
            .quality(
                QualityRow(
                    time: trace.call.start, callID: "", node: "", report: .sketch(mos: 4.1))),
        ]
        let found = try Self.read(TraceCapture.render(trace))
        let packet = try #require(found.first)
        #expect(found.count == 1 && packet.bytes.count == 32)
        #expect(packet.bytes.prefix(4) == [0x81, 201, 0, 7])
        #expect(packet.bytes[12] == 64 && packet.bytes[23] == 16)
        #expect(packet.content.source.port == 20_001 && packet.content.destination.port == 5005)
    }
}
