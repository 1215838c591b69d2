// The segments that are open for reading.

import CallGraph
import GRDB

/// Keeps a few segments open for reading, so that a look-up need not open each again.
///
/// Readers have connections of their own and never make the writer wait.
actor SegmentShelf {
    private struct Place {
        let queue: DatabaseQueue
        /// Nil when the frames are in the tables.
        let frames: FrameFile?
        var lastUse: UInt64
    }

    /// Where the segments are.
    nonisolated let paths: JournalPaths
    private var places: [String: Place] = [:]
    private var uses: UInt64 = 0

    /// A shelf on which nothing stands yet.
    init(paths: JournalPaths) { self.paths = paths }

    /// Puts a question to the tables of a segment.
    func read<Answer: Sendable>(
        _ segment: Segment, _ body: @escaping @Sendable (Database) throws -> Answer
    ) async throws -> Answer {
        try await place(of: segment).queue.read(body)
    }

    /// Asks a segment for blocks: of its tables, and the file of its frames when it has one.
    func blocks(
        of segment: Segment,
        _ body: @escaping @Sendable (Database, FrameFile?) throws -> [PackedBlock]
    ) async throws -> [PackedBlock] {
        let place = try place(of: segment)
        let frames = place.frames
        return try await place.queue.read { db in try body(db, frames) }
    }

    /// Closes segments that are gone.
    func remove(_ names: [String]) {
        // Closed when the last question to it is answered.
        for name in names { places[name] = nil }
    }

    /// Closes all segments.
    func removeAll() { places = [:] }

    private func place(of segment: Segment) throws -> Place {
        uses += 1
        let name = segment.name
        if let place = places[name] {
            places[name]?.lastUse = uses
            return place
        }
        let queue = try DatabaseQueue(path: paths.segment(name), configuration: .reading)
        let frames = segment.hasFrameFile ? try paths.frameFile(name) : nil
        if places.count >= JournalLimits.openSegmentsMax,
            let oldest = places.min(by: { $0.value.lastUse < $1.value.lastUse })
        {
            places[oldest.key] = nil
        }
        let place = Place(queue: queue, frames: frames, lastUse: uses)
        places[name] = place
        return place
    }
}
