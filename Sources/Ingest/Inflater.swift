// Compressed payloads, opened within bounds.

internal import CZlib

/// Opens gzip, zlib and raw deflate data.
enum Inflater {
    /// What came of it.
    enum Result {
        /// The data as it was before compression, and how many bytes of the input it took.
        case whole([UInt8], consumed: Int)
        /// It does not end within the input.
        case incomplete
        /// It is no compressed data, or grows beyond `Limits.inflatedBytesMax` or
        /// `Limits.inflationRatioMax` times its size.
        case broken
    }

    /// The data in `range` of `bytes`, inflated.
    ///
    /// The form is told by the first bytes: `1f 8b` gzip (RFC 1952), a valid zlib header (RFC 1950),
    /// otherwise raw deflate (RFC 1951).
    static func inflate(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Result {
        guard range.lowerBound >= 0, range.upperBound <= bytes.count else { return .broken }
        guard range.count >= 2 else { return .incomplete }
        let first = Int(bytes[range.lowerBound])
        let second = Int(bytes[range.lowerBound + 1])
        let isGzip = first == 0x1f && second == 0x8b
        let isZlib = first & 15 == 8 && (first << 8 + second) % 31 == 0
        let windowBits: Int32 = isGzip ? 31 : isZlib ? 15 : -15
        let limit = min(
            Limits.inflatedBytesMax, range.count * Limits.inflationRatioMax)
        let part = bytes.extracting(range)
        return unsafe part.withUnsafeBufferPointer { input in
            // `input` outlives the stream: both end with this closure.
            unsafe inflate(input, windowBits: windowBits, limit: limit)
        }
    }

    private static func inflate(
        _ input: UnsafeBufferPointer<UInt8>, windowBits: Int32, limit: Int
    ) -> Result {
        var stream = unsafe z_stream()
        guard
            unsafe inflateInit2_(
                &stream, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { return .broken }
        defer { unsafe inflateEnd(&stream) }
        // zlib reads through this pointer and never writes.
        unsafe stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        unsafe stream.avail_in = UInt32(input.count)
        var output: [UInt8] = []
        var status = Z_OK
        while status == Z_OK {
            guard output.count < limit else { return .broken }
            let room = min(max(4096, output.count), limit - output.count)
            let before = output.count
            output.append(contentsOf: repeatElement(0, count: room))
            status = unsafe output.withUnsafeMutableBufferPointer { buffer in
                // `room` bytes were just added behind `before`.
                unsafe stream.next_out = buffer.baseAddress.map { unsafe $0 + before }
                unsafe stream.avail_out = UInt32(room)
                return unsafe CZlib.inflate(&stream, Z_NO_FLUSH)
            }
            let left = unsafe Int(stream.avail_out)
            output.removeLast(left)
            if status == Z_OK, left > 0, unsafe stream.avail_in == 0 {
                return .incomplete
            }
        }
        guard status == Z_STREAM_END else {
            return status == Z_BUF_ERROR ? .incomplete : .broken
        }
        return .whole(output, consumed: unsafe input.count - Int(stream.avail_in))
    }
}
