// A store of records in memory: what the journal does, without a disk.

public import CallGraph
import Synchronization

/// Keeps blocks in memory and finds records in them by key.
public final class MemoryStore: RecordSink, RecordReader {
    private struct State {
        var open = RecordBlock()
        var sealed: [RecordBlock] = []
        var refusal: AppendOutcome?
    }

    private let state = Mutex(State())
    /// A fixed seed: tests must not depend on chance.
    public let hasher = IdentityHasher(seed: (0x0123_4567_89ab_cdef, 0xfedc_ba98_7654_3210))

    /// An empty store.
    public init() {}

    /// Makes the store refuse blocks, or take them again.
    public func setFull(_ isFull: Bool) { setRefusing(isFull ? .noBlock : nil) }

    /// Makes the store refuse blocks for this reason; nil makes it take them again.
    public func setRefusing(_ refusal: AppendOutcome?) { state.withLock { $0.refusal = refusal } }

    /// Has the open block filled, unless the store is made to refuse.
    public func append(_ fill: (inout RecordBlock) -> Void) -> AppendOutcome {
        state.withLock { state in
            if let refusal = state.refusal { return refusal }
            fill(&state.open)
            if state.open.isFull {
                state.sealed.append(state.open)
                state.open = RecordBlock()
            }
            return .taken
        }
    }

    /// The records that carry a key, by a scan.
    public func records(
        carrying keys: Set<IdentityKey>, in interval: ClosedRange<Timestamp>, limit: Int,
        blocksMax: Int
    ) async throws -> RecordSelection {
        let wanted = Set(keys.map { UInt32(truncatingIfNeeded: $0.value) })
        let found = all { block, entry in
            block.carries(entry, anyOf: wanted) && interval.contains(entry.header.time)
        }
        return RecordSelection(
            records: Array(found.prefix(limit)), isComplete: found.count <= limit,
            warnings: found.count <= limit ? [] : ["more than \(limit) records"])
    }

    /// Every record, in order of receipt.
    public var records: [Record] { all { _, _ in true } }

    private func all(where isWanted: (RecordBlock, RecordBlock.Entry) -> Bool) -> [Record] {
        state.withLock { state in
            var found: [Record] = []
            for (number, block) in (state.sealed + [state.open]).enumerated() {
                block.forEach { entry in
                    if isWanted(block, entry) {
                        found.append(block.record(entry, block: UInt64(number)))
                    }
                    return true
                }
            }
            return found
        }
    }
}
