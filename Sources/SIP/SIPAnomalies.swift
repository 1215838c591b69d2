// What is wrong with a message.

/// The faults found in a message, none of which keeps it from being recorded.
///
/// Empty means well-formed as far as a collector looks. Source: RFC 3261 §7, §18.3, §20 and §25,
/// and the invalid messages of RFC 4475 and RFC 5118.
public struct SIPAnomalies: OptionSet, Hashable, Sendable {
    /// One bit a fault.
    public var rawValue: UInt32

    /// The faults of these bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The first line is neither a request line nor a status line, or its spacing is wrong.
    public static let badStartLine = SIPAnomalies(rawValue: 1 << 0)
    /// The version is not SIP/2.0.
    public static let badVersion = SIPAnomalies(rawValue: 1 << 1)
    /// The status code is not a number from 100 to 999.
    public static let badStatus = SIPAnomalies(rawValue: 1 << 2)
    /// The Request-URI has spaces or angle brackets, or a host that cannot be told from a port, or
    /// a Contact has a `?` outside angle brackets.
    public static let badURI = SIPAnomalies(rawValue: 1 << 3)
    /// There is no Call-ID, or an empty one.
    public static let missingCallID = SIPAnomalies(rawValue: 1 << 4)
    /// There is no CSeq, or an empty one.
    public static let missingCSeq = SIPAnomalies(rawValue: 1 << 5)
    /// There is no From, or an empty one.
    public static let missingFrom = SIPAnomalies(rawValue: 1 << 6)
    /// There is no To, or an empty one.
    public static let missingTo = SIPAnomalies(rawValue: 1 << 7)
    /// There is no Via, or an empty one.
    public static let missingVia = SIPAnomalies(rawValue: 1 << 8)
    /// CSeq is not a number below 2^31 and a method.
    public static let badCSeq = SIPAnomalies(rawValue: 1 << 9)
    /// CSeq names another method than the request line.
    public static let cseqMethodMismatch = SIPAnomalies(rawValue: 1 << 10)
    /// A header that may stand once stands more than once; the first one counts.
    public static let duplicateSingleHeader = SIPAnomalies(rawValue: 1 << 11)
    /// A Via has empty elements or does not begin with its protocol.
    public static let badVia = SIPAnomalies(rawValue: 1 << 12)
    /// Content-Length is not a number, or there are several that differ.
    public static let badContentLength = SIPAnomalies(rawValue: 1 << 13)
    /// There is less body than Content-Length says.
    public static let bodyShort = SIPAnomalies(rawValue: 1 << 14)
    /// There is more behind the body that Content-Length says.
    public static let surplusBytes = SIPAnomalies(rawValue: 1 << 15)
    /// A quoted string or an angle bracket is not closed before the end of its value.
    public static let unterminatedQuote = SIPAnomalies(rawValue: 1 << 16)
    /// There are more header fields than ``Limits/headersMax``.
    public static let headerLimit = SIPAnomalies(rawValue: 1 << 17)
    /// There is a line without a colon among the headers.
    public static let lineWithoutColon = SIPAnomalies(rawValue: 1 << 18)
    /// There is a NUL in front of the message, or among the headers and not behind a backslash.
    public static let controlBytes = SIPAnomalies(rawValue: 1 << 19)
    /// The bytes end before the empty line that ends the headers.
    public static let headersCut = SIPAnomalies(rawValue: 1 << 20)
    /// The message is longer than ``Limits/messageBytesMax``; the rest was not looked at.
    public static let sizeLimit = SIPAnomalies(rawValue: 1 << 21)
    /// A header line begins with a space, and so reads as a continuation of the line before.
    public static let indentedHeader = SIPAnomalies(rawValue: 1 << 22)
}
