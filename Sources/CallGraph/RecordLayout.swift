// The sizes of a packed record's parts.

/// The sizes of a record's parts.
enum RecordLayout {
    /// Bytes before the addresses.
    static let fixedBytes = 32

    /// Bytes of the three addresses.
    static func addressBytes(families: UInt8) -> Int {
        bytes(families & 3) + bytes(families >> 2 & 3) + bytes(families >> 4 & 3)
    }

    /// Bytes of an address of this family.
    static func bytes(_ family: UInt8) -> Int { family == 1 ? 4 : family == 2 ? 16 : 0 }
}
