// A block of records on its way to Loki.

internal import CallGraph
internal import Journal
internal import LokiPush

/// A block whose records have been read once: all that is missing is the calls that they belong to.
struct PreparedBlock: Sendable {
    /// One line.
    struct Line: Sendable {
        /// Nanoseconds since 1970.
        var time: Int64
        /// Its bytes, in the block or in `texts`.
        var text: Range<UInt32>
        /// True when its bytes are in `texts`.
        var isRendered: Bool
        /// Its packed metadata in `metadata`.
        var metadata: Range<UInt32>
        /// Its place among the streams.
        var stream: Int32
        /// What it is of; nil for what is of no leg.
        var leg: CallNames.Place?
    }

    /// Its number in the journal.
    let number: UInt64
    /// When its first record came.
    let opened: Timestamp
    /// The records.
    let bytes: [UInt8]
    /// In the order of the records.
    var lines: [Line] = []
    /// Packed metadata, one behind the other.
    var metadata = LokiMetadata()
    /// Lines that are not as they were captured.
    var texts: [UInt8] = []

    init(_ stored: StoredBlock) {
        number = stored.number
        opened = stored.opened
        bytes = stored.block.bytes
        lines.reserveCapacity(stored.recordCount)
    }

    /// Bytes of memory, about.
    var cost: Int {
        bytes.count + metadata.bytes.count + texts.count
            + lines.count * MemoryLayout<Line>.stride
    }
}
