// A SIP message as a list of places in its bytes.

/// A parsed SIP message: offsets into the bytes that it was parsed from, and no copy of them.
///
/// Trivially copyable. It is of use only together with the same bytes; text is made with
/// ``ByteRange/text(in:)`` when somebody asks. What the struct does not hold is looked for on
/// demand with ``first(_:in:)`` and ``forEachHeader(in:_:)``. Source: RFC 3261 §7.
public struct SIPMessage: Sendable {
    /// What the first line is.
    public enum Kind: UInt8, Sendable {
        /// A request line.
        case request
        /// A status line.
        case response
        /// No usable first line; headers may still be there.
        case unrecognised
    }

    /// What the first line is.
    public var kind = Kind.unrecognised

    /// The method of the request line, or in a response that of CSeq.
    public var method = SIPMethod.other

    /// The method of CSeq.
    public var cseqMethod = SIPMethod.other

    /// The status code, 100 to 999; 0 in a request and for anything else in its place.
    public var statusCode: UInt16 = 0

    /// How many Via values there are, all Via fields together; 65,535 means that or more.
    public var viaCount: UInt16 = 0

    /// How many header fields there are; 65,535 means that or more.
    public var headerCount: UInt16 = 0

    /// What is wrong with the message; empty when nothing is.
    public var anomalies: SIPAnomalies = []

    /// The method of the request line as sent; empty in a response.
    public var methodText = ByteRange.empty

    /// The Request-URI as sent, without angle brackets that should not be there.
    public var requestURI = ByteRange.empty

    /// The reason phrase of a status line, which may be empty.
    public var reasonPhrase = ByteRange.empty

    /// The version, such as `SIP/2.0`.
    public var version = ByteRange.empty

    /// The Call-ID: the exact bytes without whitespace around them; empty when there is none.
    public var callID = ByteRange.empty

    /// The whole value of From.
    public var from = ByteRange.empty

    /// The tag of From, empty when there is none.
    public var fromTag = ByteRange.empty

    /// The whole value of To.
    public var to = ByteRange.empty

    /// The tag of To, empty when there is none.
    public var toTag = ByteRange.empty

    /// The whole value of CSeq.
    public var cseq = ByteRange.empty

    /// The method of CSeq as sent.
    public var cseqMethodText = ByteRange.empty

    /// The number of CSeq; nil when it is not a number of 32 bits.
    public var cseqNumber: UInt32?

    /// The first value of the first Via that is not empty.
    public var topVia = ByteRange.empty

    /// The branch of the top Via, empty when there is none.
    public var branch = ByteRange.empty

    /// The first value of the first Contact.
    public var contact = ByteRange.empty

    /// The value of Content-Type with its parameters.
    public var contentType = ByteRange.empty

    /// The first Content-Length; nil when there is none or it is not a number.
    public var contentLength: Int?

    /// The body: by Content-Length where that can be true, else to the end of the bytes.
    public var body = ByteRange.empty

    /// Where the headers begin: behind the first line.
    public var startOfHeaders: UInt32 = 0

    /// Where the headers end: behind the empty line, or at the end of the bytes.
    public var endOfHeaders: UInt32 = 0

    /// One bit for each header name there is, by length and first letter.
    var nameMarks: UInt64 = 0

    /// The byte that ends a line: a line feed, or a carriage return in a message without line
    /// feeds.
    var lineEnd = ASCII.lineFeed

    /// A message of nothing, to be filled in by the parser.
    init() {}

    /// Parses the message in `bytes`: a datagram, or one message of a stream.
    ///
    /// Never fails, never traps and allocates nothing: what is wrong is in ``anomalies``. Folded
    /// lines, compact names, lone line feeds and spaces around colons are taken as they come, line
    /// ends in front of the message are skipped. The time taken is linear in the bytes.
    public static func parse(_ bytes: Span<UInt8>) -> SIPMessage {
        var parser = MessageParser(bytes)
        parser.run(bytes)
        return parser.message
    }
}
