// Packets out of streams, however they arrive and whatever is between them.

import HEP
import Testing

struct HEPStreamFramerTests {
    private let one = packet([
        HEPChunk(type: 0x0B, number: UInt8(1)), HEPChunk(type: 0x0F, text: "1"),
    ])
    private let two = packet([HEPChunk(type: 0x0F, text: "second")])
    private let three = packet([HEPChunk(type: 0x0F, text: "and the third")], magic: "EEP1")

    @Test func `every split of the recorded stream gives the five packets`() {
        let stream = AgentPacket.bytes(of: "tcp-stream-five-packets.bin")
        let packets = framed(stream)
        #expect(packets.map(\.count) == [350, 388, 6, 401, 384])
        #expect(packets.joined().elementsEqual(stream))
        for cut in 0...stream.count { #expect(framed(stream, cuts: [cut]) == packets) }
        #expect(skipped(stream) == 0)
    }

    @Test func `every split of the damaged stream gives the packets that are whole`() {
        let stream = AgentPacket.bytes(of: "tcp-stream-resync.bin")
        for cut in 0...stream.count {
            #expect(framed(stream, cuts: [cut]).map(\.count) == [350, 388, 6, 401, 384])
            #expect(skipped(stream, cuts: [cut]) == 308)
        }
    }

    @Test func `a packet that is put back is given again, whatever comes meanwhile`() {
        let junk = Array("GARBAGE".utf8)
        let stream = one + junk + two + three
        for cut in 0...stream.count {
            var framer = HEPStreamFramer()
            var packets: [[UInt8]] = []
            for part in [stream[..<cut], stream[cut...]] {
                let bytes = Array(part)
                framer.append(bytes.span)
                while case .packet(let range) = framer.next() {
                    let first = Array(framer.bytes[range])
                    framer.putBack()
                    let nothing: [UInt8] = []
                    framer.append(nothing.span)
                    guard case .packet(let again) = framer.next() else {
                        Issue.record("it is not given again")
                        return
                    }
                    #expect(Array(framer.bytes[again]) == first)
                    packets.append(first)
                }
            }
            #expect(packets == [one, two, three], "\(cut)")
            #expect(framer.skippedBytes == junk.count)
        }
    }

    @Test func `three packets arrive in any three pieces and byte by byte`() {
        let stream = one + two + three
        for first in 0...stream.count {
            for second in first...stream.count {
                #expect(framed(stream, cuts: [first, second]) == [one, two, three])
            }
        }
        #expect(framed(stream, cuts: Array(0...stream.count)) == [one, two, three])
    }

    @Test(arguments: [
        "GARBAGE", "HEP", "HEP3\u{0}\u{0}", "HEPHEP", "\r\n\r\n", "HEP3\u{0}\u{5}", "H", "EEP",
        "HEP3",
        "HEP3\u{0}\u{9}", "EEP1\u{7f}\u{7f}\u{0}\u{0}\u{0}\u{1}\u{0}\u{5}",
    ])
    func `junk before, between and after packets costs none of them`(text: String) {
        let junk = Array(text.utf8)
        let stream = junk + one + junk + two + junk + three + junk
        for cut in 0...stream.count {
            #expect(framed(stream, cuts: [cut]) == [one, two, three])
        }
        #expect(framed(stream, cuts: Array(0...stream.count)) == [one, two, three])
    }

    @Test func `random junk between packets costs none of them`() {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<200 {
            var stream: [UInt8] = []
            for packet in [one, two, three] {
                for _ in 0..<Int.random(in: 0...600, using: &random) {
                    stream.append(.random(in: 0...255, using: &random))
                }
                stream += packet
            }
            let cut = Int.random(in: 0...stream.count, using: &random)
            #expect(framed(stream, cuts: [cut]) == [one, two, three])
        }
    }

    @Test func `a header found in junk that promises too much costs only time`() {
        let promise = Array("xHEP3".utf8) + [0xFF, 0xFF, 0, 0, 0, 0x0F, 0, 9, 1, 2, 3]
        var framer = HEPStreamFramer()
        var packets = feed(&framer, promise + one + two)
        #expect(packets == [])
        while framer.bytes.count < 66_000, packets.isEmpty { packets = feed(&framer, three) }
        #expect(Array(packets.prefix(3)) == [one, two, three])
        #expect(framer.skippedBytes == promise.count)
    }

    @Test func `64 KiB of junk break the stream for good`() {
        var framer = HEPStreamFramer()
        let junk = [UInt8](repeating: 0x41, count: 65_536)
        framer.receive(junk)
        #expect(framer.next() == .needMore)
        framer.receive([0x41])
        #expect(framer.next() == .broken)
        framer.receive(one)
        #expect(framer.next() == .broken)
        #expect(framer.bytes.isEmpty)
        #expect(framer.skippedBytes == 65_537)
    }

    @Test func `a packet within the 64 KiB starts the count of junk again`() {
        let junk = [UInt8](repeating: 0x41, count: 60_000)
        #expect(framed(junk + one + junk + two) == [one, two])
    }

    @Test func `a stream nobody reads from is broken at its limit`() {
        var framer = HEPStreamFramer()
        let piece = [UInt8](repeating: 0x41, count: Limits.streamBytesMax / 4)
        for _ in 0..<5 { framer.receive(piece) }
        #expect(framer.next() == .broken)
        #expect(framer.bytes.isEmpty)
    }

    @Test func `gzip members are offered where a packet should begin and consumed by length`() {
        let member = AgentPacket.bytes(of: "heplify-v3-whole-packet-gzip.bin")
        var framer = HEPStreamFramer()
        framer.receive(one + member[..<100])
        #expect(framer.next() == .packet(0..<one.count))
        #expect(framer.next() == .gzip(offset: one.count))
        #expect(framer.next() == .needMore)
        framer.receive(member[100...] + member + two)
        for _ in 0..<2 {
            guard case .gzip(let offset) = framer.next() else {
                Issue.record("no gzip member offered")
                return
            }
            #expect(framer.bytes[offset...].starts(with: member))
            framer.consume(member.count)
        }
        guard case .packet(let range) = framer.next() else {
            Issue.record("no packet after the members")
            return
        }
        #expect(Array(framer.bytes[range]) == two)
        #expect(framer.next() == .needMore)
        #expect(framer.pendingBytes == 0)
        #expect(framer.skippedBytes == 0)
    }

    @Test func `a gzip member that does not end is given up`() {
        var framer = HEPStreamFramer()
        framer.receive([0x1F, 0x8B, 8, 0])
        let piece = [UInt8](repeating: 0, count: 50_000)
        var steps: [HEPStreamFramer.Step] = []
        for _ in 0..<6 {
            steps.append(framer.next())
            framer.receive(piece)
        }
        #expect(
            steps == [
                .gzip(offset: 0), .gzip(offset: 0), .gzip(offset: 0), .gzip(offset: 0), .broken,
                .broken,
            ])
    }

