// Files of both formats, whole, in pieces, and broken.

import PacketCapture
import Testing

@Suite("Reading captures")
struct CaptureReaderTests {
    static let packet = PacketSketch.v4(PacketSketch.udp("OPTIONS"))

    /// A file of each kind with two packets.
    static func files() -> [(name: String, bytes: [UInt8])] {
        var files: [(name: String, bytes: [UInt8])] = []
        for isBig in [false, true] {
            for (magic, fraction) in [
                (0xA1B2_C3D4 as UInt32, 250_000 as UInt32), (0xA1B2_3C4D, 250_000_000),
            ] {
                var sketch = CaptureSketch(isBig: isBig)
                sketch.pcap(magic: magic)
                sketch.record(packet, seconds: 1_700_000_000, fraction: fraction)
                sketch.record(packet + [0], seconds: 1_700_000_001, fraction: fraction)
                files.append(("pcap \(isBig) \(magic)", sketch.bytes))
            }
            var sketch = CaptureSketch(isBig: isBig)
            sketch.section()
            sketch.interface()
            sketch.enhanced(packet, units: 1_700_000_000_250_000, comment: "hello")
            // A name resolution block, which nobody reads.
            sketch.block(4) { $0.u32(0) }
            sketch.enhanced(packet + [0], units: 1_700_000_001_250_000)
            files.append(("pcapng \(isBig)", sketch.bytes))
        }
        return files
    }

    @Test(arguments: files().indices)
    func `both formats, orders and resolutions give the same packets`(_ index: Int) throws {
        let (name, bytes) = Self.files()[index]
        for pieces in [Int.max, 1, 3, 7] {
            let found = try CaptureSketch.read(bytes, pieces: pieces)
            #expect(found.count == 2, "\(name) in pieces of \(pieces)")
            #expect(found.first?.bytes == Self.packet)
            #expect(found.last?.bytes == Self.packet + [0])
            #expect(found.map(\.frame.time) == [1_700_000_000_250_000, 1_700_000_001_250_000])
            #expect(found.allSatisfy { $0.frame.linkType == .raw })
        }
    }

    @Test func `a comment on a packet is found`() throws {
        let bytes = try #require(Self.files().last?.bytes)
        var reader = CaptureReader()
        reader.append(bytes.span)
        guard case .frame(let frame) = try reader.next() else {
            Issue.record("no frame")
            return
        }
        #expect(String(decoding: reader.bytes[frame.comment], as: UTF8.self) == "hello")
    }

    @Test(
        arguments: [
            (6, 0, 5_000_000, 5_000_000), (9, 0, 5_000_000_000, 5_000_000), (0, 0, 5, 5_000_000),
            (0x80 | 10, 0, 5 << 10, 5_000_000), (3, 2, 5_000, 7_000_000), (0xFF, 0, 5, nil),
            (20, 0, 5, nil),
        ] as [(UInt8, UInt64, UInt64, Int64?)])
    func `times have the resolution and the offset of their interface`(
        _ resolution: UInt8, _ offset: UInt64, _ units: UInt64, _ time: Int64?
    ) throws {
        var sketch = CaptureSketch()
        sketch.section()
        sketch.interface(resolution: resolution, offset: offset)
        sketch.enhanced(Self.packet, units: units)
        #expect(try CaptureSketch.read(sketch.bytes).map(\.frame.time) == [time])
    }

    @Test func `each section has its own order and interfaces`() throws {
        var first = CaptureSketch(isBig: true)
        first.section()
        first.interface(link: 1)
        first.interface(link: 113)
        first.enhanced(Self.packet, interface: 1, units: 1)
        var second = CaptureSketch(isBig: false)
        second.section()
        second.interface(link: 276)
        second.enhanced(Self.packet, units: 2)
        let found = try CaptureSketch.read(first.bytes + second.bytes)
        #expect(found.map(\.frame.linkType) == [.linuxCooked, .linuxCooked2])
        #expect(found.map(\.frame.time) == [1, 2])
    }

