// The entries of one label set within a batch.

/// Entries that share their labels, in the order they came, packed as the push has them.
public struct LokiStream: Sendable {
    /// What names the stream.
    public let labels: LokiLabels
    /// `EntryAdapter entries = 2;` one behind the other (see `ProtobufWriter`).
    private(set) var packed: [UInt8] = []
    /// Where each entry ends in `packed`.
    private(set) var ends: [Int] = []

    init(labels: LokiLabels) {
        self.labels = labels
        // Most batches are of a few streams: less is moved while they grow.
        packed.reserveCapacity(64 << 10)
    }

    /// How many entries there are.
    public var count: Int { ends.count }

    /// The entries, read back: for the JSON form, and for those who want to look.
    public var entries: [LokiEntry] {
        ends.indices.compactMap { PackedEntry.read(packed[range($0)]) }
    }

    /// The bytes of an entry, its key and length included.
    private func range(_ index: Int) -> Range<Int> {
        (index > 0 ? ends[index - 1] : 0)..<ends[index]
    }

    /// Packs an entry; returns the bytes it takes.
    @inline(__always)
    mutating func append(
        time: Int64, line: Span<UInt8>, metadata: Span<UInt8>, more: Span<UInt8>
    ) -> Int {
        let start = packed.count
        PackedEntry.append(time: time, line: line, metadata: metadata, more: more, to: &packed)
        ends.append(packed.count)
        return packed.count - start
    }

    /// Takes an entry of another stream of the same labels; returns the bytes it takes.
    mutating func append(_ index: Int, of other: LokiStream) -> Int {
        let range = other.range(index)
        packed += other.packed[range]
        ends.append(packed.count)
        return range.count
    }

    /// The time of an entry, in nanoseconds since 1970.
    func time(_ index: Int) -> Int64 { PackedEntry.time(packed[range(index)]) }
}
