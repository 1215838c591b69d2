// Every limit of this library in one place, each with its reason.

/// The sizes and bounds that parsing and framing keep to.
public enum Limits {
    /// Bytes of a message that are looked at: 1 MiB.
    ///
    /// A datagram has 64 KiB at most; over TCP bodies of some hundred KiB (pictures, presence
    /// lists) were seen. Offsets of 32 bits could not reach the end of everything that fits into
    /// memory.
    public static let messageBytesMax = 1_048_576

    /// Header fields above which a message is flagged.
    ///
    /// Real messages have some ten to sixty. It is only a flag: the work is linear in the bytes,
    /// and the Call-ID may be the last field of all.
    public static let headersMax = 512

    /// Bytes of start line and headers together that a stream may hold without their end in sight.
    ///
    /// As much as the largest datagram, so that one message is not refused over TCP that would have
    /// been taken over UDP.
    public static let streamHeaderBytesMax = 65_536

    /// Bytes of junk in one run after which a stream is given up.
    ///
    /// Room for the body of a message whose Content-Length was missing; what is longer is no SIP.
    public static let junkBytesMax = 131_072

    /// Bytes that a stream may hold without a message having been taken out.
    ///
    /// One message of full size, its headers and a generous read; a caller that appends without
    /// calling `next()` is stopped here.
    public static let streamBytesMax = 2_097_152

    /// Bytes of capacity that an emptied stream buffer keeps.
    ///
    /// A connection that once had a large message must not hold its memory for ever.
    static let streamBytesKept = 131_072

    /// Media sections (`m=`) of a session description that are looked at.
    ///
    /// A conference with a video of everybody has some dozens.
    public static let mediaMax = 64

    /// Lines of a session description that are looked at.
    ///
    /// A WebRTC offer has some hundreds.
    public static let sessionLinesMax = 4_096

    /// Parts of a multipart body that are looked at, all levels together.
    public static let bodyPartsMax = 32

    /// How deep multipart bodies may lie in each other.
    ///
    /// multipart/mixed around multipart/alternative is the deepest that is in use.
    public static let bodyDepthMax = 3

    /// Bytes of a multipart boundary (RFC 2046 §5.1.1).
    static let boundaryBytesMax = 70

    /// Bytes of a header name that is configured.
    ///
    /// Longer ones are a mistake in the configuration.
    public static let headerNameBytesMax = 128
}
