// What stands before IP.

import PacketCapture
import Testing

@Suite("Link layers")
struct LinkTypeTests {
    static let v4 = PacketSketch.v4(PacketSketch.udp("four"))
    static let v6 = PacketSketch.v6(PacketSketch.udp("six"))
    static let macs = [UInt8](repeating: 2, count: 12)

    /// Frames of every kind that carry `four` or `six`.
    static let frames: [(name: String, link: LinkType, frame: [UInt8], text: String)] = [
        ("Ethernet", .ethernet, macs + [8, 0] + v4, "four"),
        ("Ethernet with padding", .ethernet, macs + [8, 0] + v4 + [0, 0, 0, 0, 0], "four"),
        ("802.1Q", .ethernet, macs + [0x81, 0, 0, 5, 0x86, 0xDD] + v6, "six"),
        ("QinQ", .ethernet, macs + [0x88, 0xA8, 0, 5, 0x81, 0, 0, 6, 8, 0] + v4, "four"),
        ("cooked", .linuxCooked, [UInt8](repeating: 0, count: 14) + [8, 0] + v4, "four"),
        (
            "cooked with a VLAN", .linuxCooked,
            [UInt8](repeating: 0, count: 14) + [0x81, 0, 0, 5, 8, 0] + v4, "four"
        ),
        (
            "cooked 2", .linuxCooked2, [0x86, 0xDD] + [UInt8](repeating: 0, count: 18) + v6, "six"
        ),
        ("raw IPv4", .raw, v4, "four"), ("raw IPv6", .raw, v6, "six"), ("IPv4", .ipv4, v4, "four"),
        ("IPv6", .ipv6, v6, "six"), ("raw of BSD", LinkType(rawValue: 12), v4, "four"),
        ("null, little", .null, [2, 0, 0, 0] + v4, "four"),
        ("null, big", .null, [0, 0, 0, 2] + v4, "four"),
        ("null of macOS", .null, [30, 0, 0, 0] + v6, "six"),
        ("loop", .loop, [0, 0, 0, 24] + v6, "six"),
    ]

    @Test(arguments: frames.indices)
    func `IP is found behind every link layer`(_ index: Int) {
        let (name, link, frame, text) = Self.frames[index]
        var dissected = Dissected()
        #expect(dissected.take(frame, link: link) == .taken, "\(name)")
        #expect(dissected.texts == [text], "\(name)")
        #expect(dissected.contents.first?.content.carrier == .datagram(isCut: false))
    }

    @Test func `what is no IP, or of an unknown link, is skipped with a reason`() {
        var dissected = Dissected()
        #expect(dissected.take(Self.macs + [8, 6] + Self.v4, link: .ethernet) == .skipped(.notIP))
        #expect(dissected.take(Self.v4, link: LinkType(rawValue: 127)) == .skipped(.linkType))
        let tags: [UInt8] = (0..<9).flatMap { _ in [0x81, 0, 0, 1] as [UInt8] }
        #expect(
            dissected.take(Self.macs + tags + [8, 0] + Self.v4, link: .ethernet)
                == .skipped(.notIP))
        #expect(dissected.take([9, 0, 0, 0] + Self.v4, link: .null) == .skipped(.notIP))
        #expect(
            dissected.take(PacketSketch.v4([8, 0, 0, 0], proto: 1)) == .skipped(.otherProtocol))
        #expect(dissected.texts == [])
    }

    @Test func `every prefix and every byte replaced is taken or skipped`() {
        for (_, link, frame, _) in Self.frames {
            for length in 0..<frame.count {
                var dissected = Dissected()
                dissected.take(Array(frame.prefix(length)), link: link)
                dissected.finish()
            }
            for index in frame.indices {
                for value in [0, 1, 0x0F, 0x45, 0x60, 0x7F, 0xFF] as [UInt8] {
                    var broken = frame
                    broken[index] = value
                    var dissected = Dissected()
                    dissected.take(broken, link: link)
                    dissected.finish()
                }
            }
        }
    }
}
