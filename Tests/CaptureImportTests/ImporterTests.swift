// Captures of SIP and HEP as the HEP that a collector is sent.

import CaptureImport
import HEP
import PacketCapture
import Testing

@Suite("Importing captures")
struct ImporterTests {
    static let a = PacketEndpoint(IPAddress(v4: 0xC000_0201), port: 5060)
    static let b = PacketEndpoint(IPAddress(v6High: 0x2001_0DB8_0000_0000, low: 2), port: 5080)
    static let c = PacketEndpoint(IPAddress(v4: 0xC000_0203), port: 9060)
    /// 2026-11-27 00:00 UTC.
    static let time: Int64 = 1_795_737_600_000_000

    static func message(_ method: String, body: Int = 0) -> String {
        "\(method) sip:1001@acme.test SIP/2.0\r\nCall-ID: one@test\r\nCSeq: 1 \(method)\r\n"
            + "Content-Length: \(body)\r\n\r\n" + String(repeating: "b", count: body)
    }

    /// A packet that was sent, decoded.
    struct Sent {
        var packet: HEPPacket
        var payload: String
        var node: String
    }

    /// Imports a file that is read in pieces of so many bytes.
    static func imported(
        _ file: [UInt8], pieces: Int = .max
    ) throws -> (sent: [Sent], tally: ImportTally) {
        var importer = CaptureImporter(node: "probe")
        var batch = HEPBatch()
        var bytes: [UInt8] = []
        var start = 0
        repeat {
            let end = start + min(pieces, file.count - start)
            importer.append(Array(file[start..<end]).span)
            start = end
            while try !importer.take(into: &batch) {
                bytes += batch.rest(from: 0)
                batch = HEPBatch()
            }
        } while start < file.count
        importer.finish(into: &batch)
        bytes += batch.rest(from: 0)
        var framer = HEPStreamFramer()
        framer.append(bytes.span)
        var sent: [Sent] = []
        while case .packet(let range) = framer.next() {
            let whole = framer.bytes
            let packet = try HEPDecoder.decode(whole.span.extracting(range), now: time)
            let raw = Array(whole[range])
            sent.append(
                Sent(
                    packet: packet, payload: String(decoding: raw[packet.payload], as: UTF8.self),
                    node: String(decoding: raw[packet.nodeName], as: UTF8.self)))
        }
        #expect(framer.pendingBytes == 0)
        return (sent, importer.tally)
    }

