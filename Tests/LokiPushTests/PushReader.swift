// Reads a push back from its bytes, independently of the code that wrote it.

import CSnappy
import CZlib
import Foundation

/// A push as a receiver sees it.
struct ReadStream: Equatable {
    var labels = ""
    var entries: [ReadEntry] = []
}

/// An entry as a receiver sees it.
struct ReadEntry: Equatable {
    var seconds: Int64 = 0
    var nanoseconds: Int64 = 0
    var line: [UInt8] = []
    var metadata: [String] = []
}

enum PushReader {
    struct Malformed: Error {}

    /// One field of a protobuf message.
    enum Value {
        case number(UInt64)
        case bytes([UInt8])
    }

    static func unsnappy(_ body: [UInt8]) throws -> [UInt8] {
        try body.withUnsafeBytes { input in
            let source = input.baseAddress?.assumingMemoryBound(to: CChar.self)
            var length = 0
            guard snappy_uncompressed_length(source, input.count, &length) == SNAPPY_OK else {
                throw Malformed()
            }
            var output = [CChar](repeating: 0, count: length)
            guard snappy_uncompress(source, input.count, &output, &length) == SNAPPY_OK else {
                throw Malformed()
            }
            return output.prefix(length).map { UInt8(bitPattern: $0) }
        }
    }

    static func ungzip(_ body: [UInt8]) throws -> [UInt8] {
        var stream = z_stream()
        // 16 accepts a gzip frame and nothing else.
        guard
            inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
                == Z_OK
        else { throw Malformed() }
        defer { inflateEnd(&stream) }
        var input = body
        var output = [UInt8](repeating: 0, count: 16 << 20)
        let capacity = UInt32(output.count)
        let status = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = capacity
                return inflate(&stream, Z_FINISH)
            }
        }
        guard status == Z_STREAM_END, stream.avail_in == 0 else { throw Malformed() }
        return Array(output.prefix(Int(stream.total_out)))
    }

    static func fields(_ bytes: [UInt8]) throws -> [(number: Int, value: Value)] {
        var found: [(Int, Value)] = []
        var at = 0
        while at < bytes.count {
            let key = try varint(bytes, &at)
            switch key & 7 {
            case 0:
                found.append((Int(key >> 3), .number(try varint(bytes, &at))))
            case 2:
                let length = Int(try varint(bytes, &at))
                guard length <= bytes.count - at else { throw Malformed() }
                found.append((Int(key >> 3), .bytes(Array(bytes[at..<at + length]))))
                at += length
            default:
                throw Malformed()
            }
        }
        return found
    }

    static func push(_ protobuf: [UInt8]) throws -> [ReadStream] {
        try fields(protobuf).map { number, value in
            guard number == 1, case .bytes(let bytes) = value else { throw Malformed() }
            var stream = ReadStream()
            for (number, value) in try fields(bytes) {
                guard case .bytes(let bytes) = value else { throw Malformed() }
                switch number {
                case 1: stream.labels = String(decoding: bytes, as: UTF8.self)
                case 2: stream.entries.append(try entry(bytes))
                default: throw Malformed()
                }
            }
            return stream
        }
    }

    private static func entry(_ bytes: [UInt8]) throws -> ReadEntry {
        var entry = ReadEntry()
        for (number, value) in try fields(bytes) {
            guard case .bytes(let bytes) = value else { throw Malformed() }
            switch number {
            case 1:
                for (number, value) in try fields(bytes) {
                    guard case .number(let part) = value else { throw Malformed() }
                    if number == 1 { entry.seconds = Int64(bitPattern: part) }
                    if number == 2 { entry.nanoseconds = Int64(bitPattern: part) }
                }
            case 2:
                entry.line = bytes
            case 3:
                let texts = try fields(bytes).map { number, value in
                    guard case .bytes(let bytes) = value else { throw Malformed() }
                    return "\(number)=" + String(decoding: bytes, as: UTF8.self)
                }
                entry.metadata.append(texts.joined(separator: " "))
            default:
                throw Malformed()
            }
        }
        return entry
    }

    private static func varint(_ bytes: [UInt8], _ at: inout Int) throws -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            guard at < bytes.count else { throw Malformed() }
            let byte = bytes[at]
            at += 1
            value |= UInt64(byte & 127) << shift
            if byte < 128 { return value }
        }
        throw Malformed()
    }
}
