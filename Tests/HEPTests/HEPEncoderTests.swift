// What is encoded decodes to the same.

import HEP
import Testing

struct HEPEncoderTests {
    private let payload = Array("OPTIONS sip:a@example.test SIP/2.0\r\n\r\n".utf8)

    private func encoder() -> HEPEncoder {
        var encoder = HEPEncoder(
            source: HEPAddress(v4: 0xC000_020A), sourcePort: 5060,
            destination: HEPAddress(v4: 0xC633_6414), destinationPort: 5080)
        encoder.time = 1_700_000_000_123_456
        encoder.captureID = 2001
        return encoder
    }

    @Test(arguments: [HEPEncoder.Version.version1, .version2, .version3], [false, true])
    func `a packet comes back as it was sent`(version: HEPEncoder.Version, isV6: Bool) throws {
        var encoder = encoder()
        encoder.version = version
        encoder.ipProtocol = IPProtocol.tls
        if isV6 {
            encoder.source = HEPAddress(v6High: 0x2001_0DB8 << 32, low: 1)
            encoder.destination = HEPAddress(v6High: 0x2001_0DB8 << 32, low: 2)
        }
        let bytes = try encoder.encode(payload.span)
        let decoded = try decode(bytes)
        #expect(decoded.version == version.rawValue)
        #expect(decoded.ipProtocol == IPProtocol.tls)
        #expect(decoded.source == encoder.source)
        #expect(decoded.destination == encoder.destination)
        #expect(decoded.sourcePort == 5060)
        #expect(decoded.destinationPort == 5080)
        #expect(decoded.protocolType == ProtocolType.sip)
        #expect(decoded.time == (version == .version1 ? nil : encoder.time))
        #expect(decoded.captureID == (version == .version1 ? nil : 2001))
        #expect(Array(bytes[decoded.payload]) == payload)
        #expect(decoded.consumed == bytes.count)
        #expect(decoded.flags == [])
    }

    @Test func `1,000 random packets come back as they were sent`() throws {
        var random = SeededGenerator(seed: 2)
        for _ in 0..<1_000 {
            var encoder = HEPEncoder(
                source: HEPAddress(v4: .random(in: 1...0xFFFF_FFFE, using: &random)),
                sourcePort: .random(in: 1...65_535, using: &random),
                destination: HEPAddress(v6High: .random(in: 1...(.max), using: &random), low: 7),
                destinationPort: .random(in: 0...65_535, using: &random))
            encoder.time = .random(in: Limits.timeMin...AgentPacket.now, using: &random)
            encoder.protocolType = .random(in: 2...255, using: &random)
            encoder.captureID = .random(in: 0...(.max), using: &random) | 1
            encoder.nodeName = [UInt8](repeating: 0x61, count: .random(in: 0...99, using: &random))
            encoder.correlationID = [UInt8](
                repeating: 0x62, count: .random(in: 0...99, using: &random))
            encoder.authenticationKey = [UInt8](
                repeating: 0x63, count: .random(in: 0...99, using: &random))
            encoder.isPayloadCompressed = .random(using: &random)
            let body = [UInt8](repeating: 0, count: .random(in: 5...3_000, using: &random))
            let bytes = try encoder.encode(body.span)
            let decoded = try decode(bytes)
            #expect(decoded.source == encoder.source)
            #expect(decoded.destination == encoder.destination)
            #expect(decoded.time == encoder.time)
            #expect(decoded.protocolType == encoder.protocolType)
            #expect(decoded.captureID == encoder.captureID)
            #expect(Array(bytes[decoded.nodeName]) == encoder.nodeName)
            #expect(Array(bytes[decoded.correlationID]) == encoder.correlationID)
            #expect(Array(bytes[decoded.authenticationKey]) == encoder.authenticationKey)
            let range =
                encoder.isPayloadCompressed ? decoded.compressedPayload : decoded.payload
            #expect(range.count == body.count)
        }
    }

    @Test func `version 3 sends the chunks of the specification in its order`() throws {
        var encoder = encoder()
        encoder.authenticationKey = Array("key".utf8)
        encoder.correlationID = Array("id".utf8)
        encoder.nodeName = Array("node".utf8)
        encoder.additionalChunks = [
            HEPChunk(type: ChunkType.mos, number: UInt16(432)),
            HEPChunk(vendor: 3, type: 1, address: HEPAddress(v6High: 1, low: 2)),
        ]
        let bytes = try encoder.encode(payload.span)
        var types: [UInt16] = []
        var start = 6
        while start < bytes.count {
            types.append(UInt16(bytes[start + 2]) << 8 | UInt16(bytes[start + 3]))
            start += Int(bytes[start + 4]) << 8 | Int(bytes[start + 5])
        }
        #expect(types == [1, 2, 3, 4, 7, 8, 9, 10, 11, 12, 14, 17, 19, 32, 1, 15])
        let decoded = try decode(bytes)
        #expect(decoded.mosTimes100 == 432)
        #expect(decoded.source == encoder.source)
    }

    @Test func `a Kamailio version 2 packet is reproduced to the byte`() throws {
        let recorded = AgentPacket.bytes(of: "kamailio-v2-udp4.bin")
        let decoded = try decode(recorded)
        var encoder = HEPEncoder(
            source: decoded.source, sourcePort: decoded.sourcePort,
            destination: decoded.destination, destinationPort: decoded.destinationPort)
        encoder.version = .version2
        encoder.time = try #require(decoded.time)
        encoder.captureID = try #require(decoded.captureID)
        #expect(try encoder.encode(recorded.span.extracting(decoded.payload)) == recorded)
    }

    @Test func `65,535 bytes are a packet and one more is refused`() throws {
        let encoder = encoder()
        let nothing: [UInt8] = []
        let overhead = try encoder.encode(nothing.span).count
        let largest = [UInt8](repeating: 0x41, count: Limits.packetBytesMax - overhead)
        #expect(try encoder.encode(largest.span).count == 65_535)
        let tooLarge = largest + [0x41]
        var out: [UInt8] = [1, 2, 3]
        #expect(throws: HEPError(.length, offset: 65_535)) {
            try encoder.encode(tooLarge.span, into: &out)
        }
        #expect(out == [1, 2, 3])
        let huge = [UInt8](repeating: 0x41, count: 70_000)
        #expect(throws: HEPError.self) { try encoder.encode(huge.span) }
    }

    @Test func `version 1 and 2 refuse addresses of two families and of none`() {
        var encoder = encoder()
        encoder.version = .version2
        for odd in [HEPAddress(v6High: 1, low: 1), .none] {
            encoder.destination = odd
            #expect(throws: HEPError(.family, offset: 8)) { try encoder.encode(payload.span) }
        }
    }

    @Test func `times that 32 bits of seconds cannot hold are sent as the nearest`() throws {
        var encoder = encoder()
        for (time, seconds) in [(Int64.min, UInt32.min), (.max, UInt32.max)] {
            encoder.time = time
            let bytes = try encoder.encode(payload.span)
            let position = try #require(
                bytes.indices.first { bytes[$0...].starts(with: [0, 9, 0, 10]) })
            let sent = bytes[(position + 4)..<(position + 8)].reduce(0) { $0 << 8 | UInt32($1) }
            #expect(sent == seconds)
        }
    }
}
