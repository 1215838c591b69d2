// The bytes of many records in order of receipt: the unit that is handed over, compressed and kept.

/// Records packed one behind the other, with the keys they are found by.
///
/// Layout of a record, little-endian, no padding:
///
///     0   u32  bytes of the record, these four included
///     4   u8   kind            5  u8  flags        6  u8  IP protocol
///     7   u8   families: source bits 0-1, destination 2-3, sender 4-5 (0 unknown, 1 IPv4, 2 IPv6)
///     8   i64  time, µs since 1970
///     16  i64  received, µs since 1970
///     24  u16  source port     26 u16 destination port
///     28  u8   bytes of the node's name            29 u8  count of keys
///     30  u16  bytes of the correlation id
///     32       addresses: 0, 4 or 16 bytes each, big-endian; source, destination, sender
///              keys: the low 32 bits of each, to pass over a record without reading it
///              node, correlation id, payload
///
/// Written by one thread; a sealed block is never changed again.
public struct RecordBlock: Sendable {
    /// The packed records.
    public private(set) var bytes: [UInt8] = []
    /// Every key of every record, in order of receipt, with repetitions.
    public private(set) var keys: [IdentityKey] = []
    /// What its records say of calls, for those who search for calls; empty in a block read back.
    public var facts = FactList()
    /// Outlines of its records in their order, nil for what has none; empty unless `keepsOutlines`.
    public private(set) var outlines: [MessageOutline?] = []
    /// True when outlines are kept: somebody follows closely.
    public var keepsOutlines = false
    /// How many records it holds.
    public private(set) var count = 0
    /// The earliest capture time, `distantFuture` when empty.
    public private(set) var firstTime = Timestamp.distantFuture
    /// The latest capture time, `distantPast` when empty.
    public private(set) var lastTime = Timestamp.distantPast
    /// When its first record came, `distantFuture` when empty.
    public private(set) var opened = Timestamp.distantFuture

    /// An empty block with room for a full one and a little more.
    public init() {
        bytes.reserveCapacity(Limits.blockBytesFull + (64 << 10))
        keys.reserveCapacity(1024)
    }

    /// The block of bytes that were stored before; what does not parse is passed over when read.
    public init(stored bytes: [UInt8]) { self.bytes = bytes }

    /// True when it holds no record.
    public var isEmpty: Bool { bytes.isEmpty }

    /// True when it should be handed on.
    public var isFull: Bool { bytes.count >= Limits.blockBytesFull }

    /// Takes everything out and keeps the memory.
    public mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        keys.removeAll(keepingCapacity: true)
        facts.removeAll()
        outlines.removeAll(keepingCapacity: true)
        count = 0
        firstTime = .distantFuture
        lastTime = .distantPast
        opened = .distantFuture
    }

    /// Packs one record behind the last. Over-long parts are cut at their limit in `Limits`.
    public mutating func append(
        _ header: RecordHeader, node: Span<UInt8>, correlation: Span<UInt8>, payload: Span<UInt8>,
        keys recordKeys: borrowing IdentityKeys, outline: MessageOutline? = nil
    ) {
        let start = bytes.count
        let nodeCount = min(node.count, Limits.nodeNameBytesMax)
        let correlationCount = min(correlation.count, Limits.correlationBytesMax)
        let payloadCount = min(payload.count, Limits.payloadBytesMax)
        let families =
            header.source.family.rawValue | header.destination.family.rawValue << 2
            | header.sender.family.rawValue << 4
        let total =
            RecordLayout.fixedBytes + RecordLayout.addressBytes(families: families)
            + recordKeys.count * 4 + nodeCount + correlationCount + payloadCount

        // Everything of fixed size in four words, appended at once.
        let marks =
            UInt64(header.kind.rawValue) | UInt64(header.flags.rawValue) << 8
            | UInt64(header.ipProtocol) << 16 | UInt64(families) << 24
        let counts =
            UInt64(header.source.port) | UInt64(header.destination.port) << 16
            | UInt64(nodeCount) << 32 | UInt64(recordKeys.count) << 40
            | UInt64(correlationCount) << 48
        bytes.pack(
            [
                UInt64(UInt32(truncatingIfNeeded: total)) | marks << 32,
                UInt64(bitPattern: header.time.microseconds),
                UInt64(bitPattern: header.received.microseconds), counts,
            ], count: RecordLayout.fixedBytes)
        bytes.pack(address: header.source)
        bytes.pack(address: header.destination)
        bytes.pack(address: header.sender)
        for index in 0..<recordKeys.count {
            let key = recordKeys[index]
            bytes.pack(UInt32(truncatingIfNeeded: key.value))
            keys.append(key)
        }
        bytes.pack(node, count: nodeCount)
        bytes.pack(correlation, count: correlationCount)
        bytes.pack(payload, count: payloadCount)

        assert(bytes.count - start == total)
        if keepsOutlines { outlines.append(outline) }
        count += 1
        firstTime = min(firstTime, header.time)
        lastTime = max(lastTime, header.time)
        opened = min(opened, header.received)
    }
}
