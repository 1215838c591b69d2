// The two compressions that Loki takes: block snappy for protobuf, gzip for JSON.

internal import CSnappy
internal import CZlib

enum Compression {
    /// zlib's fastest level: level 6 costs twice the time for a quarter less.
    private static let gzipLevel: Int32 = 1
    /// The largest window, plus 16 for a gzip frame instead of a zlib one (zlib.h, deflateInit2).
    private static let gzipWindowBits: Int32 = 15 + 16
    /// zlib's own default for its memory.
    private static let gzipMemoryLevel: Int32 = 8

    /// One snappy block (not the framed stream).
    static func snappy(_ bytes: [UInt8]) throws(LokiEncodingError) -> [UInt8] {
        var status = SNAPPY_OK
        let compressed = unsafe [UInt8](
            unsafeUninitializedCapacity: snappy_max_compressed_length(bytes.count)
        ) { output, written in
            // snappy reads exactly the input's bytes as the span of its array gives them, and
            // writes at most its own maximum for that length, which is the capacity asked for.
            var length = output.count
            status = unsafe bytes.withUnsafeBytes { input in
                unsafe output.withMemoryRebound(to: CChar.self) { output in
                    unsafe snappy_compress(
                        input.baseAddress?.assumingMemoryBound(to: CChar.self), input.count,
                        output.baseAddress, &length)
                }
            }
            written = status == SNAPPY_OK ? length : 0
        }
        guard status == SNAPPY_OK else {
            throw LokiEncodingError(library: "snappy", code: Int(status.rawValue))
        }
        return compressed
    }

    /// A gzip member (RFC 1952).
    static func gzip(_ bytes: [UInt8]) throws(LokiEncodingError) -> [UInt8] {
        guard let count = UInt32(exactly: bytes.count) else {
            throw LokiEncodingError(library: "zlib", code: Int(Z_BUF_ERROR))
        }
        var stream = unsafe z_stream()
        let opened = unsafe deflateInit2_(
            &stream, gzipLevel, Z_DEFLATED, gzipWindowBits, gzipMemoryLevel, Z_DEFAULT_STRATEGY,
            ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard opened == Z_OK else { throw LokiEncodingError(library: "zlib", code: Int(opened)) }
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
        guard status == Z_STREAM_END else {
            throw LokiEncodingError(library: "zlib", code: Int(status))
        }
        return compressed
    }
}
