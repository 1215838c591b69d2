// Structured metadata as it goes into a push, packed once.

/// Names and values of one entry, packed as the push has them.
///
/// For those who push hundreds of thousands of lines: nothing is allocated for a value. Names are the
/// program's own and must be usable as they are; values may be any bytes.
public struct LokiMetadata: Sendable {
    /// `LabelPair metadata = 3;` one behind the other (see `ProtobufWriter`).
    public private(set) var bytes: [UInt8] = []

    /// No metadata.
    public init() {}

    /// Takes everything out and keeps the memory.
    public mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// Adds a value; an empty one is left out, one over 2,048 bytes is cut, and bytes that are not UTF-8
    /// become U+FFFD.
    ///
    /// With some twelve names that is far below Loki's limits of 128 entries and 65,536 bytes a line.
    public mutating func add(_ name: StaticString, _ value: Span<UInt8>) {
        guard value.count > 0 else { return }
        guard value.count <= Limits.packedValueBytesMax, TextRepair.isUTF8(value) else {
            return addRepaired(name, value)
        }
        bytes.pack(name, value)
    }

    /// Adds a value given as text.
    public mutating func add(_ name: StaticString, _ value: String) {
        add(name, value.utf8Span.span)
    }

    /// Adds what is in another one.
    public mutating func add(_ other: LokiMetadata) { bytes += other.bytes }

    private mutating func addRepaired(_ name: StaticString, _ value: Span<UInt8>) {
        // Repairing makes text longer, never shorter, so that what is cut first would be cut anyway.
        let head = value.extracting(first: Limits.packedValueBytesMax + 1)
        var copy: [UInt8] = []
        copy.pack(head)
        let text = TextRepair.cut(
            String(decoding: copy, as: UTF8.self), bytesMax: Limits.packedValueBytesMax)
        let span = text.utf8Span.span
        bytes.pack(name, span)
    }
}

extension [UInt8] {
    /// Appends bytes.
    @inline(__always)
    mutating func pack(_ span: Span<UInt8>) {
        // The buffer lives as long as the call, and is only read.
        unsafe span.withUnsafeBufferPointer { unsafe self.append(contentsOf: $0) }
    }

    /// Appends `LabelPair metadata = 3;`.
    @inline(__always)
    mutating func pack(_ name: StaticString, _ value: Span<UInt8>) {
        let nameCount = name.utf8CodeUnitCount
        packHead(
            field: 3, count: ProtobufSize.field(nameCount) + ProtobufSize.field(value.count))
        packHead(field: 1, count: nameCount)
        // The literal's own bytes, as many as it says.
        unsafe append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: nameCount))
        packHead(field: 2, count: value.count)
        pack(value)
    }

    /// Appends the key and length of a length-delimited field.
    @inline(__always)
    mutating func packHead(field: UInt8, count: Int) {
        append(field << 3 | 2)
        packVarint(UInt64(count))
    }

    /// Appends a number.
    @inline(__always)
    mutating func packVarint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(truncatingIfNeeded: rest))
    }
}
