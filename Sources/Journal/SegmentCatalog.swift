// Which segments there are, kept in memory for those who write, read and count.

import CallGraph
import Synchronization

/// The segments of a journal, the oldest first, and the files that are none.
///
/// The writer changes it after each transaction; everyone else takes copies.
final class SegmentCatalog: Sendable {
    private struct State {
        var segments: [Segment] = []
        var unreadable: [UnreadableSegment] = []
        /// Names of segments that are in the catalogue and were found broken when they were read.
        var broken: Set<String> = []
        var deleted: UInt64 = 0
    }

    private let state = Mutex(State())

    /// A file among the segments that cannot be read.
    struct UnreadableSegment: Sendable, Equatable {
        /// The file's name without folder and extension.
        var name: String
        /// Why, for an operator.
        var reason: String
    }

    /// The segments in order of their block numbers.
    var segments: [Segment] { state.withLock { $0.segments } }

    /// The files that are left alone.
    var unreadable: [UnreadableSegment] { state.withLock { $0.unreadable } }

    /// Why files cannot be read, and which segments were found broken.
    var troubles: [String] {
        state.withLock { state in
            state.unreadable.map(\.reason) + state.broken.sorted().map { "\($0) is damaged" }
        }
    }

    /// The segment with the highest numbers.
    var newest: Segment? { state.withLock { $0.segments.last } }

    /// True when there is a segment of this name.
    func contains(_ name: String) -> Bool {
        state.withLock { state in state.segments.contains { $0.name == name } }
    }

    /// Takes in a segment, or what has become of it.
    func put(_ segment: Segment) {
        state.withLock { state in
            if let index = state.segments.lastIndex(where: { $0.name == segment.name }) {
                state.segments[index] = segment
            } else {
                let index =
                    state.segments.firstIndex { $0.firstNumber > segment.firstNumber }
                    ?? state.segments.endIndex
                state.segments.insert(segment, at: index)
            }
        }
    }

    /// Takes out a segment that retention deletes.
    func delete(_ name: String) {
        state.withLock { state in
            state.segments.removeAll { $0.name == name }
            state.broken.remove(name)
            state.deleted += 1
        }
    }

    /// Notes a file that cannot be read; a segment of this name is taken out.
    func put(unreadable name: String, reason: String) {
        state.withLock { state in
            state.segments.removeAll { $0.name == name }
            state.unreadable.append(UnreadableSegment(name: name, reason: reason))
        }
    }

    /// Notes that a segment was found broken when it was read; others of its blocks may be sound, so
    /// that it is asked again.
    func put(broken name: String) {
        state.withLock { state in
            if state.segments.contains(where: { $0.name == name }) { state.broken.insert(name) }
        }
    }

    /// The segment that has the first block after `number`; nil when there is none.
    func segment(after number: UInt64) -> Segment? {
        state.withLock { state in state.segments.first { $0.lastNumber > number } }
    }

    /// Adds what the segments come to.
    func describe(_ statistics: inout JournalStatistics) {
        state.withLock { state in
            statistics.segments = state.segments.count
            statistics.unreadableSegments = state.unreadable.count + state.broken.count
            statistics.deletedSegments = state.deleted
            for segment in state.segments {
                statistics.bytesOnDisk += segment.bytes
                statistics.blocks += segment.blocks
                statistics.records += segment.records
            }
            statistics.oldest = state.segments.lazy.map(\.firstOpened).min()
            statistics.newest = state.segments.lazy.map(\.lastOpened).max()
        }
    }
}
