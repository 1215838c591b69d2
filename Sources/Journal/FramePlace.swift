// Where a frame stands in the file of frames, and how it is known to be the one.

/// The place of one frame, as the row of its block says it.
struct FramePlace: Sendable, Equatable {
    /// Its first byte.
    let offset: Int64
    /// How many bytes it has.
    let bytes: Int
    /// Its last four bytes, little-endian: zstd's checksum of what it inflates to.
    let check: UInt32

    /// Bytes of the checksum at the end of a frame.
    private static let checkBytes = 4

    /// A place as a row says it.
    init(offset: Int64, bytes: Int, check: Int64) {
        self.offset = offset
        self.bytes = bytes
        self.check = UInt32(truncatingIfNeeded: check)
    }

    /// The place of a frame that is written at `offset`.
    init(_ frame: RawSpan, at offset: Int64) {
        self.offset = offset
        bytes = frame.byteCount
        check = Self.check(of: frame)
    }

    /// The first byte behind it; nil when there can be no such place.
    var end: Int64? {
        let (end, isTooMuch) = offset.addingReportingOverflow(Int64(bytes))
        guard offset >= FrameFile.headBytes, bytes >= Self.checkBytes, !isTooMuch else {
            return nil
        }
        return end
    }

    /// The frame, from the file.
    ///
    /// Throws `FrameDamage` when it is not all there, or is not the frame that was written: that of another
    /// block, which would inflate well enough, has another checksum.
    func read(from file: FrameFile) throws -> [UInt8] {
        guard end != nil else { throw FrameDamage.absurd }
        let frame = try file.read(bytes, at: offset)
        // The bytes of bytes.
        guard unsafe Self.check(of: frame.span.bytes) == check else { throw FrameDamage.other }
        return frame
    }

    private static func check(of frame: RawSpan) -> UInt32 {
        guard frame.byteCount >= checkBytes else { return 0 }
        // Every pattern of four bytes is a number, and the load checks its bounds itself.
        return UInt32(
            littleEndian: unsafe frame.unsafeLoadUnaligned(
                fromByteOffset: frame.byteCount - checkBytes, as: UInt32.self))
    }
}