    @Test func `plain SIP over UDP keeps its ends, its time and its bytes`() throws {
        for (source, destination) in [(Self.a, Self.c), (Self.b, Self.b)] {
            var writer = CaptureWriter(application: "test")
            for size in [0, 5000, 60_000] {
                writer.append(
                    Array(Self.message("INVITE", body: size).utf8).span, over: .udp, from: source,
                    to: destination, time: Self.time + 7, comment: "")
            }
            for pieces in [Int.max, 100, 4096] {
                let (sent, tally) = try Self.imported(writer.bytes, pieces: pieces)
                #expect(
                    sent.map(\.payload)
                        == [0, 5000, 60_000].map { Self.message("INVITE", body: $0) })
                #expect(tally.messages == 3 && tally.skipped.isEmpty)
                let first = try #require(sent.first)
                #expect(first.packet.ipProtocol == IPProtocol.udp)
                #expect(first.packet.time == Self.time + 7)
                #expect(first.packet.sourcePort == source.port)
                #expect(first.packet.source.low == source.address.low)
                #expect(first.node == "probe")
            }
        }
    }

    @Test func `SIP over TCP is cut into messages, each with the time of its first bytes`() throws {
        var writer = CaptureWriter(application: "test")
        let text = Self.message("INVITE") + Self.message("ACK") + Self.message("BYE", body: 10)
        let bytes = Array(text.utf8)
        let cuts = [0, 20, 130, 131, 200, bytes.count]
        for (index, pair) in zip(cuts, cuts.dropFirst()).enumerated() {
            writer.append(
                Array(bytes[pair.0..<pair.1]).span, over: .tcp, from: Self.a, to: Self.c,
                time: Self.time + Int64(index), comment: "")
        }
        let (sent, tally) = try Self.imported(writer.bytes)
        #expect(sent.map(\.payload).joined() == text)
        #expect(sent.count == 3 && tally.messages == 3)
        #expect(sent.allSatisfy { $0.packet.ipProtocol == IPProtocol.tcp })
        #expect(sent.first?.packet.time == Self.time)
        #expect(sent.map { $0.packet.time ?? 0 } == sent.map { $0.packet.time ?? 0 }.sorted())
    }

    @Test func `a message that is too long for one packet goes in pieces of a stream`() throws {
        var writer = CaptureWriter(application: "test")
        let text = Self.message("MESSAGE", body: 150_000)
        writer.append(
            Array(text.utf8).span, over: .tcp, from: Self.a, to: Self.c, time: Self.time,
            comment: "")
        let (sent, tally) = try Self.imported(writer.bytes)
        #expect(sent.count == 3 && tally.messages == 1)
        #expect(sent.map(\.payload).joined() == text)
        #expect(sent.allSatisfy { $0.packet.ipProtocol == IPProtocol.tcp })
    }

    @Test func `HEP of every version is passed on with a time`() throws {
        let payload = Array(Self.message("OPTIONS").utf8)
        var writer = CaptureWriter(application: "test")
        for version in [HEPEncoder.Version.version1, .version2, .version3] {
            var encoder = HEPEncoder(
                source: HEPAddress(v4: 0x0A00_0001), sourcePort: 1,
                destination: HEPAddress(v4: 0x0A00_0002), destinationPort: 2)
            encoder.version = version
            encoder.time = Self.time + 1
            encoder.captureID = 77
            let packet = try encoder.encode(payload.span)
            writer.append(
                packet.span, over: .udp, from: Self.a, to: Self.c, time: Self.time + 5, comment: "")
        }
        let (sent, tally) = try Self.imported(writer.bytes)
        #expect(tally.hepPackets == 3 && tally.messages == 0)
        #expect(sent.allSatisfy { $0.payload == Self.message("OPTIONS") })
        #expect(sent.allSatisfy { $0.packet.version == 3 && $0.packet.source.low == 0x0A00_0001 })
        // Version 1 has no time: that of its capture is all there is.
        #expect(sent.map(\.packet.time) == [Self.time + 5, Self.time + 1, Self.time + 1])
        #expect(sent.map(\.packet.captureID) == [0, 77, 77])
        #expect(sent.map(\.node) == ["probe", "", ""])
    }

    @Test func `HEP without a time gets that of its capture`() throws {
        var packet = Array("HEP3".utf8) + [0, 0]
        packet += [0, 0, 0, 1, 0, 7, 2, 0, 0, 0, 11, 0, 7, 1]
        let payload = Array(Self.message("OPTIONS").utf8)
        packet += [0, 0, 0, 15, 0, UInt8(payload.count + 6)] + payload
        packet[5] = UInt8(packet.count)
        var writer = CaptureWriter(application: "test")
        writer.append(
            packet.span, over: .udp, from: Self.a, to: Self.c, time: Self.time, comment: "")
        let (sent, _) = try Self.imported(writer.bytes)
        #expect(sent.map(\.packet.time) == [Self.time])
    }

    @Test func `HEP over TCP is passed on`() throws {
        let encoder = HEPEncoder(
            source: HEPAddress(v4: 1), sourcePort: 1, destination: HEPAddress(v4: 2),
            destinationPort: 2)
        var stream: [UInt8] = []
        for method in ["INVITE", "ACK", "BYE"] {
            var one = encoder
            one.time = Self.time
            try one.encode(Array(Self.message(method).utf8).span, into: &stream)
        }
        var writer = CaptureWriter(application: "test")
        for start in stride(from: 0, to: stream.count, by: 90) {
            writer.append(
                Array(stream[start..<min(start + 90, stream.count)]).span, over: .tcp, from: Self.a,
                to: Self.c, time: Self.time, comment: "")
        }
        let (sent, tally) = try Self.imported(writer.bytes)
        #expect(tally.hepPackets == 3)
        #expect(sent.map { $0.payload.prefix(3) } == ["INV", "ACK", "BYE"])
    }

    @Test func `our own comments say who saw a message and how it travelled`() throws {
        var writer = CaptureWriter(application: "calltrace")
        let comment = PacketComment([
            .init("call", "1"), .init("node", "edge one,fs1"), .init("transport", "tls"),
        ])
        writer.append(
            Array(Self.message("INVITE").utf8).span, over: .tcp, from: Self.a, to: Self.c,
            time: Self.time, comment: comment.text)
        // Somebody else's comment says nothing.
        writer.append(
            Array(Self.message("ACK").utf8).span, over: .udp, from: Self.a, to: Self.c,
            time: Self.time, comment: "node=liar transport=tls")
        let (sent, _) = try Self.imported(writer.bytes)
        #expect(sent.map(\.node) == ["edge one", "probe"])
        #expect(sent.map(\.packet.ipProtocol) == [IPProtocol.tls, IPProtocol.udp])
    }

    @Test func `what is not taken is counted by its reason`() throws {
        var writer = CaptureWriter(application: "test")
        let stun: [UInt8] = [0, 1, 0, 0, 0x21, 0x12, 0xA4, 0x42] + [UInt8](repeating: 0, count: 12)
        for payload: [UInt8] in [
            [0x80, 0, 0, 1] + [UInt8](repeating: 5, count: 20), stun, Array("\r\n\r\n".utf8), [],
            [22, 3, 1, 0, 5], Array("GET / HTTP/1.1\r\n\r\n".utf8),
        ] {
            writer.append(
                payload.span, over: .udp, from: Self.a, to: Self.c, time: Self.time, comment: "")
        }
        let (sent, tally) = try Self.imported(writer.bytes)
        #expect(sent.isEmpty)
        #expect(
            tally.skipped == [.media: 1, .stun: 1, .keepAlive: 1, .empty: 1, .tls: 1, .other: 1])
        #expect(tally.packets == 6)
    }

    @Test func `a stream of TLS and a stream of junk give nothing and hold nothing`() throws {
        var writer = CaptureWriter(application: "test")
        for _ in 0..<300 {
            writer.append(
                ([22, 3, 3, 4, 0] + [UInt8](repeating: 7, count: 1000)).span, over: .tcp,
                from: Self.a, to: Self.c, time: Self.time, comment: "")
            writer.append(
                [UInt8](repeating: 0x41, count: 1000).span, over: .tcp, from: Self.c, to: Self.a,
                time: Self.time, comment: "")
        }
        let (sent, tally) = try Self.imported(writer.bytes)
        #expect(sent.isEmpty)
        #expect(tally.skipped[.tls, default: 0] >= 300)
        #expect(tally.junkBytes > 0)
    }

    @Test func `every byte of a capture replaced is read or refused`() throws {
        var writer = CaptureWriter(application: "test")
        let text = Self.message("INVITE") + Self.message("BYE")
        writer.append(
            Array(text.utf8).span, over: .tcp, from: Self.a, to: Self.c, time: Self.time,
            comment: "x")
        writer.append(
            Array(text.utf8).span, over: .udp, from: Self.b, to: Self.b, time: Self.time,
            comment: "")
        for index in writer.bytes.indices {
            for value in [0, 1, 0x0A, 0x7F, 0xFF] as [UInt8] {
                var broken = writer.bytes
                broken[index] = value
                _ = try? Self.imported(broken)
            }
        }
        for length in stride(from: 0, to: writer.bytes.count, by: 3) {
            _ = try? Self.imported(Array(writer.bytes.prefix(length)))
        }
    }
}
