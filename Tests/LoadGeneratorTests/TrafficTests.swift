// What the load generator sends is what real agents could have sent.

import HEP
import LoadGenerator
import SIP
import Testing

/// One generated packet, taken apart.
private struct Seen {
    let packet: HEPPacket
    let message: SIPMessage
    let payload: [UInt8]

    func text(_ range: ByteRange) -> String { range.text(in: payload.span) }
}

@Suite("Traffic of the load generator")
struct TrafficTests {
    private static let start: Int64 = 1_795_770_000_000_000

    private static func packets(
        _ settings: TrafficSettings, count: Int, toTheEnd: Bool = false
    ) -> [[UInt8]] {
        var traffic = Traffic(settings)
        var packets: [[UInt8]] = []
        while packets.count < count || toTheEnd {
            if packets.count == count { traffic.beginsNoMore = true }
            var slab: [UInt8] = []
            let time = start + Int64(packets.count) * 10
            guard traffic.appendNext(time: time, to: &slab) else { break }
            packets.append(slab)
        }
        return packets
    }

    private static func seen(_ bytes: [UInt8]) throws -> Seen {
        let packet = try HEPDecoder.decode(bytes.span, now: start)
        let payload = Array(bytes[packet.payload])
        return Seen(packet: packet, message: SIPMessage.parse(payload.span), payload: payload)
    }

    @Test func `every packet decodes and its message has nothing odd`() throws {
        let packets = Self.packets(TrafficSettings(seed: 1, liveDialogs: 100), count: 5000)
        var last = Int64.min
        for bytes in packets {
            let seen = try Self.seen(bytes)
            #expect(seen.packet.version == 3)
            #expect(seen.packet.flags == [])
            #expect(seen.packet.consumed == bytes.count)
            #expect(seen.packet.captureID.map { (3001...3004).contains($0) } == true)
            let time = try #require(seen.packet.time)
            #expect(time > last)
            last = time
            let text = String(decoding: seen.payload, as: UTF8.self)
            #expect(seen.message.anomalies == [], "\(text)")
            #expect(seen.message.kind != .unrecognised)
            #expect(!text.contains("{") && !text.contains("\0"), "\(text)")
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.dropLast().allSatisfy { $0.hasSuffix("\r") })
        }
    }

    @Test func `the addresses of a packet are those in its message`() throws {
        let packets = Self.packets(TrafficSettings(seed: 9, liveDialogs: 100), count: 2000)
        for bytes in packets {
            let seen = try Self.seen(bytes)
            let via = seen.text(seen.message.topVia)
            let sender =
                seen.message.kind == .request ? seen.packet.source : seen.packet.destination
            let octets = stride(from: 24, through: 0, by: -8).map {
                String(sender.low >> UInt64($0) & 0xff)
            }
            #expect(via.contains(" \(octets.joined(separator: ".")):5060"), "\(via)")
        }
    }

    @Test func `the same seed gives the same bytes, another one others`() {
        let settings = TrafficSettings(seed: 7, liveDialogs: 500)
        let once = Self.packets(settings, count: 2000)
        #expect(once == Self.packets(settings, count: 2000))
        #expect(once != Self.packets(TrafficSettings(seed: 8, liveDialogs: 500), count: 2000))
    }

    @Test func `a message has about 700 bytes in the mean`() throws {
        let packets = Self.packets(TrafficSettings(seed: 3, liveDialogs: 200), count: 8000)
        let bytes = try packets.map { try Self.seen($0).payload.count }.reduce(0, +)
        let mean = bytes / packets.count
        #expect((650...750).contains(mean), "\(mean) bytes")
    }

    @Test func `every dialog runs from its first message to its last`() throws {
        let settings = TrafficSettings(seed: 5, liveDialogs: 200)
        var byCallID: [String: [String]] = [:]
        for bytes in Self.packets(settings, count: 8000, toTheEnd: true) {
            let seen = try Self.seen(bytes)
            let method = seen.text(seen.message.cseqMethodText)
            let word =
                seen.message.kind == .request ? method : "\(seen.message.statusCode) \(method)"
            byCallID[seen.text(seen.message.callID), default: []].append(word)
        }
        let call = [
            "INVITE", "100 INVITE", "180 INVITE", "200 INVITE", "ACK", "BYE", "200 BYE",
        ]
        let registration = ["REGISTER", "401 REGISTER", "REGISTER", "200 REGISTER"]
        let options = ["OPTIONS", "200 OPTIONS"]
        var counts: [[String]: Int] = [:]
        for words in byCallID.values { counts[words, default: 0] += 1 }
        #expect(Set(counts.keys) == [call, registration, options])
        let calls = Double(counts[call] ?? 0) / 2
        let total = calls + Double(counts[registration] ?? 0) + Double(counts[options] ?? 0)
        #expect(abs(calls / total - 0.60) < 0.05, "\(calls) of \(total)")
        #expect(abs(Double(counts[registration] ?? 0) / total - 0.25) < 0.05)
    }

    @Test func `the second leg names the first, and both are known from the seed`() throws {
        let settings = TrafficSettings(seed: 11, liveDialogs: 200)
        var named: [String: String] = [:]
        var callIDs: Set<String> = []
        for bytes in Self.packets(settings, count: 6000) {
            let seen = try Self.seen(bytes)
            let callID = seen.text(seen.message.callID)
            callIDs.insert(callID)
            guard seen.message.method == .invite, seen.message.kind == .request else { continue }
            let text = String(decoding: seen.payload, as: UTF8.self)
            if let line = text.split(separator: "\r\n").first(where: { $0.hasPrefix("X-CID: ") }) {
                named[callID] = String(line.dropFirst("X-CID: ".count))
            }
        }
        let names = SessionNames(seed: 11)
        let calls = (0..<100 as Range<UInt64>).filter(names.isCall)
        #expect(calls.count > 30)
        for number in calls {
            let (first, second) = (
                names.callID(number, leg: .caller), names.callID(number, leg: .callee)
            )
            #expect(callIDs.contains(first))
            #expect(named[second] == first)
        }
    }

    @Test func `as many dialogs are up as were asked for, once it is warm`() throws {
        let settings = TrafficSettings(seed: 13, liveDialogs: 500)
        var live: Set<String> = []
        for (index, bytes) in Self.packets(settings, count: 18_000).enumerated() {
            let seen = try Self.seen(bytes)
            if seen.message.kind == .request {
                let callID = seen.text(seen.message.callID)
                if seen.message.method == .invite { live.insert(callID) }
                if seen.message.method == .bye { live.remove(callID) }
            }
            if index > 9000, index % 500 == 0 {
                #expect(abs(live.count - 500) < 75, "\(live.count) after \(index) packets")
            }
        }
    }

    @Test func `neighbours in the stream are of many sessions and at different messages`() throws {
        let settings = TrafficSettings(seed: 17, liveDialogs: 1000)
        let tail = Self.packets(settings, count: 12_000).suffix(350)
        var callIDs: Set<String> = []
        var lines: Set<String> = []
        for bytes in tail {
            let seen = try Self.seen(bytes)
            callIDs.insert(seen.text(seen.message.callID))
            let method = seen.text(seen.message.cseqMethodText)
            lines.insert("\(seen.message.statusCode) \(method)")
        }
        #expect(callIDs.count > 300, "\(callIDs.count) dialogs in a block's worth of messages")
        #expect(lines.count == 12, "\(lines)")
    }
}
