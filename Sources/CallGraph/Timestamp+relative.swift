// Moments by how long ago they were.

extension Timestamp {
    /// Reads `-90s`, `-15m`, `-2h` or `-7d`, counted from `now`; nil for anything else.
    public init?(before text: String, now: Timestamp) {
        let bytes = Array(text.utf8)
        guard (3...12).contains(bytes.count), bytes[0] == 0x2d else { return nil }
        var count: Int64 = 0
        for byte in bytes[1..<bytes.count - 1] {
            guard (0x30...0x39).contains(byte) else { return nil }
            count = count * 10 + Int64(byte - 0x30)
        }
        let unit: Int64
        switch bytes[bytes.count - 1] {
        case UInt8(ascii: "s"): unit = 1
        case UInt8(ascii: "m"): unit = 60
        case UInt8(ascii: "h"): unit = 3600
        case UInt8(ascii: "d"): unit = 86_400
        default: return nil
        }
        self = now.advanced(bySeconds: -count * unit)
    }
}
