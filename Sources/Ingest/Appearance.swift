// What something that was refused looks like.

internal import SIP

/// What was seen of something that was refused, so that its sender can be told what to change.
package enum Appearance: String, CaseIterable, Sendable {
    /// A SIP message, not wrapped in HEP.
    case sip
    /// A TLS or DTLS record.
    case tls
    /// A request or an answer of HTTP.
    case http
    /// A line of syslog.
    case syslog
    /// STUN.
    case stun
    /// HEP without a key.
    case withoutKey = "no_key"
    /// HEP with a key that is not ours.
    case wrongKey = "wrong_key"
    /// HEP version 1, which cannot carry a key.
    case version1 = "hep_1"
    /// HEP version 2, which cannot either.
    case version2 = "hep_2"
    /// Nothing that could be told.
    case other

    /// Looks at what is not HEP.
    init(_ bytes: Span<UInt8>) {
        if Self.isHTTP(bytes) {
            self = .http
        } else if Self.isSyslog(bytes) {
            self = .syslog
        } else {
            switch SIPSniff.classify(bytes) {
            case .sip: self = .sip
            case .stun: self = .stun
            case .tlsRecord: self = .tls
            case .empty, .keepAlive, .other: self = .other
            }
        }
    }

    /// `HTTP/` within the first line.
    private static func isHTTP(_ bytes: Span<UInt8>) -> Bool {
        let mark: [UInt8] = [0x48, 0x54, 0x54, 0x50, 0x2f]
        let end = min(bytes.count, Limits.appearanceBytesMax)
        var start = 0
        while start + mark.count <= end, bytes[start] != 0x0a {
            var length = 0
            while length < mark.count, bytes[start + length] == mark[length] { length += 1 }
            if length == mark.count { return true }
            start += 1
        }
        return false
    }

    /// `<134>`, perhaps behind a count of bytes as over TCP (RFC 5424 §6.2.1, RFC 6587 §3.4.1).
    private static func isSyslog(_ bytes: Span<UInt8>) -> Bool {
        var start = 0
        while start < 6, start < bytes.count, bytes[start] &- 0x30 < 10 { start += 1 }
        if start > 0 {
            guard start < bytes.count, bytes[start] == 0x20 else { return false }
            start += 1
        }
        guard start < bytes.count, bytes[start] == 0x3c else { return false }
        var end = start + 1
        while end < bytes.count, end - start <= 3, bytes[end] &- 0x30 < 10 { end += 1 }
        return end > start + 1 && end < bytes.count && bytes[end] == 0x3e
    }
}
