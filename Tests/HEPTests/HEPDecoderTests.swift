// The rules of decoding, one by one.

import HEP
import Testing

struct HEPDecoderTests {
    @Test(arguments: [1, 2, 4, 8])
    func `numbers are read in 1, 2, 4 and 8 bytes`(width: Int) throws {
        let body = [UInt8](repeating: 0, count: width - 1) + [100]
        let decoded = try decode(
            [0x02, 0x07, 0x08, 0x0B, 0x0C, 0x12, 0x20].map { HEPChunk(type: $0, body: body) })
        #expect(decoded.ipProtocol == 100)
        #expect(decoded.sourcePort == 100)
        #expect(decoded.destinationPort == 100)
        #expect(decoded.protocolType == 100)
        #expect(decoded.captureID == 100)
        #expect(decoded.vlan == 100)
        #expect(decoded.mosTimes100 == 100)
        #expect(!decoded.flags.contains(.chunkIgnored))
    }

    @Test(arguments: [0, 3, 5, 7, 9, 20])
    func `a number of another width is passed over with a flag`(width: Int) throws {
        let odd = [UInt8](repeating: 1, count: width)
        let decoded = try decode([
            HEPChunk(type: 0x07, number: UInt16(5060)), HEPChunk(type: 0x07, body: odd),
        ])
        #expect(decoded.sourcePort == 5060)
        #expect(decoded.flags.contains(.chunkIgnored))
    }

    @Test func `a number too great for its field is passed over with a flag`() throws {
        let decoded = try decode([HEPChunk(type: 0x0B, number: UInt32(0x101))])
        #expect(decoded.protocolType == 0)
        #expect(decoded.flags.contains(.chunkIgnored))
    }

    @Test func `MAC addresses are read in six and in eight bytes`() throws {
        let decoded = try decode([
            HEPChunk(type: 0x14, body: [2, 0, 0, 0, 0, 1]),
            HEPChunk(type: 0x15, body: [0, 0, 2, 0, 0, 0, 0, 2]),
        ])
        #expect(decoded.sourceMAC == 0x0200_0000_0001)
        #expect(decoded.destinationMAC == 0x0200_0000_0002)
    }

    @Test func `every scalar and text chunk of the specification is read`() throws {
        let numbers: [UInt16] = [0x0D, 0x12, 0x16, 0x17, 0x18, 0x20, 0x21, 0x23, 0x27, 0x28]
        let texts: [UInt16] = [0x0E, 0x11, 0x13, 0x22, 0x24, 0x25, 0x26, 0x29, 0x65]
        let bytes = packet(
            numbers.map { HEPChunk(type: $0, number: UInt8($0)) }
                + texts.map { HEPChunk(type: $0, text: "text \($0)") })
        let decoded = try decode(bytes)
        #expect(decoded.keepAliveSeconds == 0x0D)
        #expect(decoded.vlan == 0x12)
        #expect(decoded.etherType == 0x16)
        #expect(decoded.tcpFlags == 0x17)
        #expect(decoded.trafficClass == 0x18)
        #expect(decoded.mosTimes100 == 0x20)
        #expect(decoded.rFactor == 0x21)
        #expect(decoded.jitter == 0x23)
        #expect(decoded.tagType == 0x27)
        #expect(decoded.eventType == 0x28)
        let ranges = [
            decoded.authenticationKey, decoded.correlationID, decoded.nodeName,
            decoded.geoLocation, decoded.transactionType, decoded.payloadKeys, decoded.tagValues,
            decoded.groupID, decoded.extraCorrelation,
        ]
        #expect(ranges.map(bytes.text) == texts.map { "text \($0)" })
    }

    @Test func `the VLAN is twelve bits`() throws {
        #expect(try decode([HEPChunk(type: 0x12, number: UInt16(0xF064))]).vlan == 0x64)
    }

