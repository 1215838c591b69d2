// What is written can be read, here and by others.

import PacketCapture
import Testing

@Suite("Writing captures")
struct CaptureWriterTests {
    static let a = PacketEndpoint(IPAddress(v4: 0xC000_0201), port: 5060)
    static let b = PacketEndpoint(IPAddress(v4: 0xC000_0202), port: 5080)
    static let six = PacketEndpoint(IPAddress(v6High: 0x2001_0DB8_0000_0000, low: 9), port: 5060)

    /// What is found in what a writer wrote.
    static func read(_ writer: CaptureWriter) throws -> (
        Dissected, [(frame: CapturedFrame, bytes: [UInt8])]
    ) {
        let frames = try CaptureSketch.read(writer.bytes)
        var dissected = Dissected()
        for (frame, bytes) in frames {
            dissected.take(bytes, link: frame.linkType, time: frame.time ?? -1)
        }
        return (dissected, frames)
    }

    static func text(_ count: Int) -> String {
        String(decoding: (0..<count).map { 0x61 + UInt8($0 % 26) }, as: UTF8.self)
    }

    @Test(arguments: [0, 1, 8, 700, 1472, 1473, 3000, 9001, 65_507])
    func `a message of any size comes back over UDP`(_ count: Int) throws {
        for (source, destination) in [(Self.a, Self.b), (Self.six, Self.six)] {
            var writer = CaptureWriter(application: "test")
            let text = Self.text(count)
            writer.append(
                Array(text.utf8).span, over: .udp, from: source, to: destination, time: 12,
                comment: "one")
            let (dissected, frames) = try Self.read(writer)
            #expect(dissected.contents.map(\.text) == [text])
            #expect(dissected.contents.first?.content.source == source)
            #expect(dissected.contents.first?.content.destination == destination)
            #expect(dissected.contents.first?.content.carrier == .datagram(isCut: false))
            #expect(frames.allSatisfy { $0.bytes.count <= 1500 && $0.frame.time == 12 })
            #expect(frames.allSatisfy { !$0.frame.comment.isEmpty })
        }
    }

    @Test func `messages over TCP come back in order in both directions`() throws {
        var writer = CaptureWriter(application: "test")
        let texts = [Self.text(700), Self.text(5000), Self.text(20), Self.text(70_000)]
        for (index, text) in texts.enumerated() {
            let (source, destination) = index % 2 == 0 ? (Self.a, Self.b) : (Self.b, Self.a)
            writer.append(
                Array(text.utf8).span, over: .tcp, from: source, to: destination,
                time: Int64(index), comment: "")
        }
        let (dissected, frames) = try Self.read(writer)
        var byPort: [UInt16: String] = [:]
        for (content, text) in dissected.contents {
            byPort[content.source.port, default: ""] += text
        }
        #expect(byPort[5060] == texts[0] + texts[2])
        #expect(byPort[5080] == texts[1] + texts[3])
        // The beginning of each direction, and nothing else.
        #expect(dissected.dissector.streamGaps == 2)
        #expect(frames.allSatisfy { $0.bytes.count <= 1500 })
    }

    @Test func `what does not fit into a datagram goes over TCP`() throws {
        var writer = CaptureWriter(application: "test")
        let text = Self.text(CaptureWriter.datagramBytesMax + 1)
        writer.append(
            Array(text.utf8).span, over: .udp, from: Self.a, to: Self.b, time: 0, comment: "")
        let (dissected, _) = try Self.read(writer)
        #expect(dissected.texts.joined() == text)
    }

    @Test func `ends of two families are both written as IPv6`() throws {
        var writer = CaptureWriter(application: "test")
        writer.append(
            Array("x".utf8).span, over: .udp, from: Self.a, to: Self.six, time: 0, comment: "")
        let (dissected, _) = try Self.read(writer)
        let source = try #require(dissected.contents.first?.content.source)
        #expect(source.address == IPAddress(v6High: 0, low: 0xFFFF_C000_0201))
    }

    @Test func `check sums are right`() throws {
        for transport in [WrittenTransport.udp, .tcp] {
            for (source, destination) in [(Self.a, Self.b), (Self.six, Self.six)] {
                for count in [1, 2, 33, 700] {
                    var writer = CaptureWriter(application: "test")
                    writer.append(
                        Array(Self.text(count).utf8).span, over: transport, from: source,
                        to: destination, time: 0, comment: "")
                    let packet = try #require(try CaptureSketch.read(writer.bytes).first?.bytes)
                    let isV6 = packet[0] >> 4 == 6
                    if !isV6 { #expect(Self.sum(packet[..<20]) == 0xFFFF) }
                    let payload = packet[(isV6 ? 40 : 20)...]
                    let ends = isV6 ? packet[8..<40] : packet[12..<20]
                    let pseudo =
                        Array(ends) + PacketSketch.big(UInt16(payload.count))
                        + [0, transport == .udp ? 17 : 6]
                    #expect(Self.sum(pseudo + payload) == 0xFFFF)
                }
            }
        }
    }

    /// The sum that a receiver makes, the check sum included: all ones when it is right (RFC 1071).
    static func sum(_ bytes: some Collection<UInt8>) -> UInt32 {
        var sum: UInt32 = 0
        for (index, byte) in bytes.enumerated() {
            sum += index % 2 == 0 ? UInt32(byte) << 8 : UInt32(byte)
        }
        while sum > 0xFFFF { sum = (sum & 0xFFFF) + (sum >> 16) }
        return sum
    }

    @Test func `a comment is cut between characters, and times before 1970 are 1970`() throws {
        var writer = CaptureWriter(application: "test")
        writer.append(
            Array("x".utf8).span, over: .udp, from: Self.a, to: Self.b, time: -5,
            comment: String(repeating: "é", count: 3000))
        var reader = CaptureReader()
        reader.append(writer.bytes.span)
        guard case .frame(let frame) = try reader.next() else {
            Issue.record("no frame")
            return
        }
        #expect(frame.time == 0)
        let comment = String(decoding: reader.bytes[frame.comment], as: UTF8.self)
        #expect(comment == String(repeating: "é", count: Limits.commentBytesMax / 2))
    }
}
