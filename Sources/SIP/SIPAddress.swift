// Who a From, To or Contact names.

/// A name-addr or addr-spec with its parameters: the value of From, To, Contact, Refer-To and
/// others.
///
/// Source: RFC 3261 §20.10, §20.20, §20.39 and §25.1.
public struct SIPAddress: Sendable {
    /// The display name without its quotes, backslashes as sent; empty when there is none.
    public var displayName = ByteRange.empty

    /// The URI without angle brackets.
    public var uri = ByteRange.empty

    /// The user of a SIP, SIPS or tel URI.
    public var user = ByteRange.empty

    /// The host of a SIP or SIPS URI, an IPv6 address without its brackets.
    public var host = ByteRange.empty

    /// The port of a SIP or SIPS URI, nil when there is none.
    public var port: UInt16?

    /// The parameters of the header (not of the URI), such as `tag` and `expires`.
    public var parameters = ByteRange.empty

    /// The tag, empty when there is none.
    public var tag = ByteRange.empty

    /// Takes the value in `range` apart.
    ///
    /// A quote or bracket that is not closed loses nothing: the URI and the tag are found all the
    /// same.
    public static func parse(_ bytes: Span<UInt8>, _ range: ByteRange) -> SIPAddress {
        let whole = range.clamped(to: bytes)
        let (lower, upper) = bytes.trimmed(whole.lower, whole.upper)
        let parts = AddressParts(bytes, lower, upper)
        var address = SIPAddress()
        address.displayName = ByteRange(parts.nameLower, parts.nameUpper)
        address.uri = ByteRange(parts.uriLower, parts.uriUpper)
        address.tag = parts.tag(bytes)
        let parameters = bytes.trimmed(
            min(parts.parametersLower + 1, parts.parametersUpper), parts.parametersUpper)
        address.parameters = ByteRange(parameters.lower, parameters.upper)
        let uri = SIPURI.parse(bytes, address.uri)
        address.user = uri.user
        address.host = uri.host
        address.port = uri.port
        return address
    }

    /// The user alone, the same as ``parse(_:_:)`` finds; a third of the cost for nearly all addresses.
    public static func user(_ bytes: Span<UInt8>, _ range: ByteRange) -> ByteRange {
        let whole = range.clamped(to: bytes)
        let (lower, upper) = bytes.trimmed(whole.lower, whole.upper)
        let parts = AddressParts(bytes, lower, upper)
        let uri = ByteRange(parts.uriLower, parts.uriUpper)
        return SIPURI.plainUser(bytes, parts.uriLower, parts.uriUpper)
            ?? SIPURI.parse(bytes, uri).user
    }

    init() {}
}
