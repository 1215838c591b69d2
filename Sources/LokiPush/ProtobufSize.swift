// Sizes of the protobuf messages of a push, needed before they are written.

enum ProtobufSize {
    /// Bytes of a number as a varint.
    static func varint(_ value: UInt64) -> Int {
        value < 0x80 ? 1 : (70 - value.leadingZeroBitCount) / 7
    }

    /// Bytes of a length-delimited field of so many bytes; all field numbers here are below 16.
    static func field(_ bytes: Int) -> Int {
        1 + varint(UInt64(bytes)) + bytes
    }

    /// `google.protobuf.Timestamp`.
    static func timestamp(_ time: Int64) -> Int {
        let (seconds, nanoseconds) = parts(time)
        return (seconds == 0 ? 0 : 1 + varint(UInt64(bitPattern: seconds)))
            + (nanoseconds == 0 ? 0 : 1 + varint(nanoseconds))
    }

    /// Whole seconds and the nanoseconds above them, which are never negative.
    static func parts(_ time: Int64) -> (seconds: Int64, nanoseconds: UInt64) {
        var (seconds, rest) = time.quotientAndRemainder(dividingBy: 1_000_000_000)
        if rest < 0 {
            seconds -= 1
            rest += 1_000_000_000
        }
        return (seconds, UInt64(rest))
    }
}
