// Every limit of this library in one place, each with its reason.

/// The sizes and bounds that decoding, encoding and framing keep to.
///
/// Source: HEP3 rev 37 §3, and what capture agents were seen to send.
public enum Limits {
    /// Bytes of a version 3 packet header: four of magic and two of total length.
    public static let headerBytes = 6

    /// Bytes of a chunk header: vendor, type and length, two bytes each.
    public static let chunkHeaderBytes = 6

    /// Bytes of a whole version 3 packet: its length field has 16 bits.
    public static let packetBytesMax = 65_535

    /// Bytes of a compressed payload chunk that are too few to be one.
    ///
    /// The EEP draft of 2013 had a correlation number of four bytes under the same chunk type.
    public static let compressedPayloadBytesIgnored = 4

    /// The earliest time that is believed, in microseconds since 1970: 2000-01-01 00:00 UTC.
    ///
    /// HEP did not exist before; senders without a clock say 1970.
    public static let timeMin: Int64 = 946_684_800_000_000

    /// How far ahead of the receiver a sender's clock may be, in microseconds: one day.
    ///
    /// More than any time zone mistake; a message dated later would spoil the order of a trace.
    public static let clockAheadMax: Int64 = 86_400_000_000

    /// Seconds since 1970 above which a time is not even computed, so that nothing overflows.
    ///
    /// The year 5138; the chunk of the specification has 32 bits, but eight bytes are accepted.
    static let secondsMax: UInt64 = 100_000_000_000

    /// The largest vendor number that a packet found by searching may begin with.
    ///
    /// The specification assigns 0 to 8 and agents only ever send 0.
    static let vendorMax: UInt16 = 8

    /// Bytes of junk in one run after which a stream is given up.
    ///
    /// As much as the largest packet: a sender cut in the middle of one is found again within it.
    public static let junkBytesMax = 65_536

    /// Bytes that a stream may hold without a packet having been taken out.
    ///
    /// Room for an unfinished packet and one very generous read; a caller that appends without
    /// calling `next()` is stopped here.
    public static let streamBytesMax = 1_048_576

    /// Bytes of one gzip member in a stream.
    ///
    /// A member holds one packet of at most 65,535 bytes, and deflate makes incompressible bytes
    /// only a little longer.
    public static let gzipMemberBytesMax = 131_072

    /// Bytes of capacity that an emptied stream buffer keeps.
    ///
    /// A connection that once had a burst must not hold its memory for ever.
    static let streamBytesKept = 131_072
}
