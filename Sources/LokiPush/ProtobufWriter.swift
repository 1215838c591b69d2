// A push as protobuf, written by hand: four small messages need no library.

/// Writes `logproto.PushRequest` (Loki, `pkg/push/push.proto`):
/// ```
/// PushRequest      { repeated StreamAdapter streams = 1; }
/// StreamAdapter    { string labels = 1; repeated EntryAdapter entries = 2; }
/// EntryAdapter     { Timestamp timestamp = 1; string line = 2; repeated LabelPair metadata = 3; }
/// Timestamp        { int64 seconds = 1; int32 nanos = 2; }
/// LabelPair        { string name = 1; string value = 2; }
/// ```
/// Entries are packed when a batch takes them; what is left is to put them behind each other.
struct ProtobufWriter {
    private(set) var bytes: [UInt8] = []

    mutating func write(_ batch: LokiBatch) {
        bytes.reserveCapacity(batch.uncompressedBytes + 64)
        for stream in batch.streams {
            let labels = stream.labels.selector.utf8
            bytes.packHead(
                field: 1, count: ProtobufSize.field(labels.count) + stream.packed.count)
            bytes.packHead(field: 1, count: labels.count)
            bytes.append(contentsOf: labels)
            bytes += stream.packed
        }
    }
}
