// Answers in a tenth of their bytes.

internal import CZlib

enum Gzip {
    /// zlib's fastest level: metrics repeat themselves, and it leaves a tenth of them.
    private static let level: Int32 = 1
    /// The largest window, plus 16 for a gzip frame instead of a zlib one (zlib.h, deflateInit2).
    private static let windowBits: Int32 = 15 + 16
    /// zlib's own default for its memory.
    private static let memoryLevel: Int32 = 8

    /// A gzip member (RFC 1952); nil when it is not worth it or zlib cannot.
    static func compress(_ bytes: [UInt8]) -> [UInt8]? {
        guard bytes.count >= Limits.compressedBytesMin, let count = UInt32(exactly: bytes.count)
        else { return nil }
        var stream = unsafe z_stream()
        guard
            unsafe deflateInit2_(
                &stream, level, Z_DEFLATED, windowBits, memoryLevel, Z_DEFAULT_STRATEGY,
                ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { return nil }
        defer { unsafe deflateEnd(&stream) }

        var status = Z_OK
        let capacity = Int(clamping: unsafe deflateBound(&stream, UInt(count)))
        let compressed = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { output, written in
            // Both pointers live as long as the single call that uses them; avail_in and avail_out
            // are the very sizes of their buffers (the output's is cut to what a UInt32 holds).
            unsafe bytes.withUnsafeBufferPointer { input in
                unsafe stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                unsafe stream.avail_in = count
                unsafe stream.next_out = output.baseAddress
                unsafe stream.avail_out = UInt32(clamping: output.count)
                status = unsafe deflate(&stream, Z_FINISH)
            }
            written = status == Z_STREAM_END ? Int(unsafe stream.total_out) : 0
        }
        return status == Z_STREAM_END ? compressed : nil
    }
}
