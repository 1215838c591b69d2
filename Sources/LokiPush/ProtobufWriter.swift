// A push as protobuf, written by hand: four small messages need no library.

/// Writes `logproto.PushRequest` (Loki, `pkg/push/push.proto`):
/// ```
/// PushRequest      { repeated StreamAdapter streams = 1; }
/// StreamAdapter    { string labels = 1; repeated EntryAdapter entries = 2; }
/// EntryAdapter     { Timestamp timestamp = 1; string line = 2; repeated LabelPair metadata = 3; }
/// Timestamp        { int64 seconds = 1; int32 nanos = 2; }
/// LabelPair        { string name = 1; string value = 2; }
/// ```
struct ProtobufWriter {
    private(set) var bytes: [UInt8] = []

    mutating func write(_ batch: LokiBatch) {
        bytes.reserveCapacity(batch.uncompressedBytes + 64)
        for stream in batch.streams { write(stream) }
    }

    private mutating func write(_ stream: LokiStream) {
        let labels = stream.labels.selector.utf8
        var size = ProtobufSize.field(labels.count)
        for entry in stream.entries { size += ProtobufSize.field(ProtobufSize.entry(entry)) }
        open(field: 1, bytes: size)
        open(field: 1, bytes: labels.count)
        bytes.append(contentsOf: labels)
        for entry in stream.entries { write(entry) }
    }

    private mutating func write(_ entry: LokiEntry) {
        open(field: 2, bytes: ProtobufSize.entry(entry))
        open(field: 1, bytes: ProtobufSize.timestamp(entry.time))
        let (seconds, nanoseconds) = ProtobufSize.parts(entry.time)
        number(field: 1, UInt64(bitPattern: seconds))
        number(field: 2, nanoseconds)
        open(field: 2, bytes: entry.line.count)
        bytes.append(contentsOf: entry.line)
        for label in entry.metadata {
            open(field: 3, bytes: ProtobufSize.metadata(label))
            open(field: 1, bytes: label.name.utf8.count)
            bytes.append(contentsOf: label.name.utf8)
            open(field: 2, bytes: label.value.utf8.count)
            bytes.append(contentsOf: label.value.utf8)
        }
    }

    /// The key and length of a length-delimited field.
    private mutating func open(field: UInt8, bytes count: Int) {
        bytes.append(field << 3 | 2)
        varint(UInt64(count))
    }

    /// A number field; zero is left out, as proto3 does.
    private mutating func number(field: UInt8, _ value: UInt64) {
        guard value != 0 else { return }
        bytes.append(field << 3)
        varint(value)
    }

    private mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }
}