    @Test func `of repeated scalars the last counts, of payloads the first with bytes`() throws {
        let bytes = packet([
            HEPChunk(type: 0x07, number: UInt16(1)), HEPChunk(type: 0x0F, body: []),
            HEPChunk(type: 0x0F, text: "first"), HEPChunk(type: 0x07, number: UInt16(2)),
            HEPChunk(type: 0x0F, text: "second"), HEPChunk(type: 0x13, text: "a"),
            HEPChunk(type: 0x13, text: "b"), HEPChunk(type: 0x13, body: []),
        ])
        let decoded = try decode(bytes)
        #expect(decoded.sourcePort == 2)
        #expect(bytes.text(decoded.payload) == "first")
        #expect(bytes.text(decoded.nodeName) == "b")
    }

    @Test func `the plain payload is preferred in whatever order the two come`() throws {
        let plain = HEPChunk(type: 0x0F, text: "plain")
        let compressed = HEPChunk(type: 0x10, text: "compressed")
        for chunks in [[plain, compressed], [compressed, plain]] {
            let bytes = packet(chunks)
            let decoded = try decode(bytes)
            #expect(bytes.text(decoded.payload) == "plain")
            #expect(decoded.compressedPayload.isEmpty)
        }
        let bytes = packet([HEPChunk(type: 0x0F, body: []), compressed])
        let decoded = try decode(bytes)
        #expect(bytes.text(decoded.compressedPayload) == "compressed")
        #expect(try decode([HEPChunk(type: 0x10, number: UInt32(7))]).compressedPayload.isEmpty)
    }

    @Test func `chunks of vendors are skipped whatever their type`() throws {
        let decoded = try decode([
            HEPChunk(vendor: 3, type: 0x07, number: UInt16(9)),
            HEPChunk(vendor: 0xFFFF, type: 0x0F, text: "theirs"),
            HEPChunk(type: 0x0B, number: UInt8(1)),
        ])
        #expect(decoded.sourcePort == 0)
        #expect(decoded.payload.isEmpty)
    }

    @Test func `a packet of unknown chunks alone is empty`() {
        let unknown = packet([
            HEPChunk(type: 0x0999, text: "x"), HEPChunk(vendor: 1, type: 1, body: [2]),
        ])
        expectRefusal(of: unknown, .empty, at: 6)
    }

