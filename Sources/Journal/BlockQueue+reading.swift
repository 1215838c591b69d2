// Look-ups among the blocks that are not on disk yet.

import CallGraph

/// What is not on disk yet and may answer a query, as it was at one moment.
struct UnstoredBlocks: Sendable {
    /// The number of the first block that is not on disk.
    var firstNumber: UInt64
    /// The sealed blocks that may have an answer.
    var sealed: [StoredBlock]
    /// The answer of the open block.
    var open: RecordAnswer
}

extension BlockQueue {
    /// The answer of the open block, at most `limit` records, and the sealed blocks to be searched.
    ///
    /// The open block is searched here, under the lock: a copy of it would make the next append
    /// copy all its bytes.
    func find(_ query: RecordQuery, limit: Int) -> UnstoredBlocks {
        var answer = RecordAnswer(limit: limit)
        withOpen { block in
            guard query.concerns(block) else { return }
            _ = query.search(block, number: openNumber, into: &answer)
        }
        return UnstoredBlocks(
            firstNumber: pending.first?.number ?? openNumber,
            sealed: pending.filter { query.concerns($0.block) }, open: answer)
    }

    /// The blocks after `number` from memory; nil when the first of them may only be on disk.
    func recentBlocks(after number: UInt64, limit: Int) -> [StoredBlock]? {
        // Numbers may have gaps, so the first one kept must not be beyond the next one wanted.
        guard let first = recent.first, first.number <= number.addingOne else { return nil }
        return Array(recent.lazy.filter { $0.number > number }.prefix(limit))
    }
}

extension UInt64 {
    /// The next number, held at the end.
    fileprivate var addingOne: UInt64 { self == .max ? .max : self + 1 }
}
