// Searches for calls, over the facts beside the records.

package import CallGraph
import Synchronization

extension RecordJournal: CallFinder {
    /// A page of the calls that `query` asks for, the last received first.
    ///
    /// What cannot be read is left out, counted, and said in the warnings.
    @concurrent
    package func calls(_ query: CallQuery, now: Timestamp) async throws -> CallPage {
        var scan = CallScan(query, of: self, now: now)
        return try await scan.run()
    }

    /// A block on disk; nil when there is none of this number, or it cannot be read.
    ///
    /// Calls that are found together often began together: the block is kept for the next question.
    func block(_ number: UInt64) async throws -> RecordBlock? {
        if let known = inflated.withLock({ $0.find(number) }) { return known }
        guard number > 0, let segment = catalog.segment(after: number - 1) else { return nil }
        let packed = try? await shelf.blocks(of: segment) { db, frames in
            try SegmentQueries.blocks(db, frames, after: number - 1, limit: 1)
        }
        try Task.checkCancellation()
        guard let packed = packed?.first, packed.number == number,
            let block = try? packed.unpack().block
        else { return nil }
        inflated.withLock { $0.keep(block, number: number) }
        return block
    }
}

extension SegmentCatalog {
    /// True when a segment may have a block of this number.
    func hasBlock(_ number: UInt64) -> Bool {
        segments.contains { $0.firstNumber <= number && number <= $0.lastNumber }
    }
}
