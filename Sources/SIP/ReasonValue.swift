// Why a request was sent or a response was given.

/// A value of the Reason header: `Q.850;cause=16;text="Normal call clearing"`.
///
/// Source: RFC 3326 §2, RFC 6432 (in responses).
public struct ReasonValue: Sendable {
    /// The protocols whose causes are told apart.
    public enum ProtocolKind: UInt8, Sendable {
        /// The causes of ISDN (ITU-T Q.850).
        case q850
        /// The status codes of SIP.
        case sip
        /// Any other.
        case other
    }

    /// Which protocol the cause is of.
    public var kind = ProtocolKind.other

    /// The protocol's name as sent.
    public var protocolName = ByteRange.empty

    /// The cause; nil when there is none or it is no number of 16 bits.
    public var cause: UInt16?

    /// The text without its quotes; empty when there is none.
    public var text = ByteRange.empty

    /// Takes one value apart.
    public static func parse(_ bytes: Span<UInt8>, _ range: ByteRange) -> ReasonValue {
        let (lower, upper) = range.clamped(to: bytes)
        var reason = ReasonValue()
        let semicolon = bytes.firstOffset(of: ASCII.semicolon, lower, upper) ?? upper
        let name = bytes.trimmed(lower, semicolon)
        reason.protocolName = ByteRange(name.lower, name.upper)
        if bytes.equals("q.850", name.lower, name.upper, ignoringCase: true) {
            reason.kind = .q850
        } else if bytes.equals("sip", name.lower, name.upper, ignoringCase: true) {
            reason.kind = .sip
        }
        let parameters = SIPParameters(ByteRange(semicolon, upper))
        if let cause = parameters.first("cause", in: bytes) {
            let number = cause.clamped(to: bytes)
            reason.cause = bytes.decimal(number.lower, number.upper, maximum: Int(UInt16.max))
                .map { UInt16(truncatingIfNeeded: $0) }
        }
        reason.text = parameters.first("text", in: bytes) ?? .empty
        return reason
    }

    init() {}
}

extension SIPMessage {
    /// Shows the values of all Reason headers to `body` in order, until it returns false.
    ///
    /// Of several values of Q.850 or of SIP only the first is shown: RFC 3326 §2 allows one a
    /// protocol.
    public func forEachReason(in bytes: Span<UInt8>, _ body: (ReasonValue) -> Bool) {
        var hasQ850 = false
        var hasSIP = false
        forEachValue(of: .reason, in: bytes) { value in
            let reason = ReasonValue.parse(bytes, value)
            switch reason.kind {
            case .q850:
                guard !hasQ850 else { return true }
                hasQ850 = true
            case .sip:
                guard !hasSIP else { return true }
                hasSIP = true
            case .other: break
            }
            return body(reason)
        }
    }
}
