// A block with the number by which it is known for ever.

package import CallGraph

/// A sealed block under its number.
package struct StoredBlock: Sendable {
    /// Its place in the order of receipt; grows over the life of a journal, from 1.
    package var number: UInt64
    /// The records.
    package var block: RecordBlock
    /// When its first record came.
    package var opened: Timestamp
    /// How many records it was written with.
    package var recordCount: Int

    /// A block of these parts.
    package init(number: UInt64, block: RecordBlock, opened: Timestamp, recordCount: Int) {
        self.number = number
        self.block = block
        self.opened = opened
        self.recordCount = recordCount
    }

    /// A block that was just sealed.
    init(number: UInt64, sealed block: RecordBlock) {
        self.init(number: number, block: block, opened: block.opened, recordCount: block.count)
    }
}
