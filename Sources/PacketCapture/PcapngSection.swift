// The newer format: sections of blocks.

/// What a section of a pcapng file has said so far, and how its blocks are read by it.
///
///     0            4              8                         length - 4
///     +------------+--------------+------------------------+--------------+
///     | block type | block length | body, padded to four   | block length |
///     +------------+--------------+------------------------+--------------+
struct PcapngSection {
    /// The type of the block that begins a section: the same in both orders.
    static let headerType: UInt32 = 0x0A0D_0D0A

    /// An interface of the section.
    private struct Interface {
        var linkType: LinkType
        /// 0 is no bound.
        var snapLength: Int
        /// Units of time in a second; nil when they cannot be counted.
        var unitsPerSecond: UInt64?
        /// Seconds to be added to each time.
        var secondsOffset: Int64
    }

    private var order = ByteOrder.big
    private var interfaces: [Interface] = []

    /// Reads the block at `offset`; nil when more bytes are needed.
    mutating func block(
        in bytes: Span<UInt8>, at offset: Int, fileOffset: Int
    ) throws(CaptureError) -> CaptureReader.Passage? {
        guard bytes.count - offset >= 12 else { return nil }
        let isHeader = bytes.uint32(at: offset) == Self.headerType
        if isHeader {
            switch bytes.uint32(at: offset + 8) {
            case 0x1A2B_3C4D: order = .big
            case 0x4D3C_2B1A: order = .little
            default: throw CaptureError(.magic, offset: fileOffset + 8)
            }
        }
        let type = bytes.uint32(at: offset, order)
        let length = Int(bytes.uint32(at: offset + 4, order))
        guard length >= 12, length % 4 == 0 else {
            throw CaptureError(.length, offset: fileOffset + 4)
        }
        guard isHeader || Self.isRead(type) else {
            // Only what is here is passed at once; the rest goes by as it comes.
            return CaptureReader.Passage(passes: 0, skips: length)
        }
        guard length <= Limits.blockBytesMax else {
            throw CaptureError(.length, offset: fileOffset + 4)
        }
        guard bytes.count - offset >= length else { return nil }
        guard Int(bytes.uint32(at: offset + length - 4, order)) == length else {
            throw CaptureError(.length, offset: fileOffset + length - 4)
        }
        let body = (offset + 8)..<(offset + length - 4)
        var passage = CaptureReader.Passage(passes: length)
        switch type {
        case Self.headerType: try beginSection(bytes, body, fileOffset)
        case 1: try addInterface(bytes, body, fileOffset)
        case 2: passage.frame = try packet(bytes, body, fileOffset, isEnhanced: false)
        case 3: passage.frame = try simplePacket(bytes, body, fileOffset)
        default: passage.frame = try packet(bytes, body, fileOffset, isEnhanced: true)
        }
        return passage
    }

    /// True for the blocks that are looked into: interfaces, and packets in their three forms.
    private static func isRead(_ type: UInt32) -> Bool { (1...3).contains(type) || type == 6 }

    /// Byte-order magic, version, length of the section.
    private mutating func beginSection(
        _ bytes: Span<UInt8>, _ body: Range<Int>, _ fileOffset: Int
    ) throws(CaptureError) {
        guard body.count >= 16 else { throw CaptureError(.length, offset: fileOffset + 4) }
        guard bytes.uint16(at: body.lowerBound + 4, order) == 1 else {
            throw CaptureError(.version, offset: fileOffset + 12)
        }
        interfaces = []
    }

    /// Link type, two reserved bytes, snap length, options.
    private mutating func addInterface(
        _ bytes: Span<UInt8>, _ body: Range<Int>, _ fileOffset: Int
    ) throws(CaptureError) {
        guard body.count >= 8 else { throw CaptureError(.length, offset: fileOffset + 4) }
        guard interfaces.count < Limits.interfacesMax else {
            throw CaptureError(.limit, offset: fileOffset)
        }
        let start = body.lowerBound
        var interface = Interface(
            linkType: LinkType(rawValue: bytes.uint16(at: start, order)),
            snapLength: Int(bytes.uint32(at: start + 4, order)), unitsPerSecond: 1_000_000,
            secondsOffset: 0)
        forEachOption(bytes, (start + 8)..<body.upperBound) { code, value in
            switch code {
            case 9 where value.count == 1:
                interface.unitsPerSecond = Self.units(bytes[value.lowerBound])
            case 14 where value.count == 8:
                let high = bytes.uint32(at: value.lowerBound + (order == .big ? 0 : 4), order)
                let low = bytes.uint32(at: value.lowerBound + (order == .big ? 4 : 0), order)
                interface.secondsOffset = Int64(bitPattern: UInt64(high) << 32 | UInt64(low))
            default: break
            }
        }
        interfaces.append(interface)
    }

