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

    /// Adds an entry to the stream of these labels.
    ///
    /// - Returns: false when the batch would be over 1.5 MiB or 20,000 entries with it: then it was not
    ///   taken. The first entry always is.
    public mutating func append(labels: LokiLabels, _ entry: LokiEntry) -> Bool {
        var entry = entry
        MetadataRepair.repair(&entry.metadata, counting: &repairs)
        var metadata: [UInt8] = []
        for label in entry.metadata {
            let (name, value) = (label.name.utf8, label.value.utf8)
            metadata.packHead(
                field: 3, count: ProtobufSize.field(name.count) + ProtobufSize.field(value.count))
            metadata.packHead(field: 1, count: name.count)
            metadata += name
            metadata.packHead(field: 2, count: value.count)
            metadata += value
        }
        let packed = metadata.span
        return append(
            at: open(labels), time: entry.time, line: entry.line.span, metadata: packed,
            more: Span())
    }

    /// The place of the stream of these labels, for ``append(at:time:line:metadata:more:)``; it is made when
    /// it is new.
    public mutating func open(_ labels: LokiLabels) -> Int { placeOf(labels) }

    /// Adds an entry whose metadata has been packed before, in two parts: what was known at once, and what
    /// came later.
    ///
    /// - Parameters:
    ///   - place: of ``open(_:)`` of this batch.
    ///   - time: nanoseconds since 1970.
    ///   - line: any bytes; repaired and cut as Loki takes them.
    ///   - metadata: of ``LokiMetadata``.
    ///   - more: of another one; may be empty.
    /// - Returns: false when the batch is full, as above.
    public mutating func append(
        at place: Int, time: Int64, line: Span<UInt8>, metadata: Span<UInt8>, more: Span<UInt8>
    ) -> Bool {
        guard line.count <= Limits.lineBytesMax, TextRepair.isUTF8(line) else {
            var copy: [UInt8] = []
            copy.pack(line)
            TextRepair.repair(&copy, counting: &repairs)
            let repaired = copy.span
            return take(place, time, repaired, metadata, more)
        }
        return take(place, time, line, metadata, more)
    }

    /// The batch as two of about half its entries, in order; nil when it holds fewer than two.
    func halves() -> (LokiBatch, LokiBatch)? {
        guard entryCount > 1 else { return nil }
        let middle = entryCount / 2
        var first = LokiBatch()
        var second = LokiBatch()
        for stream in streams {
            for index in 0..<stream.count {
                if first.entryCount < middle {
                    first.take(index, of: stream, as: stream.labels)
                } else {
                    second.take(index, of: stream, as: stream.labels)
                }
            }
        }
        return (first, second)
    }

    /// Those entries that `isWanted` says, under labels that `renaming` makes; nil when there are none.
    func part(
        as renaming: (LokiLabels) -> LokiLabels, _ isWanted: (LokiStream, _ time: Int64) -> Bool
    ) -> LokiBatch? {
        var part = LokiBatch()
        for stream in streams {
            let labels = renaming(stream.labels)
            for index in 0..<stream.count where isWanted(stream, stream.time(index)) {
                part.take(index, of: stream, as: labels)
            }
        }
        return part.isEmpty ? nil : part
    }

    /// Adds an entry that is fit.
    @inline(__always)
    private mutating func take(
        _ place: Int, _ time: Int64, _ line: Span<UInt8>, _ metadata: Span<UInt8>,
        _ more: Span<UInt8>
    ) -> Bool {
        let size = PackedEntry.size(
            time: time, line: line.count, metadata: metadata.count + more.count)
        guard
            isEmpty
                || uncompressedBytes + size <= Limits.batchBytesMax
                    && entryCount < Limits.batchEntriesMax
        else { return false }
        uncompressedBytes += streams[place].append(
            time: time, line: line, metadata: metadata, more: more)
        entryCount += 1
        return true
    }

    /// Takes an entry of another batch.
    private mutating func take(_ index: Int, of stream: LokiStream, as labels: LokiLabels) {
        let place = placeOf(labels)
        uncompressedBytes += streams[place].append(index, of: stream)
        entryCount += 1
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
        streams.append(LokiStream(labels: labels))
        uncompressedBytes += ProtobufSize.field(ProtobufSize.field(labels.selector.utf8.count))
        return lastPlace
    }
}
