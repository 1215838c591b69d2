// One hop of a message's way.

/// A Via value: `SIP/2.0/UDP host:port;branch=…`.
///
/// Source: RFC 3261 §20.42, RFC 3581 (rport), RFC 5118 §4.5 (received with and without brackets).
public struct SIPVia: Sendable {
    /// The transport as sent, such as `UDP`, `TLS` or `WSS`; any token.
    public var transport = ByteRange.empty

    /// The host of sent-by, an IPv6 address without its brackets.
    public var host = ByteRange.empty

    /// The port of sent-by, nil when there is none.
    public var port: UInt16?

    /// The branch, empty when there is none.
    public var branch = ByteRange.empty

    /// The address in `received`, without brackets; empty when there is none.
    public var received = ByteRange.empty

    /// The number in `rport`; nil when it has none.
    public var rport: UInt16?

    /// True when there is an `rport`, with a number or without.
    public var hasRport = false

    /// All parameters.
    public var parameters = ByteRange.empty

    /// True for a branch that names a transaction: the cookie of RFC 3261 and something behind it.
    ///
    /// Without it the transaction is known by Call-ID, tags, CSeq and top Via, as in RFC 2543
    /// (RFC 4475 §3.2.1).
    public var hasTransactionBranch = false

    /// Takes one Via value apart, such as ``SIPMessage/topVia``.
    public static func parse(_ bytes: Span<UInt8>, _ range: ByteRange) -> SIPVia {
        let whole = range.clamped(to: bytes)
        let (lower, upper) = bytes.trimmed(whole.lower, whole.upper)
        var via = SIPVia()
        let semicolon = bytes.firstOffset(of: ASCII.semicolon, lower, upper) ?? upper
        // Whitespace may stand around both slashes (RFC 4475 §3.1.1.1).
        let first = bytes.firstOffset(of: ASCII.slash, lower, semicolon) ?? semicolon
        let second = bytes.firstOffset(of: ASCII.slash, first + 1, semicolon) ?? first
        let transport = bytes.skipWhitespace(min(second + 1, semicolon), semicolon)
        let transportEnd = bytes.tokenEnd(transport, semicolon)
        via.transport = ByteRange(transport, transportEnd)
        let sentBy = HostPort(bytes, transportEnd, semicolon)
        via.host = sentBy.host
        via.port = sentBy.port
        via.parameters = ByteRange(min(semicolon + 1, upper), upper)
        via.takeParameters(bytes, semicolon, upper)
        return via
    }

    private mutating func takeParameters(_ bytes: Span<UInt8>, _ lower: Int, _ upper: Int) {
        var scanner = ParameterScanner(lower, upper)
        while let parameter = scanner.next(bytes) {
            let (start, stop) = (parameter.valueLower, parameter.valueUpper)
            switch (parameter.nameUpper - parameter.nameLower, parameter.key) {
            case (6, 0x6272_616e_6368) where branch.isEmpty && start < stop:
                branch = parameter.value
                hasTransactionBranch =
                    stop - start > 7
                    && bytes.hasPrefix("z9hg4bk", start, stop, ignoringCase: true)
            case (8, 0x7265_6365_6976_6564) where received.isEmpty:
                let isReference =
                    stop - start >= 2 && bytes[start] == ASCII.leftBracket
                    && bytes[stop - 1] == ASCII.rightBracket
                received = isReference ? ByteRange(start + 1, stop - 1) : parameter.value
            case (5, 0x72_706f_7274) where !hasRport:
                hasRport = true
                rport = bytes.decimal(start, stop, maximum: Int(UInt16.max)).map {
                    UInt16(truncatingIfNeeded: $0)
                }
            default: break
            }
        }
    }

    init() {}
}
