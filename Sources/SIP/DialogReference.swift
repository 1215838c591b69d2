// The name of another dialog inside a header.

/// A dialog that a header names: the value of Replaces, Join, Target-Dialog or In-Reply-To.
///
/// `callID;to-tag=a;from-tag=b`, in Target-Dialog `callID;local-tag=a;remote-tag=b`. Which side
/// calls itself "to" depends on who is asked, so the tags are to be compared in either order.
/// Source: RFC 3891 §6.1, RFC 3911 §7.1, RFC 4538 §7.
public struct DialogReference: Sendable {
    /// The Call-ID.
    public var callID = ByteRange.empty

    /// The value of `to-tag` or `local-tag`, empty when there is none.
    public var toTag = ByteRange.empty

    /// The value of `from-tag` or `remote-tag`, empty when there is none.
    public var fromTag = ByteRange.empty

    /// True when only a dialog that is not yet confirmed is meant.
    public var isEarlyOnly = false

    /// Takes the value in `range` apart.
    ///
    /// A value out of the headers of a URI is still escaped; decode it first
    /// (``ByteRange/percentDecoded(in:)``) and parse what comes out.
    public static func parse(_ bytes: Span<UInt8>, _ range: ByteRange) -> DialogReference {
        let (lower, upper) = range.clamped(to: bytes)
        var reference = DialogReference()
        let semicolon = bytes.firstOffset(of: ASCII.semicolon, lower, upper) ?? upper
        let callID = bytes.trimmed(lower, semicolon)
        reference.callID = ByteRange(callID.lower, callID.upper)
        let parameters = SIPParameters(ByteRange(semicolon, upper))
        reference.toTag =
            parameters.first("to-tag", in: bytes) ?? parameters.first("local-tag", in: bytes)
            ?? .empty
        reference.fromTag =
            parameters.first("from-tag", in: bytes) ?? parameters.first("remote-tag", in: bytes)
            ?? .empty
        reference.isEarlyOnly = parameters.first("early-only", in: bytes) != nil
        return reference
    }

    init() {}
}
