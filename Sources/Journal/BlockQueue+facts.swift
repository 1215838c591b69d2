// Facts of the blocks that are not on disk yet.

import CallGraph

/// The facts that are not on disk yet, as they were at one moment.
struct UnstoredFacts: Sendable {
    /// The number of the first block that is not on disk.
    var firstNumber: UInt64
    /// The facts of the blocks that are not, in order.
    var lists: [(number: UInt64, facts: FactList)]
}

extension BlockQueue {
    /// The facts of the sealed blocks and the open one.
    func facts() -> UnstoredFacts {
        var lists = pending.map { ($0.number, $0.block.facts) }
        // A copy of the open list costs its next fact a few kilobytes.
        lists.append((openNumber, withOpen { $0.facts }))
        return UnstoredFacts(firstNumber: pending.first?.number ?? openNumber, lists: lists)
    }

    /// A record of a block that is not on disk; nil when the block is.
    func record(at position: CallPosition) -> Record?? {
        if position.block == openNumber {
            return .some(withOpen { $0.record(at: position) })
        }
        guard let stored = pending.first(where: { $0.number == position.block }) else {
            return nil
        }
        return .some(stored.block.record(at: position))
    }
}

extension RecordBlock {
    /// A record by its place in the order of this block; nil when there are not so many.
    func record(at position: CallPosition) -> Record? {
        var found: Record?
        var left = position.record
        forEach { entry in
            guard left > 0 else {
                found = record(entry, block: position.block)
                return false
            }
            left -= 1
            return true
        }
        return found
    }
}
