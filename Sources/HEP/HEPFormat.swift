// Which of the formats in use a packet has.

/// The format of a datagram or of the head of a stream, told by its first bytes.
public enum HEPFormat: Sendable {
    /// HEP version 1.
    case version1
    /// HEP version 2.
    case version2
    /// HEP version 3, or EEP, its name in the drafts: the same bytes after the magic.
    case version3
    /// A gzip member that holds a whole packet, as heplify 2 sends with `payload_zip`.
    case gzip
    /// The protobuf message of heplify 1.
    case protobuf
    /// None of these.
    case unknown

    /// The format that the first bytes of `bytes` show; nothing after them is looked at.
    public static func detect(_ bytes: Span<UInt8>) -> HEPFormat {
        guard bytes.count >= 3 else { return .unknown }
        switch bytes[0] {
        case UInt8(ascii: "H"), UInt8(ascii: "E"):
            return hasMagic(bytes) ? .version3 : .unknown
        case 1:
            return AddressFamily.isKnown(bytes[2]) ? .version1 : .unknown
        case 2:
            return AddressFamily.isKnown(bytes[2]) ? .version2 : .unknown
        case 0x1F:
            // Deflate is the only method gzip has (RFC 1952 §2.3.1).
            return bytes[1] == 0x8B && bytes[2] == 8 ? .gzip : .unknown
        case 0x08:
            // Field 1 (version) and field 2 (IP protocol), both small numbers.
            return bytes[1] < 0x80 && bytes[2] == 0x10 ? .protobuf : .unknown
        default:
            return .unknown
        }
    }

    /// Whether the bytes begin with `HEP3`, `EEP3` or `EEP1`.
    private static func hasMagic(_ bytes: Span<UInt8>) -> Bool {
        guard bytes.count >= 4, bytes[1] == UInt8(ascii: "E"), bytes[2] == UInt8(ascii: "P")
        else { return false }
        if bytes[3] == UInt8(ascii: "3") { return true }
        return bytes[0] == UInt8(ascii: "E") && bytes[3] == UInt8(ascii: "1")
    }
}
