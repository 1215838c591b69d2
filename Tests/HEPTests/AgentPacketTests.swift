// Every habit of every known agent, decoded as the manifest beside the packets asks.

import HEP
import Testing

struct AgentPacketTests {
    @Test func `all 57 packets of the manifest are there`() {
        #expect(AgentPacket.all.count == 57)
        #expect(AgentPacket.all.allSatisfy { !$0.bytes.isEmpty })
        #expect(AgentPacket.inflated.count == 373)
    }

    @Test(arguments: AgentPacket.all)
    func `the packet decodes as the manifest says`(row: AgentPacket) throws {
        switch row.file {
        case "chunk-len-zero.bin":
            // "reject, count malformed": the rest of the row says what the sender meant.
            expectRefusal(of: row.bytes, .chunk, at: 93)
        case "header-len-6.bin":
            #expect(row.expect["empty"] == .number(1))
            expectRefusal(of: row.bytes, .empty, at: 6)
        case "heplify-protobuf.bin":
            #expect(format(of: row.bytes) == .protobuf)
            expectRefusal(of: row.bytes, .protobuf, at: 0)
        case "heplify-v3-whole-packet-gzip.bin":
            #expect(format(of: row.bytes) == .gzip)
            expectRefusal(of: row.bytes, .compressed, at: 0)
            try check(row, in: AgentPacket.inflated)
        case "tcp-stream-five-packets.bin", "tcp-stream-resync.bin":
            let packets = framed(row.bytes)
            #expect(packets.count == 5)
            try check(row, in: #require(packets.first))
        default:
            try check(row, in: row.bytes)
        }
    }

    /// Asserts every key of the row.
    private func check(_ row: AgentPacket, in bytes: [UInt8]) throws {
        let packet = try decode(bytes)
        checkPayload(of: packet, row, bytes)
        checkTime(of: packet, row)
        for (key, value) in row.expect {
            switch (key, value) {
            case ("src", .text(let text)): #expect(packet.source.description == text)
            case ("dst", .text(let text)): #expect(packet.destination.description == text)
            case ("sport", .number(let number)): #expect(Double(packet.sourcePort) == number)
            case ("dport", .number(let number)): #expect(Double(packet.destinationPort) == number)
            case ("type", .number(let number)): #expect(Double(packet.protocolType) == number)
            case ("proto", .text(let text)): #expect(packet.ipProtocol == ipProtocols[text])
            case ("capture_id", .number(let number)):
                #expect(packet.captureID.map(Double.init) == number)
            case ("cid", .text(let text)):
                #expect(bytes.text(packet.correlationID) == text)
            case ("auth", .text(let text)):
                #expect(bytes.text(packet.authenticationKey) == text)
            case ("node", .text(let text)):
                #expect(bytes.text(packet.nodeName) == text)
            case ("mos", .number(let number)):
                #expect(packet.mosTimes100.map(Double.init) == (number * 100).rounded())
            case ("packets", .number(let number)):
                #expect(Double(framed(row.bytes).count) == number)
            case ("action", .text(let text)): checkAction(text, of: packet, row)
            case ("note2", _): #expect(packet.flags.contains(.addressUnknown))
            case ("sec", _), ("usec", _), ("payload", _): break  // Asserted above.
            default: Issue.record("nothing asserts \(key) = \(value) of \(row.file)")
            }
        }
    }

    private let ipProtocols: [String: UInt8] = [
        "udp": IPProtocol.udp, "tcp": IPProtocol.tcp, "tls": IPProtocol.tls,
        "ws": IPProtocol.webSocket,
    ]

    private func checkTime(of packet: HEPPacket, _ row: AgentPacket) {
        guard case .number(let seconds) = row.expect["sec"],
            case .number(let microseconds) = row.expect["usec"]
        else {
            #expect(packet.time == nil)
            #expect(!packet.flags.contains(.timeUnusable))
            return
        }
        if seconds == 0 {
            #expect(packet.time == nil)
            #expect(packet.flags.contains(.timeUnusable))
        } else {
            #expect(packet.time == Int64(seconds) * 1_000_000 + Int64(microseconds))
            #expect(!packet.flags.contains(.timeUnusable))
        }
    }

    private func checkPayload(of packet: HEPPacket, _ row: AgentPacket, _ bytes: [UInt8]) {
        switch row.payload {
        case .none:
            #expect(packet.payload.isEmpty)
            #expect(packet.compressedPayload.isEmpty)
            #expect(row.expect["payload"] == .null || row.expect["payload"] == .text(""))
        case .compressed(let range):
            // What is inside can only be seen by who can inflate.
            #expect(packet.compressedPayload == range)
            #expect(packet.payload.isEmpty)
        case .plain(let range):
            #expect(packet.payload == range)
            #expect(packet.compressedPayload.isEmpty)
            let text = bytes.text(packet.payload)
            switch row.expect["payload"] {
            case .text("SIP"): #expect(text.hasPrefix(notRequests[row.file] ?? "INVITE sip:"))
            case .text("JSON"): #expect(text.hasPrefix("{") && text.hasSuffix("}"))
            case .text("NG"): #expect(text.hasPrefix("5_6_7 d7:call-id"))
            case .text(let exact): #expect(text == exact)
            default: Issue.record("\(row.file) has a payload and the manifest expects none")
            }
        }
    }

    /// How payloads of type SIP begin that do not begin with a request line.
    private let notRequests = [
        "sofia-v3-tcp-fragment-2.bin": ".2.10>;tag=a1",
        "opensips-v3-homer6-json.bin": "{\n\t\"payload\": \"INVITE sip:",
        "stun-in-type1.bin": "\u{0}\u{1}\u{0}\u{0}!\u{12}",
    ]

    private func checkAction(_ action: String, of packet: HEPPacket, _ row: AgentPacket) {
        switch row.file {
        case "sofia-v3-empty-payload.bin":
            #expect(packet.flags == [])
        case "sofia-v3-declared-too-long.bin", "chunk-len-past-end.bin":
            #expect(packet.flags == [.truncated])
        case "kamailio-v3-any-255.bin":
            #expect(packet.flags == [.addressUnknown])
            #expect(!packet.source.isUnknown && packet.destination.isUnknown)
        case "v2-big-endian-time.bin":
            #expect(packet.flags == [.timeRepaired])
            #expect(packet.captureID == 1)
        case "zero-timestamp.bin":
            #expect(packet.flags == [.timeUnusable])
        case "sngrep-v3-udp4.bin":
            #expect(packet.flags == [.captureIDRepaired])
        case "chunk-len-without-header.bin":
            #expect(packet.flags == [.lengthRepaired])
        case "opensips-v2-trailing-nul.bin":
            #expect(row.bytes.count - packet.payload.upperBound == 8)
        case "opensips-control-96-no-payload.bin":
            let text = row.text(packet.extraCorrelation)
            #expect(text.contains("\"leg-a@192.0.2.10\"") && text.contains("\"leg-b@"))
            #expect(packet.flags == [.addressUnknown])
        case "tcp-stream-resync.bin":
            #expect(skipped(row.bytes) == 308)
        default:
            // The rest of these actions is about what SIP is inside: not to be judged here.
            #expect(
                [
                    "reassemble by (src,dst,sport,dport,proto) stream", "reassemble",
                    "split by Content-Length into 2", "parse headers, flag truncated",
                    "type 1 payload beginning with { : take .payload",
                    "tolerate missing final CRLFCRLF/body bytes", "count as keepalive, drop",
                    "count as non-SIP",
                ].contains(action))
            #expect(packet.flags == [])
        }
    }
}

