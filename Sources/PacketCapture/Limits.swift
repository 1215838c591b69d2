// Every limit of this library in one place, each with its reason.

/// The sizes and bounds that reading, reassembling and writing keep to.
public enum Limits {
    /// Bytes of one captured frame: what libpcap takes at most (MAXIMUM_SNAPLEN).
    public static let frameBytesMax = 262_144

    /// Bytes of a block of pcapng that is looked into: a frame with its options.
    ///
    /// Blocks that are not looked into (name resolution, secrets, custom ones) may have any length:
    /// they are passed over without being held.
    public static let blockBytesMax = frameBytesMax + 65_536

    /// Interfaces of one section. `tcpdump -i any` has one, a router's capture some dozens.
    public static let interfacesMax = 4_096

    /// Bytes that are held and have not been taken out: one block and a generous read.
    public static let pendingBytesMax = 4_194_304

    /// Tags of VLANs on one frame: QinQ has two, and switches that mirror add one.
    static let vlanTagsMax = 4

    /// Extension headers of one IPv6 packet; RFC 8200 §4.1 knows seven places for them.
    static let extensionHeadersMax = 8

    /// Datagrams of which fragments wait for the rest, all hosts together.
    ///
    /// A SIP message has two or three fragments that follow each other within a millisecond.
    public static let fragmentedDatagramsMax = 1_024

    /// Fragments of one datagram: 64 KiB in the 1,280 bytes that every IPv6 link carries, five times over.
    public static let fragmentsPerDatagramMax = 256

    /// Bytes of all fragments that wait.
    public static let fragmentBytesMax = 16 << 20

    /// Microseconds that fragments wait, by the times of capture (RFC 8200 §4.5: 60 seconds).
    public static let fragmentMicroseconds: Int64 = 60_000_000

    /// Bytes of an IP packet's payload that fragments can make: what 16 bits of length can say.
    static let datagramBytesMax = 65_535

    /// Directions of TCP connections that are followed at once: those of a busy registrar.
    public static let streamsMax = 16_384

    /// Microseconds after which a silent direction is forgotten: connections of phones are kept alive
    /// every two minutes or so (RFC 5626 §4.4.1).
    public static let streamSilenceMicroseconds: Int64 = 3_600_000_000

    /// Segments of one direction that wait for one that is missing.
    public static let segmentsWaitingMax = 256

    /// Bytes of one direction that wait for a missing segment; beyond it the gap is skipped. A window
    /// of 256 KiB is what systems grow to within a SIP connection.
    public static let streamBytesWaitingMax = 262_144

    /// Bytes of all directions that wait; beyond it the gap of whoever sends next is skipped.
    public static let waitingBytesMax = 32 << 20

    /// Microseconds that a missing segment is waited for, by the times of capture. A lost segment is
    /// sent again after a second, then after two more (RFC 6298 §2, §5.5); what was only missed by the capture never comes.
    public static let gapMicroseconds: Int64 = 4_000_000

    /// Bytes by which a sequence number may lie beside the expected one; further off it is another connection
    /// whose beginning was not captured.
    static let sequenceDistanceMax: Int32 = 1 << 24

    /// Bytes of an IP packet that is written: what Ethernet carries.
    static let writtenPacketBytesMax = 1_500

    /// Bytes of a comment that is written, or read: longer ones are no line for a list.
    public static let commentBytesMax = 1_024
}