    @Test func `a correlation id of two or four bytes counts only as text`() throws {
        for body: [UInt8] in [[0, 1], [1, 2, 3, 4], [0x41, 0x42, 0x43, 0x7F]] {
            #expect(try decode([HEPChunk(type: 0x11, body: body)]).correlationID.isEmpty)
        }
        for text in ["ab", "abcd", "a", "äb"] {
            #expect(
                try decode([HEPChunk(type: 0x11, text: text)]).correlationID.count
                    == text.utf8.count)
        }
    }

    @Test func `an empty key counts as absent`() throws {
        #expect(try decode([HEPChunk(type: 0x0E, body: [])]).authenticationKey.isEmpty)
    }

    @Test func `trailing NULs are taken off SIP and nothing else`() throws {
        let body: [UInt8] = [0x41, 0, 0x42, 0, 0]
        let type = { (number: UInt8) in HEPChunk(type: 0x0B, number: number) }
        #expect(try decode([type(1), HEPChunk(type: 0x0F, body: body)]).payload.count == 3)
        #expect(try decode([HEPChunk(type: 0x0F, body: body), type(1)]).payload.count == 3)
        #expect(try decode([type(5), HEPChunk(type: 0x0F, body: body)]).payload.count == 5)
        #expect(try decode([type(1), HEPChunk(type: 0x0F, body: [0, 0])]).payload.isEmpty)
    }

    @Test func `an id that sngrep shifted is shifted back, once`() throws {
        let id = { (number: UInt32) in HEPChunk(type: 0x0C, number: number) }
        #expect(try decode([id(0x07D2_0000)]).captureID == 2002)
        #expect(try decode([id(0x0001_07D2)]).captureID == 0x0001_07D2)
        #expect(try decode([id(0)]).captureID == 0)
        let wide = HEPChunk(type: 0x0C, number: UInt64(0x07D2_0000))
        #expect(try decode([wide]).captureID == 0x07D2_0000)
        #expect(try decode([id(0)]).flags.contains(.captureIDRepaired) == false)
        #expect(try decode([id(0x07D2_0000), id(5)]).flags.contains(.captureIDRepaired) == false)
    }

    @Test func `bytes past the declared length are surplus`() throws {
        let bytes = packet([HEPChunk(type: 0x0F, text: "payload")])
        let more = bytes + Array("HEP3".utf8)
        let decoded = try decode(more)
        #expect(decoded.flags.contains(.surplus))
        #expect(decoded.consumed == bytes.count)
        #expect(more.text(decoded.payload) == "payload")
    }

    @Test func `a chunk shorter than its own header is refused`() {
        let bytes = packet([HEPChunk(type: 0x0F, text: "payload")])
        for length in 0..<6 { expectRefusal(of: bytes.setting(length, at: 10), .chunk, at: 6) }
    }

    @Test func `a chunk past the end is refused unless it is the payload`() throws {
        let bytes = packet([
            HEPChunk(type: 0x13, text: "name"), HEPChunk(type: 0x0F, text: "INVITE"),
        ])
        expectRefusal(of: bytes.setting(999, at: 10), .chunk, at: 6)
        let clipped = bytes.setting(999, at: 20)
        let decoded = try decode(clipped)
        #expect(clipped.text(decoded.payload) == "INVITE")
        #expect(decoded.flags.contains(.truncated))
    }

    @Test func `a few bytes after the last chunk are ignored with a flag`() throws {
        let bytes = packet([HEPChunk(type: 0x0F, text: "INVITE")]) + [1, 2, 3]
        let decoded = try decode(bytes.setting(bytes.count, at: 4))
        #expect(decoded.flags.contains(.chunkIgnored))
        #expect(decoded.payload == 12..<18)
    }

    @Test func `a declared length below the header is refused`() {
        let bytes = packet([HEPChunk(type: 0x0F, text: "INVITE")])
        for length in 0..<6 { expectRefusal(of: bytes.setting(length, at: 4), .length, at: 4) }
    }

    @Test func `a version 1 or 2 packet of an unknown family is refused`() {
        for version: UInt8 in [1, 2] {
            expectRefusal(of: [version, 16, 7] + [UInt8](repeating: 0, count: 60), .family, at: 2)
        }
    }

    @Test func `a version 1 or 2 header cut short is refused`() throws {
        let sizes: [(UInt8, UInt8, Int)] = [(1, 2, 16), (1, 10, 40), (2, 2, 28), (2, 30, 52)]
        for (version, family, size) in sizes {
            let header = [version, 0, family] + [UInt8](repeating: 1, count: size - 3)
            #expect(try decode(header).payload.isEmpty)
            for count in 3..<size { expectRefusal(of: Array(header[..<count]), .length, at: count) }
        }
    }

    @Test func `made-up addresses of log lines are unknown, loopback with ports is not`() throws {
        var encoder = HEPEncoder(
            source: HEPAddress(v4: 0x7F00_0001), sourcePort: 0,
            destination: HEPAddress(v4: 0x7F00_0002), destinationPort: 0)
        let payload: [UInt8] = [0x41]
        let made = try encoder.encode(payload.span)
        #expect(try decode(made).flags.contains(.addressUnknown))
        encoder.sourcePort = 5060
        let real = try encoder.encode(payload.span)
        #expect(try !decode(real).flags.contains(.addressUnknown))
        #expect(try decode([HEPChunk(type: 0x0F, body: payload)]).flags.contains(.addressUnknown))
    }

    @Test func `a packet stays small, since copying it costs as much as decoding it`() {
        #expect(MemoryLayout<HEPPacket>.size <= 352)
    }
}