    /// Interface, time, two lengths, the packet, options. The obsolete form has an interface of two bytes
    /// and a count of drops in the place of four bytes of interface.
    private func packet(
        _ bytes: Span<UInt8>, _ body: Range<Int>, _ fileOffset: Int, isEnhanced: Bool
    ) throws(CaptureError) -> CapturedFrame {
        guard body.count >= 20 else { throw CaptureError(.length, offset: fileOffset + 4) }
        let start = body.lowerBound
        let number =
            isEnhanced
            ? Int(bytes.uint32(at: start, order)) : Int(bytes.uint16(at: start, order))
        guard interfaces.indices.contains(number) else {
            throw CaptureError(.interface, offset: fileOffset + 8)
        }
        let captured = Int(bytes.uint32(at: start + 12, order))
        guard captured <= body.count - 20, captured <= Limits.frameBytesMax else {
            throw CaptureError(.length, offset: fileOffset + 20)
        }
        let units =
            UInt64(bytes.uint32(at: start + 4, order)) << 32
            | UInt64(bytes.uint32(at: start + 8, order))
        var frame = CapturedFrame(
            time: Self.time(units, of: interfaces[number]), linkType: interfaces[number].linkType,
            bytes: (start + 20)..<(start + 20 + captured),
            originalLength: Int(bytes.uint32(at: start + 16, order)))
        let options = min(start + 20 + (captured + 3) / 4 * 4, body.upperBound)
        forEachOption(bytes, options..<body.upperBound) { code, value in
            if code == 1, frame.comment.isEmpty, value.count <= Limits.commentBytesMax {
                frame.comment = value
            }
        }
        return frame
    }

    /// The length on the wire and the packet, of the first interface, without a time.
    private func simplePacket(
        _ bytes: Span<UInt8>, _ body: Range<Int>, _ fileOffset: Int
    ) throws(CaptureError) -> CapturedFrame {
        guard body.count >= 4 else { throw CaptureError(.length, offset: fileOffset + 4) }
        guard let interface = interfaces.first else {
            throw CaptureError(.interface, offset: fileOffset)
        }
        let start = body.lowerBound + 4
        let original = Int(bytes.uint32(at: body.lowerBound, order))
        var captured = min(original, body.count - 4, Limits.frameBytesMax)
        if interface.snapLength > 0 { captured = min(captured, interface.snapLength) }
        return CapturedFrame(
            time: nil, linkType: interface.linkType, bytes: start..<(start + captured),
            originalLength: original)
    }

    /// Shows each option: code and length of two bytes each, value padded to four.
    private func forEachOption(
        _ bytes: Span<UInt8>, _ range: Range<Int>, _ body: (UInt16, Range<Int>) -> Void
    ) {
        var start = range.lowerBound
        while range.upperBound - start >= 4 {
            let code = bytes.uint16(at: start, order)
            let length = Int(bytes.uint16(at: start + 2, order))
            // The end of options; or one that reaches past the block, and what follows is anything.
            guard code != 0, length <= range.upperBound - start - 4 else { return }
            body(code, (start + 4)..<(start + 4 + length))
            start += 4 + (length + 3) / 4 * 4
        }
    }

    /// Units of a second by if_tsresol: a power of ten, or of two when the highest bit is set.
    private static func units(_ resolution: UInt8) -> UInt64? {
        let exponent = Int(resolution & 0x7F)
        if resolution & 0x80 != 0 { return exponent < 64 ? 1 << UInt64(exponent) : nil }
        guard exponent < 20 else { return nil }
        var units: UInt64 = 1
        for _ in 0..<exponent { units *= 10 }
        return units
    }

    /// Microseconds since 1970; nil when they do not fit, or the units are not known.
    private static func time(_ units: UInt64, of interface: Interface) -> Int64? {
        guard let perSecond = interface.unitsPerSecond else { return nil }
        let product = units.multipliedFullWidth(by: 1_000_000)
        guard product.high < perSecond else { return nil }
        let (quotient, _) = perSecond.dividingFullWidth(product)
        let (offset, tooFar) = interface.secondsOffset.multipliedReportingOverflow(by: 1_000_000)
        guard !tooFar, let microseconds = Int64(exactly: quotient) else { return nil }
        let (time, overflow) = microseconds.addingReportingOverflow(offset)
        return overflow ? nil : time
    }
}
