// What the graph asks of a store, and what a store offers to those who fill it.

/// Takes records, many at a time.
public protocol RecordSink: Sendable {
    /// Hands out the open block to be filled, under one lock.
    ///
    /// `fill` must stop when the block says that it is full, and may be called again for the rest.
    /// Returns something else than `taken`, without a call, when nothing can be written: the caller
    /// waits, or counts what is lost.
    func append(_ fill: (inout RecordBlock) -> Void) -> AppendOutcome
}

/// What became of the wish to append records.
public enum AppendOutcome: Sendable {
    /// The block was handed out.
    case taken
    /// No block is free just now: the disk does not keep up. Worth trying again soon.
    case noBlock
    /// Nothing is taken before somebody makes room on the disk: waiting does not help.
    case readOnly
}

/// Finds records by what they name.
public protocol RecordReader: Sendable {
    /// Makes the keys that this store's index is kept by.
    var hasher: IdentityHasher { get }

    /// The records that carry one of `keys` and were captured within `interval`, in order of receipt.
    ///
    /// At most `limit` of them. Throws when the store cannot be read at all; what is unreadable in
    /// part is said in the answer. Of what may be shared by very many, `blocksMax` bounds the cost: when more
    /// stored blocks may have an answer, none of them is read, and the answer is not complete. A store that
    /// is not made of blocks reads whatever there is.
    func records(
        carrying keys: Set<IdentityKey>, in interval: ClosedRange<Timestamp>, limit: Int,
        blocksMax: Int
    ) async throws -> RecordSelection
}

extension RecordReader {
    /// The same, in however many blocks they are.
    public func records(
        carrying keys: Set<IdentityKey>, in interval: ClosedRange<Timestamp>, limit: Int
    ) async throws -> RecordSelection {
        try await records(carrying: keys, in: interval, limit: limit, blocksMax: .max)
    }
}

/// Records found, and whether that is all there is.
public struct RecordSelection: Sendable {
    /// In order of receipt.
    public var records: [Record]
    /// False when the limit was reached or a part of the store could not be read.
    public var isComplete: Bool
    /// Why it is not complete, in words for an operator.
    public var warnings: [String]

    /// A selection of these records.
    public init(records: [Record] = [], isComplete: Bool = true, warnings: [String] = []) {
        self.records = records
        self.isComplete = isComplete
        self.warnings = warnings
    }
}
