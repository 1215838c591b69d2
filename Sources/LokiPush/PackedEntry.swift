// One entry as protobuf: written once, and read back where it has to be JSON.

/// Writes and reads `EntryAdapter entries = 2;` (see `ProtobufWriter`).
enum PackedEntry {
    /// Bytes that an entry takes, its key and length included.
    static func size(time: Int64, line: Int, metadata: Int) -> Int {
        ProtobufSize.field(content(time: time, line: line, metadata: metadata))
    }

    private static func content(time: Int64, line: Int, metadata: Int) -> Int {
        ProtobufSize.field(ProtobufSize.timestamp(time)) + ProtobufSize.field(line) + metadata
    }

    /// Appends an entry; both parts of metadata are packed already.
    @inline(__always)
    static func append(
        time: Int64, line: Span<UInt8>, metadata: Span<UInt8>, more: Span<UInt8>,
        to bytes: inout [UInt8]
    ) {
        let count = content(time: time, line: line.count, metadata: metadata.count + more.count)
        bytes.packHead(field: 2, count: count)
        bytes.packHead(field: 1, count: ProtobufSize.timestamp(time))
        let (seconds, nanoseconds) = ProtobufSize.parts(time)
        // Zero is left out, as proto3 does.
        if seconds != 0 {
            bytes.append(1 << 3)
            bytes.packVarint(UInt64(bitPattern: seconds))
        }
        if nanoseconds != 0 {
            bytes.append(2 << 3)
            bytes.packVarint(nanoseconds)
        }
        bytes.packHead(field: 2, count: line.count)
        bytes.pack(line)
        bytes.pack(metadata)
        bytes.pack(more)
    }

    /// The entry of these bytes; nil when they are none, which only a mistake in here could make.
    static func read(_ bytes: ArraySlice<UInt8>) -> LokiEntry? {
        var outer = ProtobufReader(bytes)
        guard let (_, content) = outer.field() else { return nil }
        var entry = LokiEntry(time: 0, line: [])
        var fields = ProtobufReader(content)
        while let (number, value) = fields.field() {
            switch number {
            case 1: entry.time = timestamp(value)
            case 2: entry.line = Array(value)
            case 3:
                var parts = ProtobufReader(value)
                guard let name = parts.field(), let text = parts.field() else { return nil }
                entry.metadata.append(
                    LokiLabel(
                        name: String(decoding: name.value, as: UTF8.self),
                        value: String(decoding: text.value, as: UTF8.self)))
            default: return nil
            }
        }
        return entry
    }

    /// The time of the entry of these bytes.
    static func time(_ bytes: ArraySlice<UInt8>) -> Int64 {
        var outer = ProtobufReader(bytes)
        guard let (_, content) = outer.field() else { return 0 }
        var fields = ProtobufReader(content)
        guard let first = fields.field(), first.number == 1 else { return 0 }
        return timestamp(first.value)
    }

    private static func timestamp(_ bytes: ArraySlice<UInt8>) -> Int64 {
        var reader = ProtobufReader(bytes)
        var (seconds, nanoseconds): (Int64, Int64) = (0, 0)
        while let (number, value) = reader.number() {
            if number == 1 { seconds = Int64(bitPattern: value) }
            if number == 2 { nanoseconds = Int64(truncatingIfNeeded: value) }
        }
        return seconds &* 1_000_000_000 &+ nanoseconds
    }
}

/// Walks over protobuf that this target wrote itself.
private struct ProtobufReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    /// The next field of bytes.
    mutating func field() -> (number: Int, value: ArraySlice<UInt8>)? {
        guard let key = rest.popFirst(), key & 7 == 2, let count = varint(), count <= rest.count
        else { return nil }
        let value = rest.prefix(Int(count))
        rest = rest.dropFirst(Int(count))
        return (Int(key >> 3), value)
    }

    /// The next field of a number.
    mutating func number() -> (number: Int, value: UInt64)? {
        guard let key = rest.popFirst(), key & 7 == 0, let value = varint() else { return nil }
        return (Int(key >> 3), value)
    }

    private mutating func varint() -> UInt64? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while let byte = rest.popFirst() {
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return value }
            shift += 7
            guard shift < 64 else { return nil }
        }
        return nil
    }
}
