// What is looked for, in the forms that the open block, whole blocks and the index want it in.

import CallGraph

/// A question for records by key and time of capture.
struct RecordQuery: Sendable {
    /// The keys.
    let keys: Set<IdentityKey>
    /// The keys in order, for binary searches.
    let sorted: [UInt64]
    /// The time of capture.
    let interval: ClosedRange<Timestamp>
    private let hints: Set<UInt32>

    /// A question for records that carry one of `keys`.
    init(_ keys: Set<IdentityKey>, in interval: ClosedRange<Timestamp>) {
        self.keys = keys
        self.interval = interval
        sorted = keys.map(\.value).sorted()
        hints = Set(keys.map { UInt32(truncatingIfNeeded: $0.value) })
    }

    /// True when records of these times may be asked for.
    func overlaps(from first: Timestamp, to last: Timestamp) -> Bool {
        first <= interval.upperBound && last >= interval.lowerBound
    }

    /// True when a block that is not stored yet may have an answer.
    func concerns(_ block: borrowing RecordBlock) -> Bool {
        guard overlaps(from: block.firstTime, to: block.lastTime) else { return false }
        for key in block.keys where keys.contains(key) { return true }
        return false
    }

    /// Adds a block's answers in order; stops at the limit.
    ///
    /// Returns false when the block's bytes stop making sense before their end.
    func search(
        _ block: borrowing RecordBlock, number: UInt64, into answer: inout RecordAnswer
    ) -> Bool {
        var found = answer
        let isWhole = block.forEach { entry in
            guard interval.contains(entry.header.time), block.carries(entry, anyOf: hints) else {
                return true
            }
            guard !found.isFull else {
                found.isCut = true
                return false
            }
            found.records.append(block.record(entry, block: number))
            return true
        }
        answer = found
        return isWhole
    }
}

/// Records found so far, up to a limit.
struct RecordAnswer: Sendable {
    /// In order of receipt.
    var records: [Record] = []
    /// True when there are more than the limit lets through.
    var isCut = false
    private let limit: Int
    private var blocksLeft: Int

    /// An empty answer that takes this many, of so many blocks on disk; none when it is negative.
    init(limit: Int, blocksMax: Int = .max) {
        self.limit = max(limit, 0)
        blocksLeft = blocksMax
    }

    /// Counts blocks that are to be read; false when they are too many, and then it is cut.
    mutating func admits(blocks: Int) -> Bool {
        guard blocks <= blocksLeft else {
            isCut = true
            return false
        }
        blocksLeft -= blocks
        return true
    }

    /// True when it takes no more.
    var isFull: Bool { records.count >= limit }

    /// Adds what another place answered.
    mutating func add(_ other: RecordAnswer) {
        let room = limit - records.count
        records.append(contentsOf: other.records.prefix(room))
        if other.records.count > room || other.isCut { isCut = true }
    }
}
