// The facts of one block, packed one behind the other.

/// Facts in order of receipt, packed without padding, little-endian.
///
/// That a call began:
///
///     0   u8   1                1   u8  families: source bits 0-1, destination 2-3; bit 4 within a dialog
///     2   u32  record           6   i64 time, µs since 1970       14  u64 number
///     22  u8   bytes of node    23  u8  from    24  u8  to    25  u8  target    26  u8  domain
///     27       addresses (0, 4 or 16 bytes each, big-endian): source, destination
///              node, from, to, target, domain
///
/// What became of a call:
///
///     0   u8   2 challenged, 3 answered, 4 failed, 5 ended, 6 silent
///     1   u16  status           3   i64 time                      11  u64 number
///
/// Part of a block, and like it written by one thread.
public struct FactList: Sendable, Equatable {
    /// The packed facts.
    public private(set) var bytes: [UInt8] = []

    /// Bytes of the begin of a call before its addresses.
    package static let beginningBytes = 27
    /// Bytes of what became of a call.
    package static let stepBytes = 19
    static let beginningTag: UInt8 = 1
    static let withinDialogBit: UInt8 = 1 << 4

    /// An empty list; memory is taken with the first fact.
    public init() {}

    /// The list of bytes that were stored before; what does not parse ends it when read.
    public init(stored bytes: [UInt8]) { self.bytes = bytes }

    /// True when it says nothing.
    public var isEmpty: Bool { bytes.isEmpty }

    /// Takes everything out and keeps the memory.
    public mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// Packs what became of a call.
    public mutating func append(_ step: DialogStep) {
        let time = UInt64(bitPattern: step.time.microseconds)
        // All fields in three words, appended at once.
        bytes.pack(
            [
                UInt64(step.kind.rawValue) | UInt64(step.status) << 8 | time << 24,
                time >> 40 | step.number << 24, step.number >> 40, 0,
            ], count: Self.stepBytes)
    }

    /// Packs all facts of another list.
    public mutating func append(_ other: FactList) { bytes.append(contentsOf: other.bytes) }

    /// Packs the begin of a call; texts are cut at `Limits.factTextBytesMax`.
    public mutating func append(
        number: UInt64, time: Timestamp, record: UInt32, isWithinDialog: Bool,
        hop: (source: Endpoint, destination: Endpoint), node: Span<UInt8>, from: Span<UInt8>,
        to: Span<UInt8>, target: Span<UInt8>, domain: Span<UInt8>
    ) {
        let flags =
            hop.source.family.rawValue | hop.destination.family.rawValue << 2
            | (isWithinDialog ? Self.withinDialogBit : 0)
        let time = UInt64(bitPattern: time.microseconds)
        // All fields of fixed size in four words, appended at once.
        bytes.pack(
            [
                UInt64(Self.beginningTag) | UInt64(flags) << 8 | UInt64(record) << 16 | time << 48,
                time >> 16 | number << 48,
                number >> 16 | Self.count(of: node) << 48 | Self.count(of: from) << 56,
                Self.count(of: to) | Self.count(of: target) << 8 | Self.count(of: domain) << 16,
            ], count: Self.beginningBytes)
        bytes.pack(address: hop.source)
        bytes.pack(address: hop.destination)
        put(node)
        put(from)
        put(to)
        put(target)
        put(domain)
    }

    /// Calls `body` for each fact in order.
    ///
    /// Returns false when the bytes stop making sense before their end: the rest is unreadable.
    @discardableResult
    public func forEach(_ body: (DialogFact) -> Void) -> Bool {
        var at = 0
        while at < bytes.count {
            if bytes[at] == Self.beginningTag {
                guard let (beginning, next) = beginning(at: at) else { return false }
                body(.beginning(beginning))
                at = next
            } else {
                guard bytes.count - at >= Self.stepBytes,
                    let kind = DialogStep.Kind(rawValue: bytes[at])
                else { return false }
                body(
                    .step(
                        DialogStep(
                            kind: kind, status: number(at + 1),
                            time: Timestamp(microseconds: number(at + 3)),
                            number: number(at + 11))))
                at += Self.stepBytes
            }
        }
        return true
    }

    private func beginning(at start: Int) -> (DialogBeginning, next: Int)? {
        guard bytes.count - start >= Self.beginningBytes else { return nil }
        let flags = bytes[start + 1]
        guard flags & 3 != 3, flags >> 2 & 3 != 3, flags >> 5 == 0 else { return nil }
        var at = start + Self.beginningBytes
        func part(_ count: Int) -> Range<Int> {
            defer { at += count }
            return at..<at + count
        }
        let source = part(RecordLayout.bytes(flags & 3))
        let destination = part(RecordLayout.bytes(flags >> 2 & 3))
        let node = part(Int(bytes[start + 22]))
        let from = part(Int(bytes[start + 23]))
        let to = part(Int(bytes[start + 24]))
        let target = part(Int(bytes[start + 25]))
        let domain = part(Int(bytes[start + 26]))
        guard at <= bytes.count else { return nil }
        return (
            DialogBeginning(
                number: number(start + 14), time: Timestamp(microseconds: number(start + 6)),
                record: number(start + 2), isWithinDialog: flags & Self.withinDialogBit != 0,
                source: Endpoint(addressBytes: bytes[source]),
                destination: Endpoint(addressBytes: bytes[destination]), sourceBytes: source,
                destinationBytes: destination, node: node, from: from, to: to, target: target,
                domain: domain),
            at
        )
    }

    private static func count(of text: Span<UInt8>) -> UInt64 {
        UInt64(min(text.count, Limits.factTextBytesMax))
    }

    private mutating func put(_ text: Span<UInt8>) {
        bytes.pack(text, count: min(text.count, Limits.factTextBytesMax))
    }

    /// The little-endian number at `at`, which is followed by enough bytes.
    private func number<Number: FixedWidthInteger & BitwiseCopyable>(_ at: Int) -> Number {
        // Every pattern of bytes is a number, and the load checks its bounds itself.
        Number(
            littleEndian: unsafe bytes.span.bytes.unsafeLoadUnaligned(
                fromByteOffset: at, as: Number.self))
    }
}

extension Endpoint {
    /// The address of 4 or 16 bytes in network order, without a port; unknown for any other count.
    public init(addressBytes bytes: some Collection<UInt8>) {
        func word(_ part: some Sequence<UInt8>) -> UInt64 {
            part.reduce(0) { $0 << 8 | UInt64($1) }
        }
        switch bytes.count {
        case 4: self.init(family: .v4, high: 0, low: word(bytes), port: 0)
        case 16:
            self.init(
                family: .v6, high: word(bytes.prefix(8)), low: word(bytes.dropFirst(8)), port: 0)
        default: self = .unknown
        }
    }
}
