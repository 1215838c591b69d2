// Blocks that were inflated a moment ago.

import CallGraph

/// A few inflated blocks, the least recently used given up first.
///
/// One trace asks for the same blocks three to five times, as it learns what its call is named; inflating
/// one takes a quarter of a millisecond, and fetching it two dozen system calls.
struct InflatedBlocks: Sendable {
    private var places: [UInt64: (block: RecordBlock, lastUse: UInt64)] = [:]
    private var uses: UInt64 = 0

    init() {}

    /// The block of this number, if it is here.
    mutating func find(_ number: UInt64) -> RecordBlock? {
        uses += 1
        guard let index = places.index(forKey: number) else { return nil }
        places.values[index].lastUse = uses
        return places.values[index].block
    }

    /// Keeps a block; one that is far above the usual size is not worth the room.
    mutating func keep(_ block: RecordBlock, number: UInt64) {
        guard block.bytes.count <= 2 * Limits.blockBytesFull else { return }
        uses += 1
        if places.count >= JournalLimits.inflatedBlocksMax,
            let oldest = places.min(by: { $0.value.lastUse < $1.value.lastUse })
        {
            places[oldest.key] = nil
        }
        places[number] = (block, uses)
    }
}
