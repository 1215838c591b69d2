// Everything that changes the segments: writing, merging, beginning and deleting them.

import CallGraph
import GRDB

/// The only one who writes to segments, on a thread of its own.
///
/// Nothing here heeds cancellation: what has been accepted is written.
actor JournalWriter {
    nonisolated var unownedExecutor: UnownedSerialExecutor {
        // The actor keeps its executor alive.
        unsafe executor.asUnownedSerialExecutor()
    }
    private nonisolated let executor: QueueExecutor
    private let paths: JournalPaths
    private let options: JournalOptions
    private let catalog: SegmentCatalog
    private let seedProbe: IdentityKey
    private var compressor = BlockCompressor()
    private var current: SegmentWriter?
    /// Segments whose files were found broken: read as far as that goes, not written any more.
    private var damaged: Set<String> = []

    /// A writer that goes on with the newest segment of `catalog`, or begins one.
    init(
        paths: JournalPaths, options: JournalOptions, catalog: SegmentCatalog,
        seedProbe: IdentityKey
    ) {
        executor = QueueExecutor(label: "journal-writer")
        self.paths = paths
        self.options = options
        self.catalog = catalog
        self.seedProbe = seedProbe
    }

    /// Writes the first of `blocks` that belong to one segment, in one transaction.
    ///
    /// Returns how many: at least one, or it throws and none is written.
    func write(_ blocks: [StoredBlock]) throws -> Int {
        guard let first = blocks.first else { return 0 }
        var writer = try take(for: first)
        let count = blocks.prefix { writer.segment.admits($0.opened) }.count
        do {
            try writer.write(blocks.prefix(max(count, 1)), compressor: &compressor)
        } catch {
            putBack(writer, after: error)
            throw error
        }
        writer.measure(paths)
        catalog.put(writer.segment)
        current = writer
        return max(count, 1)
    }

    /// Merges keys into runs when enough blocks were written, and puts on the disk what was when it is much.
    func merge() throws {
        guard var writer = current.take() else { return }
        do {
            try writer.merge()
            try writer.settle()
        } catch {
            putBack(writer, after: error)
            throw error
        }
        current = writer
    }

    /// Deletes segments that are too old, then the oldest while there are too many bytes; returns
    /// the names of those that are gone.
    func retain(now: Timestamp) throws -> [String] {
        var gone: [String] = []
        let newest = catalog.newest?.name
        if options.retentionDays > 0 {
            let bound = now.advanced(bySeconds: Int64(options.retentionDays).clampedDays)
            for segment in catalog.segments where segment.name != newest && segment.end <= bound {
                try delete(segment, into: &gone)
            }
        }
        guard options.retentionBytes > 0 else { return gone }
        var sum = catalog.segments.reduce(0) { $0 + $1.bytes }
        for segment in catalog.segments where sum > options.retentionBytes {
            guard segment.name != newest else { break }
            try delete(segment, into: &gone)
            sum -= segment.bytes
        }
        return gone
    }

    /// What `space` says, asked on the thread that may wait for the disk.
    func freeSpace(_ space: @Sendable () -> DiskSpace?) -> DiskSpace? { space() }

    /// Finishes the newest segment's file.
    func close() throws {
        guard let writer = current.take() else { return }
        defer { remeasure(writer.segment.name) }
        try writer.close()
    }

    private func delete(_ segment: Segment, into gone: inout [String]) throws {
        // Out of the catalogue first: who looks it up afterwards does not miss the file.
        catalog.delete(segment.name)
        gone.append(segment.name)
        try paths.deleteSegment(segment.name)
    }

    /// The writer of the segment that this block belongs to; the caller gives it back.
    private func take(for block: StoredBlock) throws -> SegmentWriter {
        if let writer = current.take() {
            if writer.segment.admits(block.opened) { return writer }
            finish(writer)
        }
        guard let newest = catalog.newest, !damaged.contains(newest.name) else {
            return try begin(for: block)
        }
        // Opening would make the file anew when someone has taken it away.
        guard paths.segmentExists(newest.name) else {
            damaged.insert(newest.name)
            return try begin(for: block)
        }
        do {
            let writer = try SegmentWriter(
                opening: newest, paths: paths, seedProbe: seedProbe)
            if newest.admits(block.opened) { return writer }
            // The last segment before a restart has not been finished.
            finish(writer)
        } catch {
            guard error.isDamage || !newest.admits(block.opened) else { throw error }
            damaged.insert(newest.name)
        }
        return try begin(for: block)
    }

    /// Begins a segment under the first name that is free.
    private func begin(for block: StoredBlock) throws -> SegmentWriter {
        let start = Segment.start(of: block.opened, seconds: options.segmentSeconds)
        let base = Segment.name(start: start, seconds: options.segmentSeconds)
        var name = base
        var suffix = 2
        while !paths.isFree(name) {
            guard suffix <= JournalLimits.segmentNamesMax else {
                throw JournalError.failed(path: paths.segments, reason: "no name for \(base)")
            }
            name = "\(base)-\(suffix)"
            suffix += 1
        }
        let segment = Segment(
            name: name, start: start, seconds: options.segmentSeconds,
            firstNumber: block.number, lastNumber: block.number)
        do {
            return try SegmentWriter(creating: segment, paths: paths, seedProbe: seedProbe)
        } catch {
            // Half made, it would only be in the way of the next attempt.
            try? paths.deleteSegment(name)
            throw error
        }
    }

    /// Merges what is left and closes; what fails here costs look-ups a little time, nothing else.
    private func finish(_ writer: SegmentWriter) {
        var writer = writer
        try? writer.merge(all: true)
        try? writer.close()
        remeasure(writer.segment.name)
    }

    private func remeasure(_ name: String) {
        guard var segment = catalog.segments.last(where: { $0.name == name }) else { return }
        segment.bytes = paths.segmentBytes(name)
        catalog.put(segment)
    }

    /// Keeps the writer after an error, unless its file is beyond use: then another one is begun.
    private func putBack(_ writer: SegmentWriter, after error: any Error) {
        guard error.isDamage else {
            current = writer
            return
        }
        damaged.insert(writer.segment.name)
        try? writer.close()
    }
}

extension Int64 {
    /// So many days before, in seconds, held at the ends of what can be said.
    fileprivate var clampedDays: Int64 { self > .max / 86_400 ? .min : -self * 86_400 }
}
