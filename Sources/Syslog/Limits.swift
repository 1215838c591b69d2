// Every limit of this library in one place, each with its reason.

/// The sizes and bounds that parsing and framing keep to.
public enum Limits {
    /// Bytes of a message on a stream that are given out; of a longer one this much, marked as cut.
    ///
    /// RFC 5424 §6.1 asks for 2,048 at most. The longest real lines are dumps of SIP messages, below
    /// 64 KiB; four times that is still one line for Loki, which takes 256 KiB.
    public static let messageBytesMax = 256 << 10

    /// Bytes that a stream may hold without a message having been taken out.
    ///
    /// An unfinished message, four reads of 64 KiB, and what the kernel gives at once when a sender that
    /// was made to wait hangs up.
    public static let streamBytesMax = 1 << 20

    /// Bytes of capacity that an emptied stream buffer keeps.
    static let streamBytesKept = 64 << 10

    /// Digits of a message's length on a stream (RFC 6587 §3.4.1): a gigabyte, to be skipped over.
    static let lengthDigitsMax = 9

    /// The largest priority: facility 23, severity 7 (RFC 5424 §6.2.1).
    static let priorityMax = 191

    /// The priority of a message that has none: user.notice (RFC 3164 §4.3.3).
    static let priorityMissing: UInt8 = 13

    /// Bytes of a host's name (RFC 5424 §6); of a longer word it is not one.
    static let hostNameBytesMax = 255

    /// Bytes of a program's name before its colon. RFC 3164 §4.1.3 allows 32; paths and names of
    /// containers are longer, and so is none that was seen. RFC 5424 §6 allows 48.
    static let tagBytesMax = 128

    /// The earliest time that is believed, in microseconds since 1970: 2000-01-01 00:00 UTC. A machine
    /// without a clock says 1970.
    static let timeMin: Int64 = 946_684_800_000_000

    /// How far ahead of the receiver a sender's clock may be, in microseconds: one day.
    static let clockAheadMax: Int64 = 86_400_000_000

    /// How far a time without a zone may be from its receipt, in microseconds: fifteen hours, one more
    /// than the farthest zone.
    static let zoneMax: Int64 = 15 * 3_600_000_000
}
