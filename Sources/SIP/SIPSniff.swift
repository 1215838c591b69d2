// What a payload is, before anybody parses it.

/// What the payload of a captured packet looks like.
///
/// A SIP port also sees keep-alives, STUN and TLS, which are no messages and no errors.
public enum SIPSniff: Sendable {
    /// A SIP message, perhaps a malformed one. Everything with a Call-ID is this.
    case sip
    /// Nothing but line ends, spaces and NULs (RFC 5626 §3.5.1, and what agents make of it).
    case keepAlive
    /// A STUN message (RFC 8489 §5).
    case stun
    /// A TLS or DTLS record, which cannot be read.
    case tlsRecord
    /// No bytes.
    case empty
    /// Anything else.
    case other

    /// Looks at a payload.
    public static func classify(_ bytes: Span<UInt8>) -> SIPSniff {
        guard !bytes.isEmpty else { return .empty }
        let end = min(bytes.count, Limits.messageBytesMax)
        var start = 0
        while start < end, isPadding(bytes[start]) { start += 1 }
        guard start < end else { return .keepAlive }
        let lineEnd =
            bytes.firstOffset(of: ASCII.lineFeed, start, end)
            ?? bytes.firstOffset(of: ASCII.carriageReturn, start, end) ?? end
        if isStartLine(bytes, start, lineEnd) { return .sip }
        if !SIPMessage.parse(bytes).callID.isEmpty { return .sip }
        if isSTUN(bytes) { return .stun }
        return isTLS(bytes) ? .tlsRecord : .other
    }

    private static func isPadding(_ byte: UInt8) -> Bool {
        byte == ASCII.nul || ASCII.isWhitespace(byte)
    }

    /// True when the line has a version of SIP in it, or begins with a method that HTTP has not.
    private static func isStartLine(_ bytes: Span<UInt8>, _ lower: Int, _ upper: Int) -> Bool {
        let methodEnd = bytes.tokenEnd(lower, upper)
        let method = SIPMethod.parse(bytes, lower, methodEnd)
        if method != .other, method != .options, methodEnd < upper { return true }
        var position = lower
        while let slash = bytes.firstOffset(of: ASCII.slash, position, upper) {
            if slash - 3 >= lower, bytes.hasPrefix("sip/", slash - 3, upper, ignoringCase: true) {
                return true
            }
            position = slash + 1
        }
        return false
    }

    /// Two zero bits, a length in fours that is there, and the magic cookie.
    private static func isSTUN(_ bytes: Span<UInt8>) -> Bool {
        guard bytes.count >= 20, bytes[0] < 0x40, bytes[3] & 3 == 0 else { return false }
        return bytes[4] == 0x21 && bytes[5] == 0x12 && bytes[6] == 0xa4 && bytes[7] == 0x42
    }

    /// A content type from 20 to 26 (RFC 8446 §5.1, RFC 9147 §4), and a version of TLS or DTLS.
    private static func isTLS(_ bytes: Span<UInt8>) -> Bool {
        guard bytes.count >= 5, bytes[0] >= 20, bytes[0] <= 26 else { return false }
        return bytes[1] == 3 && bytes[2] <= 4
            || bytes[1] == 0xfe && (bytes[2] == 0xff || bytes[2] == 0xfd || bytes[2] == 0xfc)
    }
}
