// HEP packets one behind the other.

/// HEP packets that are sent to a collector together.
package struct HEPBatch: Sendable {
    /// The packets, which say their lengths themselves.
    package private(set) var bytes: [UInt8] = []
    /// Where each begins.
    private var starts: [Int] = []

    /// A batch without packets.
    package init() {}

    /// How many there are.
    package var count: Int { starts.count }

    /// True when it is worth sending.
    package var isFull: Bool { bytes.count >= Limits.batchBytesFull }

    /// The packets from this one on.
    package func rest(from index: Int) -> [UInt8] {
        guard starts.indices.contains(index) else { return [] }
        return Array(bytes[starts[index]...])
    }

    /// Adds a packet.
    mutating func append(_ packet: [UInt8]) {
        starts.append(bytes.count)
        bytes += packet
    }
}
