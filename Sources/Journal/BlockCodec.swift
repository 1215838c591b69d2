// Blocks to zstd frames and back.

import CZstd
import Foundation

/// Compresses blocks, one after the other, with memory that it keeps.
///
/// A frame carries its content's size and a 32-bit checksum (RFC 8878 §3.1.1). Safe to use: the
/// pointer is made, used and freed here only, and the struct cannot be copied.
@safe struct BlockCompressor: ~Copyable {
    /// Null when there was no memory for it; then every call throws.
    private let context: OpaquePointer?
    /// Where frames are made before as much as they need is allocated for them.
    private var room: UnsafeMutableRawBufferPointer

    /// A compressor at `JournalLimits.compressionLevel`, with a smaller table.
    init() {
        unsafe context = ZSTD_createCCtx()
        // These parameters exist in every libzstd since 1.4; a null context only gives an error.
        for (parameter, value) in [
            (ZSTD_c_compressionLevel, JournalLimits.compressionLevel),
            (ZSTD_c_hashLog, JournalLimits.compressionHashLog),
            (ZSTD_c_minMatch, JournalLimits.compressionMatchMin), (ZSTD_c_checksumFlag, 1),
        ] {
            _ = unsafe ZSTD_CCtx_setParameter(context, parameter, value)
        }
        // Larger steps leave literals as they are unless this is asked for (literalCompressionMode,
        // "experimental" in zstd.h): without it they would cost a fourth more of the disk.
        let asked = unsafe ZSTD_CCtx_setParameter(context, ZSTD_c_experimentalParam5, 1)
        if ZSTD_isError(asked) == 0 {
            _ = unsafe ZSTD_CCtx_setParameter(
                context, ZSTD_c_targetLength, JournalLimits.compressionStep)
        }
        unsafe room = .allocate(byteCount: 0, alignment: 1)
    }

    deinit {
        _ = unsafe ZSTD_freeCCtx(context)
        unsafe room.deallocate()
    }

    /// Hands over the frame of these bytes, which is gone when `body` returns.
    mutating func compress<Result>(
        _ bytes: [UInt8], _ body: (RawSpan) throws -> Result
    ) throws -> Result {
        guard unsafe context != nil else { throw BlockCodecError.noMemory }
        let bound = ZSTD_compressBound(bytes.count)
        if unsafe room.count < bound {
            unsafe room.deallocate()
            unsafe room = .allocate(byteCount: bound, alignment: 1)
        }
        // Both buffers are alive for the call, and zstd stays within the sizes it is given.
        let written = unsafe bytes.withUnsafeBytes { source in
            unsafe ZSTD_compress2(
                context, room.baseAddress, room.count, source.baseAddress, source.count)
        }
        guard ZSTD_isError(written) == 0, unsafe written <= room.count else {
            throw BlockCodecError.zstd(code: written)
        }
        // The room is not written to before the call returns, and the span cannot outlive it.
        return try unsafe body(UnsafeRawBufferPointer(rebasing: room[0..<written]).bytes)
    }
}

/// Inflates a frame to exactly `rawBytes` bytes; anything else is an error.
///
/// Never allocates more than `JournalLimits.blockBytesMax`, whatever the frame claims.
func inflateBlock(_ frame: RawSpan, rawBytes: Int64) throws(BlockCodecError) -> [UInt8] {
    guard rawBytes >= 0, rawBytes <= JournalLimits.blockBytesMax else {
        throw .size(rawBytes)
    }
    let expected = Int(rawBytes)
    var result = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: expected) { target, count in
        // The target has room for `expected` bytes; zstd writes at most so many and says how many.
        result = unsafe frame.withUnsafeBytes { source in
            unsafe ZSTD_decompress(
                target.baseAddress, expected, source.baseAddress, source.count)
        }
        count = ZSTD_isError(result) == 0 ? min(result, expected) : 0
    }
    guard ZSTD_isError(result) == 0 else { throw .zstd(code: result) }
    guard bytes.count == expected else { throw .size(Int64(bytes.count)) }
    return bytes
}

/// Why a block cannot be compressed or read back.
enum BlockCodecError: Error, CustomStringConvertible {
    /// No memory for zstd's tables.
    case noMemory
    /// zstd refused: a wrong checksum, a cut or foreign frame.
    case zstd(code: Int)
    /// It is larger than any block, or not as large as its row says.
    case size(Int64)

    var description: String {
        switch self {
        case .noMemory: "no memory for compression"
        // The name is a constant string inside libzstd.
        case .zstd(let code): unsafe "zstd: \(String(cString: ZSTD_getErrorName(code)))"
        case .size(let bytes): "\(bytes) bytes are not the size of this block"
        }
    }
}
