// TCP: order, repetition, overlap, gaps, ends.

import PacketCapture
import Testing

@Suite("TCP streams")
struct StreamTests {
    /// Segments of "abcdefgh…": where each begins and ends, counted from the first byte, after a SYN of 99.
    static func feed(
        _ parts: [(Int, Int)], into dissected: inout Dissected, syn: Bool = true,
        base: UInt32 = 100,
        step: Int64 = 1000
    ) {
        let text = Array("abcdefghijklmnopqrstuvwxyz")
        if syn {
            dissected.take(
                PacketSketch.v4(PacketSketch.tcp("", sequence: base &- 1, flags: 2), proto: 6))
        }
        for (index, part) in parts.enumerated() {
            let piece = String(text[part.0..<part.1])
            dissected.take(
                PacketSketch.v4(
                    PacketSketch.tcp(piece, sequence: base &+ UInt32(part.0)), proto: 6),
                time: Int64(index) * step)
        }
    }

    static func joined(_ dissected: Dissected) -> String {
        dissected.contents.map { content in
            guard case .stream(_, let isAfterGap, let isEnd) = content.content.carrier else {
                return "?"
            }
            return (isAfterGap ? "|" : "") + content.text + (isEnd ? "." : "")
        }.joined()
    }

    @Test(
        arguments: [
            ("in order", [(0, 3), (3, 6), (6, 9)], "abcdefghi"),
            ("out of order", [(0, 3), (6, 9), (3, 6)], "abcdefghi"),
            ("backwards", [(6, 9), (3, 6), (0, 3)], "abcdefghi"),
            ("repeated", [(0, 3), (0, 3), (3, 6), (0, 6)], "abcdef"),
            ("overlapping", [(0, 4), (2, 6), (1, 8)], "abcdefgh"),
            ("overlapping what waits", [(4, 8), (6, 10), (4, 8), (0, 5)], "abcdefghij"),
            ("missing", [(0, 3), (6, 9)], "abc|ghi."),
            ("missing twice", [(0, 2), (4, 6), (8, 9)], "ab|ef|i."),
        ] as [(String, [(Int, Int)], String)])
    func `segments come out in order`(_ name: String, _ parts: [(Int, Int)], _ text: String) {
        for base in [100, .max - 4] as [UInt32] {
            var dissected = Dissected()
            Self.feed(parts, into: &dissected, base: base)
            dissected.finish()
            let whole = text.hasSuffix(".") ? text : text + "."
            #expect(Self.joined(dissected) == whole, "\(name) from \(base)")
        }
    }

    @Test func `a connection whose beginning was missed begins with a gap`() {
        var dissected = Dissected()
        Self.feed([(3, 6), (6, 9)], into: &dissected, syn: false)
        #expect(Self.joined(dissected) == "|defghi")
    }

    @Test func `a missing segment is waited for some seconds, and not longer`() {
        var dissected = Dissected()
        Self.feed([(0, 3), (6, 9), (9, 12)], into: &dissected, step: 1_900_000)
        #expect(Self.joined(dissected) == "abc")
        Self.feed([(12, 15)], into: &dissected, syn: false)
        #expect(Self.joined(dissected) == "abc")
        dissected.take(
            PacketSketch.v4(PacketSketch.tcp("p", sequence: 115), proto: 6), time: 7_000_000)
        #expect(Self.joined(dissected) == "abc|ghijklmnop")
        #expect(dissected.dissector.streamGaps == 1)
        // The missing one is too late now.
        Self.feed([(3, 6)], into: &dissected, syn: false)
        #expect(Self.joined(dissected) == "abc|ghijklmnop")
    }

    @Test func `a missing segment is not waited for when much else has come`() {
        var dissected = Dissected()
        Self.feed([(0, 3)], into: &dissected)
        let large = String(repeating: "x", count: 1400)
        for index in 0..<400 {
            dissected.take(
                PacketSketch.v4(
                    PacketSketch.tcp(large, sequence: 200 + UInt32(index) * 1400), proto: 6))
        }
        #expect(dissected.contents.count > 300)
        #expect(dissected.dissector.streamGaps == 1)
    }

    @Test func `FIN ends a direction when all before it has come, RST at once`() {
        var dissected = Dissected()
        Self.feed([(0, 3)], into: &dissected)
        dissected.take(PacketSketch.v4(PacketSketch.tcp("", sequence: 106, flags: 17), proto: 6))
        #expect(Self.joined(dissected) == "abc")
        Self.feed([(3, 6)], into: &dissected, syn: false)
        #expect(Self.joined(dissected) == "abcdef.")
        // A late acknowledgement begins nothing.
        dissected.take(PacketSketch.v4(PacketSketch.tcp("", sequence: 107), proto: 6))
        #expect(Self.joined(dissected) == "abcdef.")

        Self.feed([(0, 3), (6, 9)], into: &dissected, base: 7000)
        dissected.take(PacketSketch.v4(PacketSketch.tcp("", sequence: 7003, flags: 4), proto: 6))
        #expect(Self.joined(dissected) == "abcdef.abc.")
    }

    @Test func `another connection between the same ends is another stream`() {
        var dissected = Dissected()
        Self.feed([(0, 3)], into: &dissected, base: 100)
        Self.feed([(0, 3)], into: &dissected, base: 0x7000_0000)
        // And one whose beginning was missed.
        Self.feed([(0, 3)], into: &dissected, syn: false, base: 0xF000_0000)
        #expect(Self.joined(dissected) == "abc.abc|abc")
        let numbers = Set(
            dissected.contents.map {
                guard case .stream(let number, _, _) = $0.content.carrier else { return -1 }
                return number
            })
        #expect(numbers.count == 2)
    }

    @Test func `a flood of connections is bounded, and a new one is still followed`() {
        var dissected = Dissected()
        for number in 0..<(Limits.streamsMax + 5000) {
            var segment = PacketSketch.tcp("x", sequence: 1)
            segment[0] = UInt8(number >> 8 & 255)
            segment[1] = UInt8(number & 255)
            dissected.take(
                PacketSketch.v4(segment, proto: 6, from: UInt8(number >> 16)), time: Int64(number))
        }
        Self.feed([(0, 3), (3, 6)], into: &dissected)
        #expect(dissected.texts.suffix(2) == ["abc", "def"])
    }

    @Test func `every byte of segments replaced is taken or skipped`() {
        let segments = [
            PacketSketch.tcp("", sequence: 99, flags: 2), PacketSketch.tcp("abc", sequence: 100),
            PacketSketch.tcp("ghi", sequence: 106, flags: 17),
            PacketSketch.tcp("def", sequence: 103),
        ]
        for number in segments.indices {
            for index in segments[number].indices {
                for value in [0, 1, 2, 4, 7, 0x50, 0x7F, 0xF0, 0xFF] as [UInt8] {
                    var broken = segments
                    broken[number][index] = value
                    var dissected = Dissected()
                    for segment in broken { dissected.take(PacketSketch.v4(segment, proto: 6)) }
                    dissected.finish()
                    #expect(dissected.texts.joined().utf8.count <= 12)
                }
            }
            for length in 0..<segments[number].count {
                var dissected = Dissected()
                dissected.take(PacketSketch.v4(Array(segments[number].prefix(length)), proto: 6))
            }
        }
    }
}