extension AgentPacketTests {
    @Test func `the JSON of OpenSIPS carries both correlations`() throws {
        let bytes = AgentPacket.bytes(of: "opensips-v3-homer6-json.bin")
        let packet = try decode(bytes)
        #expect(bytes.text(packet.correlationID) == "fixture-1@192.0.2.10")
        #expect(bytes.text(packet.extraCorrelation).hasPrefix("{"))
    }

    @Test func `the two halves of a TCP capture make one message`() throws {
        let halves = ["sofia-v3-tcp-fragment-1.bin", "sofia-v3-tcp-fragment-2.bin"]
        var whole = ""
        for bytes in halves.map(AgentPacket.bytes) {
            let packet = try decode(bytes)
            whole += bytes.text(packet.payload)
        }
        #expect(whole.hasPrefix("INVITE sip:") && whole.contains("\r\n\r\n"))
        #expect(whole.contains("Call-ID: fixture-1@192.0.2.10\r\n"))
    }

    @Test func `measurements of captagent are read`() throws {
        let bytes = AgentPacket.bytes(of: "captagent-v3-mos-tags.bin")
        let packet = try decode(bytes)
        #expect(packet.rFactor == 9210)
        #expect(bytes.text(packet.tagValues) == "tag1=a;tag2=b")
    }

    @Test func `the wrapper of a compressed payload is left as sent`() throws {
        let heads: [String: [UInt8]] = [
            "captagent-v3-zlib.bin": [0x78, 0x9C], "opensips-v3-gzip.bin": [0x1F, 0x8B],
        ]
        for (file, head) in heads {
            let bytes = AgentPacket.bytes(of: file)
            let packet = try decode(bytes)
            #expect(Array(bytes[packet.compressedPayload].prefix(2)) == head)
        }
    }
}
