// Captures and packets written by hand, apart from the code under test.

import PacketCapture

/// Bytes of captures, in either order.
struct CaptureSketch {
    var isBig = false
    var bytes: [UInt8] = []

    mutating func u16(_ number: UInt16) {
        let big = [UInt8(number >> 8), UInt8(number & 255)]
        bytes += isBig ? big : big.reversed()
    }

    mutating func u32(_ number: UInt32) {
        let big = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> UInt32($0)) }
        bytes += isBig ? big : big.reversed()
    }

    mutating func u64(_ number: UInt64) {
        let big = stride(from: 56, through: 0, by: -8).map {
            UInt8(truncatingIfNeeded: number >> UInt64($0))
        }
        bytes += isBig ? big : big.reversed()
    }

    /// A pcap header.
    mutating func pcap(magic: UInt32 = 0xA1B2_C3D4, link: UInt32 = 101) {
        u32(magic)
        u16(2)
        u16(4)
        u32(0)
        u32(0)
        u32(262_144)
        u32(link)
    }

    /// A packet of pcap.
    mutating func record(_ packet: [UInt8], seconds: UInt32 = 1, fraction: UInt32 = 0) {
        u32(seconds)
        u32(fraction)
        u32(UInt32(packet.count))
        u32(UInt32(packet.count))
        bytes += packet
    }

    /// A block of pcapng around what `body` writes.
    mutating func block(_ type: UInt32, _ body: (inout CaptureSketch) -> Void) {
        var inner = CaptureSketch(isBig: isBig)
        body(&inner)
        while inner.bytes.count % 4 != 0 { inner.bytes.append(0) }
        let length = UInt32(inner.bytes.count + 12)
        u32(type)
        u32(length)
        bytes += inner.bytes
        u32(length)
    }

    /// A section header.
    mutating func section() {
        block(0x0A0D_0D0A) {
            $0.u32(0x1A2B_3C4D)
            $0.u16(1)
            $0.u16(0)
            $0.u64(.max)
        }
    }

    /// An interface; `resolution` is if_tsresol, `offset` if_tsoffset.
    mutating func interface(
        link: UInt16 = 101, snap: UInt32 = 0, resolution: UInt8? = nil, offset: UInt64? = nil
    ) {
        block(1) {
            $0.u16(link)
            $0.u16(0)
            $0.u32(snap)
            if let resolution {
                $0.u16(9)
                $0.u16(1)
                $0.bytes += [resolution, 0, 0, 0]
            }
            if let offset {
                $0.u16(14)
                $0.u16(8)
                $0.u64(offset)
            }
            $0.u32(0)
        }
    }

    /// An enhanced packet.
    mutating func enhanced(
        _ packet: [UInt8], interface: UInt32 = 0, units: UInt64, comment: String? = nil
    ) {
        block(6) {
            $0.u32(interface)
            $0.u32(UInt32(units >> 32))
            $0.u32(UInt32(truncatingIfNeeded: units))
            $0.u32(UInt32(packet.count))
            $0.u32(UInt32(packet.count))
            $0.bytes += packet
            while $0.bytes.count % 4 != 0 { $0.bytes.append(0) }
            if let comment {
                $0.u16(1)
                $0.u16(UInt16(comment.utf8.count))
                $0.bytes += comment.utf8
                while $0.bytes.count % 4 != 0 { $0.bytes.append(0) }
                $0.u32(0)
            }
        }
    }

    /// Everything that a reader finds in these bytes, fed in pieces of so many.
    static func read(
        _ bytes: [UInt8], pieces: Int = .max
    ) throws(CaptureError) -> [(frame: CapturedFrame, bytes: [UInt8])] {
        var reader = CaptureReader()
        var found: [(frame: CapturedFrame, bytes: [UInt8])] = []
        var start = 0
        repeat {
            let end = start + min(pieces, bytes.count - start)
            reader.append(Array(bytes[start..<end]).span)
            start = end
            while case .frame(let frame) = try reader.next() {
                found.append((frame, Array(reader.bytes[frame.bytes])))
            }
        } while start < bytes.count
        return found
    }
}

/// Packets by hand: no check sums, which nobody looks at.
enum PacketSketch {
    /// 192.0.2.N.
    static func host(_ number: UInt8) -> [UInt8] { [192, 0, 2, number] }

    static func big(_ number: UInt16) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 255)] }

    static func big32(_ number: UInt32) -> [UInt8] {
        big(UInt16(number >> 16)) + big(UInt16(truncatingIfNeeded: number))
    }

    static func udp(_ text: String, from: UInt16 = 5060, to: UInt16 = 5080) -> [UInt8] {
        big(from) + big(to) + big(UInt16(8 + text.utf8.count)) + [0, 0] + Array(text.utf8)
    }

    /// `flags`: 1 FIN, 2 SYN, 4 RST, 16 ACK.
    static func tcp(_ text: String, sequence: UInt32, flags: UInt8 = 16) -> [UInt8] {
        big(5060) + big(5080) + big32(sequence) + big32(1) + [0x50, flags] + big(4096)
            + [0, 0, 0, 0] + Array(text.utf8)
    }

    static func v4(
        _ payload: [UInt8], proto: UInt8 = 17, id: UInt16 = 7, field: UInt16 = 0, from: UInt8 = 1,
        to: UInt8 = 2
    ) -> [UInt8] {
        [0x45, 0] + big(UInt16(20 + payload.count)) + big(id) + big(field) + [64, proto, 0, 0]
            + host(from) + host(to) + payload
    }

    /// From 2001:db8::1 to 2001:db8::2.
    static func v6(_ payload: [UInt8], next: UInt8 = 17) -> [UInt8] {
        func address(_ last: UInt8) -> [UInt8] {
            [0x20, 0x01, 0x0d, 0xb8] + [UInt8](repeating: 0, count: 11) + [last]
        }
        return [0x60, 0, 0, 0] + big(UInt16(payload.count)) + [next, 64] + address(1) + address(2)
            + payload
    }
}

/// What a dissector shows, written down.
struct Dissected {
    var dissector = PacketDissector()
    var contents: [(content: PacketContent, text: String)] = []
    var outcomes: [Dissection] = []

    /// Takes a frame.
    @discardableResult
    mutating func take(
        _ frame: [UInt8], link: LinkType = .raw, time: Int64 = 0
    ) -> Dissection {
        var found: [(content: PacketContent, text: String)] = []
        let outcome = dissector.take(frame.span, linkType: link, time: time) { content, bytes in
            found.append((content, Self.text(bytes)))
        }
        contents += found
        outcomes.append(outcome)
        return outcome
    }

    /// Takes what is left.
    mutating func finish() {
        var found: [(content: PacketContent, text: String)] = []
        dissector.finish { content, bytes in found.append((content, Self.text(bytes))) }
        contents += found
    }

    /// The texts, those of ends left out.
    var texts: [String] { contents.map(\.text).filter { !$0.isEmpty } }

    static func text(_ bytes: Span<UInt8>) -> String {
        var copy: [UInt8] = []
        for index in 0..<bytes.count { copy.append(bytes[index]) }
        return String(decoding: copy, as: UTF8.self)
    }
}