    @Test func `what was no gzip member is searched for packets`() {
        var framer = HEPStreamFramer()
        framer.receive([0x1F, 0x8B, 8, 0, 1, 2] + one)
        #expect(framer.next() == .gzip(offset: 0))
        framer.resynchronise()
        #expect(framer.next() == .packet(6..<(6 + one.count)))
        #expect(framer.skippedBytes == 6)
    }

    @Test func `consuming too much or less than nothing does no harm`() {
        var framer = HEPStreamFramer()
        framer.receive(one)
        framer.consume(-5)
        framer.consume(.min)
        #expect(framer.next() == .packet(0..<one.count))
        framer.consume(.max)
        framer.resynchronise()
        #expect(framer.next() == .needMore)
        #expect(framer.pendingBytes == 0)
    }

    @Test func `a packet cut off by the end of the connection is pending`() {
        var framer = HEPStreamFramer()
        #expect(feed(&framer, one + two.dropLast(3)) == [one])
        #expect(framer.pendingBytes == two.count - 3)
    }

    @Test func `the bytes can be read in place`() throws {
        var framer = HEPStreamFramer()
        framer.receive(one + two)
        guard case .packet(let range) = framer.next() else {
            Issue.record("no packet")
            return
        }
        let decoded = try framer.withBytes { (bytes) throws(HEPError) in
            try HEPDecoder.decode(bytes.extracting(range), now: AgentPacket.now)
        }
        #expect(decoded.consumed == one.count)
    }

    @Test func `random streams never trap and never lose count`() {
        var random = SeededGenerator(seed: 4)
        for _ in 0..<2_000 {
            var framer = HEPStreamFramer()
            var appended = 0
            var passed = 0
            for _ in 0..<20 {
                var piece: [UInt8] = []
                for _ in 0..<Int.random(in: 0...40, using: &random) {
                    let pieces: [[UInt8]] = [
                        Array("HEP3".utf8), [0, 12], [0, 0, 0, 1, 0, 6], [0x1F, 0x8B, 8, 0], one,
                        [.random(in: 0...255, using: &random)],
                    ]
                    piece += pieces[Int.random(in: 0..<pieces.count, using: &random)]
                }
                appended += piece.count
                framer.receive(piece)
                reading: while true {
                    switch framer.next() {
                    case .packet(let range): passed += range.count
                    case .gzip:
                        if Bool.random(using: &random) {
                            passed += min(30, framer.pendingBytes)
                            framer.consume(30)
                        } else {
                            framer.resynchronise()
                        }
                    case .needMore, .broken: break reading
                    }
                }
            }
            #expect(passed + framer.skippedBytes + framer.pendingBytes == appended)
        }
    }
}
