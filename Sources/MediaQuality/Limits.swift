// Every bound of reading quality reports, with its reason.

/// The bounds of this target.
public enum Limits {
    /// Bytes of one report that are looked at: more than a datagram has.
    public static let reportBytesMax = 128 << 10
    /// Reports read out of one packet. A compound packet of a bridge has 31 blocks at most in each of its
    /// parts (RFC 3550 §6.4.1), and those of a telephone have one.
    public static let reportsPerPacketMax = 62
    /// Lines of a VQ-RTCPXR body that are looked at; RFC 6035's longest example has some thirty.
    static let linesMax = 256
    /// Fields of one line or header of statistics. The richest known has 35.
    static let fieldsMax = 96
    /// Bytes of a name out of a report: a codec, an address. Both come from the network.
    static let nameBytesMax = 64
    /// Bytes of a Call-ID in the body of a report.
    static let callIDBytesMax = 1024
    /// Digits of one number: more than any counter of 64 bits has.
    static let numberBytesMax = 32
    /// Seconds of jitter, and of a round trip, beyond which a number is none: RTCP of a relay that cannot
    /// decrypt what it reports on says such things.
    public static let plausibleSecondsMax = 10.0
    /// The quickest clock of RTP in use (RFC 3551), in Hertz: bounds jitter whose clock nobody knows.
    static let clockRateMax = 192_000.0
}
