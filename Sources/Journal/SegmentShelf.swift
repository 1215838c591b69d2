// The segments that are open for reading.

import CallGraph
import GRDB

/// Keeps a few segments open for reading, so that a look-up need not open each again.
///
/// Readers have connections of their own and never make the writer wait.
actor SegmentShelf {
    private struct Place {
        let queue: DatabaseQueue
        var lastUse: UInt64
    }

    /// Where the segments are.
    nonisolated let paths: JournalPaths
    private var places: [String: Place] = [:]
    private var uses: UInt64 = 0

    /// A shelf on which nothing stands yet.
    init(paths: JournalPaths) { self.paths = paths }

    /// Puts a question to a segment.
    func read<Answer: Sendable>(
        _ name: String, _ body: @escaping @Sendable (Database) throws -> Answer
    ) async throws -> Answer {
        try await queue(for: name).read(body)
    }

    /// Closes segments that are gone.
    func remove(_ names: [String]) {
        // Closed when the last question to it is answered.
        for name in names { places[name] = nil }
    }

    /// Closes all segments.
    func removeAll() { places = [:] }

    private func queue(for name: String) throws -> DatabaseQueue {
        uses += 1
        if let place = places[name] {
            places[name]?.lastUse = uses
            return place.queue
        }
        let queue = try DatabaseQueue(path: paths.segment(name), configuration: .reading)
        if places.count >= JournalLimits.openSegmentsMax,
            let oldest = places.min(by: { $0.value.lastUse < $1.value.lastUse })
        {
            places[oldest.key] = nil
        }
        places[name] = Place(queue: queue, lastUse: uses)
        return queue
    }
}
