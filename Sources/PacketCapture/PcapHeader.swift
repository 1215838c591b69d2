// The classic format: one header, then packets.

/// What the header of a pcap file says, and how its packets are read by it.
///
///     0           4     6     8          12         16         20         24
///     +-----------+-----+-----+----------+----------+----------+----------+
///     | magic     |major|minor| reserved | reserved | snap len | link type|
///     +-----------+-----+-----+----------+----------+----------+----------+
///     0           4           8          12         16
///     +-----------+-----------+----------+----------+
///     | seconds   | fraction  | captured | original | bytes
///     +-----------+-----------+----------+----------+
struct PcapHeader {
    /// Bytes of the header.
    static let bytes = 24

    /// Bytes before each packet.
    private static let recordBytes = 16

    private let order: ByteOrder
    private let linkType: LinkType
    /// True when fractions are of 10⁻⁹ seconds, and not of 10⁻⁶.
    private let isNanoseconds: Bool

    /// The header at `offset`; nil when more bytes are needed.
    init?(_ bytes: Span<UInt8>, at offset: Int) throws(CaptureError) {
        guard bytes.count - offset >= 4 else { return nil }
        switch bytes.uint32(at: offset) {
        case 0xA1B2_C3D4: (order, isNanoseconds) = (.big, false)
        case 0xA1B2_3C4D: (order, isNanoseconds) = (.big, true)
        case 0xD4C3_B2A1: (order, isNanoseconds) = (.little, false)
        case 0x4D3C_B2A1: (order, isNanoseconds) = (.little, true)
        default: throw CaptureError(.magic, offset: 0)
        }
        guard bytes.count - offset >= Self.bytes else { return nil }
        guard bytes.uint16(at: offset + 4, order) == 2 else {
            throw CaptureError(.version, offset: 4)
        }
        // The upper half says whether frames have a check sum behind them, which nothing here reads.
        linkType = LinkType(
            rawValue: UInt16(truncatingIfNeeded: bytes.uint32(at: offset + 20, order)))
    }

    /// The packet at `offset`; nil when more bytes are needed.
    func frame(
        in bytes: Span<UInt8>, at offset: Int, fileOffset: Int
    ) throws(CaptureError) -> CaptureReader.Passage? {
        guard bytes.count - offset >= Self.recordBytes else { return nil }
        let captured = Int(bytes.uint32(at: offset + 8, order))
        guard captured <= Limits.frameBytesMax else {
            throw CaptureError(.length, offset: fileOffset + 8)
        }
        let start = offset + Self.recordBytes
        guard bytes.count - start >= captured else { return nil }
        let fraction = Int64(bytes.uint32(at: offset + 4, order))
        let time =
            Int64(bytes.uint32(at: offset, order)) * 1_000_000
            + (isNanoseconds ? fraction / 1_000 : fraction)
        let frame = CapturedFrame(
            time: time, linkType: linkType, bytes: start..<(start + captured),
            originalLength: Int(bytes.uint32(at: offset + 12, order)))
        return CaptureReader.Passage(frame: frame, passes: Self.recordBytes + captured)
    }
}
