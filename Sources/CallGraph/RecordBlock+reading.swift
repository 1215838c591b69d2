// Reading packed records back: bounds are checked at every step, since a disk can lie too.

extension RecordBlock {
    /// What stands at the head of a record, with the places of its other parts in the block.
    public struct Entry: Sendable {
        /// Its parts of fixed size.
        public var header: RecordHeader
        /// The byte at which the record begins.
        public var offset: Int
        /// The bytes of its keys, four each.
        public var keys: Range<Int>
        /// The bytes of the node's name.
        public var node: Range<Int>
        /// The bytes of the correlation id.
        public var correlation: Range<Int>
        /// The bytes as captured.
        public var payload: Range<Int>
    }

    /// Calls `body` for each record in order until it returns false.
    ///
    /// Returns false when the bytes stop making sense before their end: the rest is unreadable.
    @discardableResult
    public func forEach(_ body: (Entry) -> Bool) -> Bool {
        var at = 0
        while at < bytes.count {
            guard let (entry, next) = entry(at: at) else { return false }
            if !body(entry) { return true }
            at = next
        }
        return true
    }

    /// Calls `body` for those records, in order, that `isWanted` by their place and kind; all others are
    /// passed over unread.
    public func forEach(
        where isWanted: (_ place: Int, RecordKind) -> Bool, _ body: (_ place: Int, Entry) -> Void
    ) {
        var (at, place) = (0, 0)
        while bytes.count - at >= RecordLayout.fixedBytes {
            let total = Int(number(at) as UInt32)
            guard total >= RecordLayout.fixedBytes, total <= bytes.count - at,
                let kind = RecordKind(rawValue: bytes[at + 4])
            else { return }
            if isWanted(place, kind) {
                guard let (entry, _) = entry(at: at) else { return }
                body(place, entry)
            }
            at += total
            place += 1
        }
    }

    /// True when a record's key list has one of these (compared in 32 bits: a hint, not a proof).
    public func carries(_ entry: Entry, anyOf wanted: Set<UInt32>) -> Bool {
        var at = entry.keys.lowerBound
        let end = min(entry.keys.upperBound, bytes.count)
        while at + 4 <= end {
            if wanted.contains(number(at)) { return true }
            at += 4
        }
        return false
    }

    /// The whole record of an entry of this block.
    public func record(_ entry: Entry, block: UInt64) -> Record {
        Record(
            position: RecordPosition(
                block: block, offset: UInt32(truncatingIfNeeded: entry.offset)),
            header: entry.header,
            node: String(decoding: bytes[entry.node], as: UTF8.self),
            correlation: Array(bytes[entry.correlation]),
            payload: Array(bytes[entry.payload]))
    }

    private func entry(at start: Int) -> (Entry, next: Int)? {
        guard bytes.count - start >= RecordLayout.fixedBytes else { return nil }
        let total = Int(number(start) as UInt32)
        guard total >= RecordLayout.fixedBytes, total <= bytes.count - start,
            let kind = RecordKind(rawValue: bytes[start + 4])
        else { return nil }
        let families = bytes[start + 7]
        let nodeCount = Int(bytes[start + 28])
        let keyCount = Int(bytes[start + 29])
        let correlationCount = Int(number(start + 30) as UInt16)
        let addresses = start + RecordLayout.fixedBytes
        let keys = addresses + RecordLayout.addressBytes(families: families)
        let node = keys + keyCount * 4
        let correlation = node + nodeCount
        let payload = correlation + correlationCount
        let next = start + total
        guard payload <= next else { return nil }

        var place = addresses
        let source = endpoint(families & 3, at: &place, port: number(start + 24))
        let destination = endpoint(families >> 2 & 3, at: &place, port: number(start + 26))
        let sender = endpoint(families >> 4 & 3, at: &place, port: 0)
        let header = RecordHeader(
            kind: kind, flags: RecordFlags(rawValue: bytes[start + 5]),
            ipProtocol: bytes[start + 6],
            time: Timestamp(microseconds: number(start + 8)),
            received: Timestamp(microseconds: number(start + 16)),
            source: source, destination: destination, sender: sender)
        let entry = Entry(
            header: header, offset: start, keys: keys..<node, node: node..<correlation,
            correlation: correlation..<payload, payload: payload..<next)
        return (entry, next)
    }

    private func endpoint(_ family: UInt8, at place: inout Int, port: UInt16) -> Endpoint {
        switch family {
        case 1:
            let address = UInt32(bigEndian: number(place))
            place += 4
            return Endpoint(v4: address, port: port)
        case 2:
            let high = UInt64(bigEndian: number(place))
            let low = UInt64(bigEndian: number(place + 8))
            place += 16
            return Endpoint(family: .v6, high: high, low: low, port: port)
        default: return Endpoint(family: .unknown, high: 0, low: 0, port: port)
        }
    }

    /// The little-endian number at `at`; 0 where the bytes are not there, which callers rule out.
    private func number<Number: FixedWidthInteger & BitwiseCopyable>(_ at: Int) -> Number {
        guard at >= 0, at <= bytes.count - MemoryLayout<Number>.size else { return 0 }
        return unsafe bytes.withUnsafeBytes { raw in
            // Within the array by the line above; any bytes are a valid integer.
            unsafe Number(littleEndian: raw.loadUnaligned(fromByteOffset: at, as: Number.self))
        }
    }
}
