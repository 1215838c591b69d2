// Headers of IP, and fragments.

import PacketCapture
import Testing

@Suite("IP packets and fragments")
struct IPPacketTests {
    /// The text as fragments of eight bytes, IPv4.
    static func fragments(_ text: String, id: UInt16 = 9) -> [[UInt8]] {
        let whole = PacketSketch.udp(text)
        return stride(from: 0, to: whole.count, by: 8).map { start in
            let hasMore = start + 8 < whole.count
            return PacketSketch.v4(
                Array(whole[start..<min(start + 8, whole.count)]), id: id,
                field: (hasMore ? 0x2000 : 0) | UInt16(start / 8))
        }
    }

    /// The text as fragments of sixteen bytes, IPv6.
    static func v6Fragments(_ text: String) -> [[UInt8]] {
        let whole = PacketSketch.udp(text)
        return stride(from: 0, to: whole.count, by: 16).map { start in
            let hasMore: UInt16 = start + 16 < whole.count ? 1 : 0
            let header = [17, 0] + PacketSketch.big(UInt16(start) | hasMore) + [0, 0, 0, 5]
            return PacketSketch.v6(
                header + Array(whole[start..<min(start + 16, whole.count)]), next: 44)
        }
    }

    static let text = "INVITE sip:a@b SIP/2.0 and so on"

    @Test func `fragments in any order make one datagram`() {
        for packets in [Self.fragments(Self.text), Self.v6Fragments(Self.text)] {
            for order in [
                packets, packets.reversed(), Array(packets.dropFirst(2) + packets.prefix(2)),
            ] {
                var dissected = Dissected()
                for packet in order { dissected.take(packet) }
                #expect(dissected.texts == [Self.text])
                #expect(dissected.outcomes.count { $0 == .fragment } == packets.count - 1)
                #expect(dissected.dissector.fragmentedWaiting == 0)
            }
        }
    }

    @Test func `copies of fragments change nothing, and of overlapping ones the first counts`() {
        let packets = Self.fragments(Self.text)
        var dissected = Dissected()
        for packet in packets.dropLast() {
            dissected.take(packet)
            dissected.take(packet)
        }
        // The same place with other bytes.
        var forged = packets[1]
        forged[forged.count - 1] = 0x21
        dissected.take(forged)
        if let last = packets.last { dissected.take(last) }
        #expect(dissected.texts == [Self.text])
    }

    @Test func `fragments of two datagrams are not mixed`() {
        let (a, b) = (
            Self.fragments(Self.text, id: 1), Self.fragments("another one of its own", id: 2)
        )
        var dissected = Dissected()
        for index in 0..<max(a.count, b.count) {
            if index < a.count { dissected.take(a[index]) }
            if index < b.count { dissected.take(b[index]) }
        }
        #expect(dissected.texts.sorted() == [Self.text, "another one of its own"])
    }

    @Test func `a number that is used again a minute later is another datagram`() {
        let packets = Self.fragments(Self.text)
        var dissected = Dissected()
        dissected.take(packets[0], time: 0)
        for packet in packets.dropFirst() { dissected.take(packet, time: 61_000_000) }
        #expect(dissected.texts == [])
        #expect(dissected.dissector.fragmentedGivenUp == 1)
    }

    @Test func `a fragment beyond the largest packet, or one that contradicts, is not held`() {
        var dissected = Dissected()
        dissected.take(PacketSketch.v4([UInt8](repeating: 0, count: 64), field: 0x3FFF))
        #expect(dissected.dissector.fragmentedWaiting == 0)
        // Two ends of one packet.
        dissected.take(PacketSketch.v4([UInt8](repeating: 0, count: 8), id: 3, field: 4))
        dissected.take(PacketSketch.v4([UInt8](repeating: 0, count: 8), id: 3, field: 2))
        #expect(dissected.dissector.fragmentedGivenUp == 1)
    }

    @Test func `a flood of fragments is bounded`() {
        var dissected = Dissected()
        for number in 0..<5_000 {
            dissected.take(
                PacketSketch.v4(
                    [UInt8](repeating: 0, count: 1480), id: UInt16(number), field: 0x2000,
                    from: UInt8(number % 7)), time: Int64(number))
        }
        #expect(dissected.dissector.fragmentedWaiting <= Limits.fragmentedDatagramsMax)
        #expect(dissected.dissector.fragmentedGivenUp > 0)
        // And what comes afterwards is still put together.
        for packet in Self.fragments(Self.text, id: 0xFFFF) {
            dissected.take(packet, time: 30_000)
        }
        #expect(dissected.texts == [Self.text])
    }

    @Test func `extension headers are passed`() {
        let udp = PacketSketch.udp("behind")
        let hop: [UInt8] = [60, 0, 1, 4, 0, 0, 0, 0]
        let options: [UInt8] = [51, 1] + [UInt8](repeating: 0, count: 14)
        let authentication: [UInt8] = [17, 4] + [UInt8](repeating: 0, count: 22)
        var dissected = Dissected()
        dissected.take(PacketSketch.v6(hop + options + authentication + udp, next: 0))
        // A fragment that is the whole packet (RFC 6946).
        dissected.take(PacketSketch.v6([17, 0, 0, 0, 0, 0, 0, 1] + udp, next: 44))
        #expect(dissected.texts == ["behind", "behind"])
        let endless = [UInt8](repeating: 0, count: 8 * 40)
        #expect(dissected.take(PacketSketch.v6(endless, next: 0)) == .skipped(.malformed))
    }

    @Test func `options of IPv4, a length of 0 and a cut packet are understood`() {
        let udp = PacketSketch.udp("options")
        var packet = PacketSketch.v4([1, 1, 1, 1] + udp)
        packet[0] = 0x46
        var dissected = Dissected()
        dissected.take(packet)
        var offloaded = PacketSketch.v4(udp)
        offloaded[2] = 0
        offloaded[3] = 0
        dissected.take(offloaded)
        dissected.take(Array(PacketSketch.v4(udp).dropLast(3)))
        #expect(dissected.texts == ["options", "options", "opti"])
        #expect(
            dissected.contents.map(\.content.carrier) == [
                .datagram(isCut: false), .datagram(isCut: false), .datagram(isCut: true),
            ])
    }

    @Test func `every byte of fragments replaced is taken or skipped`() {
        for packets in [Self.fragments(Self.text), Self.v6Fragments(Self.text)] {
            for (number, packet) in packets.enumerated() {
                for index in packet.indices {
                    for value in [0, 1, 8, 0x20, 0x3F, 0x7F, 0xFF] as [UInt8] {
                        var broken = packets
                        broken[number][index] = value
                        var dissected = Dissected()
                        for packet in broken { dissected.take(packet) }
                        dissected.finish()
                        #expect(dissected.texts.count <= 1)
                    }
                }
            }
        }
    }
}
