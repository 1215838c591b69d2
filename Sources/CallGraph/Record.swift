// Whatever arrived, as it is kept: what, when, from whom, and the bytes.

/// A record read back.
public struct Record: Sendable, Equatable {
    /// Its place in the store, unique there.
    public var position: RecordPosition
    /// Its parts of fixed size.
    public var header: RecordHeader
    /// The agent or switch that saw it.
    public var node: String
    /// What the agent says it belongs to (HEP chunk 0x11); empty when it does not say.
    public var correlation: [UInt8]
    /// The bytes as captured.
    public var payload: [UInt8]

    /// A record of these parts.
    public init(
        position: RecordPosition, header: RecordHeader, node: String, correlation: [UInt8] = [],
        payload: [UInt8]
    ) {
        self.position = position
        self.header = header
        self.node = node
        self.correlation = correlation
        self.payload = payload
    }
}

/// Where a record stands in the store, in order of receipt.
public struct RecordPosition: Hashable, Comparable, Sendable {
    /// The number of the block, growing over the life of a store.
    public var block: UInt64
    /// The byte within the block at which the record begins.
    public var offset: UInt32

    /// The place at this byte of this block.
    public init(block: UInt64, offset: UInt32) {
        self.block = block
        self.offset = offset
    }

    /// In order of receipt.
    public static func < (a: RecordPosition, b: RecordPosition) -> Bool {
        a.block == b.block ? a.offset < b.offset : a.block < b.block
    }
}
