// What goes into one push: streams by label set, counted and bounded.

/// Entries collected for one push, grouped by labels.
public struct LokiBatch: Sendable {
    /// The streams in the order in which their first entry came.
    public private(set) var streams: [LokiStream] = []
    /// The number of entries of all streams.
    public private(set) var entryCount = 0
    /// The size of the push as protobuf before compression, to within the few bytes of the frame.
    public private(set) var uncompressedBytes = 0
    /// What was changed in the entries so that Loki takes them.
    public private(set) var repairs = LokiRepairs()
    private var places: [LokiLabels: Int] = [:]
    private var lastPlace = 0

    /// An empty batch.
    public init() {}

    /// Whether nothing is in it.
    public var isEmpty: Bool { entryCount == 0 }

    /// Whether it takes no more: 1.5 MiB or 20,000 entries are reached.
    public var isFull: Bool {
        uncompressedBytes >= Limits.batchBytesMax || entryCount >= Limits.batchEntriesMax
    }

    /// Adds an entry to the stream of these labels.
    ///
    /// - Returns: false when the batch is full and the entry was not taken.
    public mutating func append(labels: LokiLabels, _ entry: LokiEntry) -> Bool {
        guard !isFull else { return false }
        var entry = entry
        TextRepair.repair(&entry.line, counting: &repairs)
        MetadataRepair.repair(&entry.metadata, counting: &repairs)
        take(entry, labels: labels)
        return true
    }

    /// The batch as two of about half its entries, in order; nil when it holds fewer than two.
    func halves() -> (LokiBatch, LokiBatch)? {
        guard entryCount > 1 else { return nil }
        let middle = entryCount / 2
        var first = LokiBatch()
        var second = LokiBatch()
        for stream in streams {
            for entry in stream.entries {
                if first.entryCount < middle {
                    first.take(entry, labels: stream.labels)
                } else {
                    second.take(entry, labels: stream.labels)
                }
            }
        }
        return (first, second)
    }

    /// Adds an entry that is already fit.
    private mutating func take(_ entry: LokiEntry, labels: LokiLabels) {
        let place = placeOf(labels)
        uncompressedBytes += ProtobufSize.field(ProtobufSize.entry(entry))
        entryCount += 1
        streams[place].entries.append(entry)
    }

    /// Where the stream of these labels is, making it when it is new. Entries come in runs of one
    /// stream, so the last one is tried before anything is hashed.
    private mutating func placeOf(_ labels: LokiLabels) -> Int {
        if lastPlace < streams.count, streams[lastPlace].labels == labels { return lastPlace }
        if let known = places[labels] {
            lastPlace = known
            return known
        }
        lastPlace = streams.count
        places[labels] = lastPlace
        streams.append(LokiStream(labels: labels, entries: []))
        uncompressedBytes += ProtobufSize.field(ProtobufSize.field(labels.selector.utf8.count))
        return lastPlace
    }
}