    @Test func `simple and obsolete packets are read`() throws {
        var sketch = CaptureSketch()
        sketch.section()
        sketch.interface(snap: 30)
        sketch.block(3) {
            $0.u32(UInt32(Self.packet.count))
            $0.bytes += Self.packet.prefix(30)
        }
        sketch.block(2) {
            $0.u16(0)
            $0.u16(9)
            $0.u32(0)
            $0.u32(77)
            $0.u32(UInt32(Self.packet.count))
            $0.u32(99)
            $0.bytes += Self.packet
        }
        let found = try CaptureSketch.read(sketch.bytes)
        #expect(found.map(\.frame.time) == [nil, 77])
        #expect(found.map(\.bytes.count) == [30, Self.packet.count])
        #expect(found.last?.frame.originalLength == 99)
    }

    @Test(
        arguments: [
            ([0, 1, 2, 3], .magic), (Array("HEP3\0\0\0\0".utf8), .magic),
            ([0x1F, 0x8B, 8, 0], .magic),
        ] as [([UInt8], CaptureError.Reason)])
    func `what is no capture is said to be none`(_ bytes: [UInt8], _ reason: CaptureError.Reason) {
        #expect(throws: CaptureError(reason, offset: 0)) {
            _ = try CaptureSketch.read(bytes + [UInt8](repeating: 0, count: 40))
        }
    }

    @Test func `a packet of an interface that is not described is an error, and stays one`() throws
    {
        var sketch = CaptureSketch()
        sketch.section()
        sketch.enhanced(Self.packet, units: 1)
        var reader = CaptureReader()
        reader.append(sketch.bytes.span)
        for _ in 0..<2 {
            #expect { _ = try reader.next() } throws: {
                ($0 as? CaptureError)?.reason == .interface
            }
        }
    }

    @Test func `a file that ends within a packet says that something was left`() throws {
        for (name, bytes) in Self.files() {
            var reader = CaptureReader()
            reader.append(Array(bytes.dropLast(1)).span)
            var count = 0
            while case .frame = try reader.next() { count += 1 }
            #expect(count == 1, "\(name)")
            #expect(reader.pendingBytes > 0, "\(name)")
        }
    }

    @Test func `every prefix and every byte replaced is read or refused`() {
        for (_, bytes) in Self.files() {
            for length in 0...bytes.count {
                _ = try? CaptureSketch.read(Array(bytes.prefix(length)))
            }
            for index in bytes.indices {
                for value in [0, 1, 2, 0x7F, 0x80, 0xFE, 0xFF] as [UInt8] {
                    var broken = bytes
                    broken[index] = value
                    let whole = try? CaptureSketch.read(broken)
                    let pieces = try? CaptureSketch.read(broken, pieces: 5)
                    // What was found before an error does not count here, but how it ends does.
                    #expect((whole == nil) == (pieces == nil), "byte \(index) is \(value)")
                    #expect(whole?.map(\.bytes) == pieces?.map(\.bytes))
                }
            }
        }
    }

    @Test
    func `each length of a block and of a packet set to 0, 1 and the maximum is refused or read`() {
        var sketch = CaptureSketch()
        sketch.section()
        sketch.interface(resolution: 6)
        sketch.enhanced(Self.packet, units: 1, comment: "c")
        for offset in stride(from: 0, to: sketch.bytes.count, by: 4) {
            for value in [0, 1, 3, 12, .max, .max - 3] as [UInt32] {
                var field = CaptureSketch()
                field.u32(value)
                var broken = sketch.bytes
                broken.replaceSubrange(offset..<(offset + 4), with: field.bytes)
                _ = try? CaptureSketch.read(broken)
            }
        }
    }

    @Test func `bytes that nobody takes out end the file and not the memory`() {
        var sketch = CaptureSketch()
        sketch.section()
        var reader = CaptureReader()
        let piece = [UInt8](repeating: 0, count: 1 << 20)
        for _ in 0..<8 { reader.append(piece.span) }
        #expect(reader.bytes.count <= Limits.pendingBytesMax)
        #expect { _ = try reader.next() } throws: { ($0 as? CaptureError)?.reason == .limit }
    }
}
