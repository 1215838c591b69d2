// The parts of a URI.

/// A SIP, SIPS or tel URI taken apart; any other scheme is kept whole.
///
/// Nothing is unescaped: `%40` in a user is not an `@` (RFC 4475 §3.1.1.3). Source: RFC 3261 §19.1
/// and §25.1, RFC 3966, RFC 5118 §4.
public struct SIPURI: Sendable {
    /// The scheme without its colon; empty when there is none.
    public var scheme = ByteRange.empty

    /// The user without its password; in a tel URI the number. May hold `;`, `?`, `,` and `/`.
    public var user = ByteRange.empty

    /// The password, which nobody should send and nobody should be shown.
    public var password = ByteRange.empty

    /// The host, an IPv6 address without its brackets.
    public var host = ByteRange.empty

    /// The port; nil when none is given, or when it cannot be told from an address.
    public var port: UInt16?

    /// The parameters from the first semicolon on, without it.
    public var parameters = ByteRange.empty

    /// The headers behind the question mark, without it.
    public var headers = ByteRange.empty

    /// What follows the scheme, where the scheme is unknown.
    public var opaque = ByteRange.empty

    /// True when there is no scheme, or whitespace within, or the host or port cannot be right.
    public var isMalformed = false

    init() {}

    /// Takes the URI in `range` apart; angle brackets around it are passed over.
    public static func parse(_ bytes: Span<UInt8>, _ range: ByteRange) -> SIPURI {
        let whole = range.clamped(to: bytes)
        var (lower, upper) = bytes.trimmed(whole.lower, whole.upper)
        if lower < upper, bytes[lower] == ASCII.less {
            lower += 1
            if lower < upper, bytes[upper - 1] == ASCII.greater { upper -= 1 }
            (lower, upper) = bytes.trimmed(lower, upper)
        }
        var uri = SIPURI()
        uri.take(bytes, lower, upper)
        return uri
    }

    /// True for `sip:user@host:port;parameters` of the bytes that nearly every Request-URI consists of,
    /// which is not malformed; false says nothing.
    ///
    /// Taking a URI apart costs five times as much, and most are never asked for their parts.
    @inline(__always)
    static func isPlain(_ bytes: Span<UInt8>, _ lower: Int, _ upper: Int) -> Bool {
        guard upper - lower > 4, bytes.hasPrefix("sip:", lower, upper, ignoringCase: false) else {
            return false
        }
        var hostStart = lower + 4
        var hasUser = false
        var index = hostStart
        while index < upper {
            let byte = bytes[index]
            if byte == ASCII.at, !hasUser {
                hasUser = true
                hostStart = index + 1
            } else if !isPlain(byte) {
                break
            }
            index += 1
        }
        guard index > hostStart else { return false }
        if index < upper, bytes[index] == ASCII.colon {
            let port = index + 1
            var number = 0
            index = port
            while index < upper, ASCII.isDigit(bytes[index]), index - port < 5 {
                number = number * 10 + Int(bytes[index] &- ASCII.zero)
                index += 1
            }
            guard index > port, number <= Int(UInt16.max) else { return false }
        }
        guard index < upper else { return true }
        // What looks like the host may still be a user with parameters: `sip:a;b@c`.
        guard bytes[index] == ASCII.semicolon else { return false }
        while index < upper {
            let byte = bytes[index]
            guard byte == ASCII.semicolon || byte == ASCII.equals || isPlain(byte) else {
                return false
            }
            index += 1
        }
        return true
    }

    /// The user of `sip:user@…` where nothing else can be meant; nil says nothing.
    static func plainUser(_ bytes: Span<UInt8>, _ lower: Int, _ upper: Int) -> ByteRange? {
        guard upper - lower > 4, bytes.hasPrefix("sip:", lower, upper, ignoringCase: false) else {
            return nil
        }
        let start = lower + 4
        var index = start
        while index < upper, isPlain(bytes[index]) { index += 1 }
        guard index < upper, bytes[index] == ASCII.at,
            bytes.firstOffset(of: ASCII.at, index + 1, upper) == nil
        else { return nil }
        return ByteRange(start, index)
    }

    /// A letter, a digit, or one of `.-_+`.
    @inline(__always)
    private static func isPlain(_ byte: UInt8) -> Bool {
        ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte == ASCII.dot || byte == ASCII.hyphen
            || byte == 0x5f || byte == 0x2b
    }

    private mutating func take(_ bytes: Span<UInt8>, _ lower: Int, _ upper: Int) {
        guard let colon = Self.schemeEnd(bytes, lower, upper) else {
            // Phones that leave the scheme out do exist: user@host is still understood.
            isMalformed = true
            takeAuthority(bytes, lower, upper)
            return
        }
        scheme = ByteRange(lower, colon)
        let start = colon + 1
        if bytes.equals("sip", lower, colon, ignoringCase: true)
            || bytes.equals("sips", lower, colon, ignoringCase: true)
        {
            takeAuthority(bytes, start, upper)
        } else if bytes.equals("tel", lower, colon, ignoringCase: true) {
            let semicolon = bytes.firstOffset(of: ASCII.semicolon, start, upper) ?? upper
            user = ByteRange(start, semicolon)
            parameters = ByteRange(min(semicolon + 1, upper), upper)
        } else {
            opaque = ByteRange(start, upper)
        }
    }

    /// Where the colon behind the scheme is; nil when what stands there cannot be a scheme.
    @inline(__always)
    private static func schemeEnd(_ bytes: Span<UInt8>, _ lower: Int, _ upper: Int) -> Int? {
        guard lower < upper, ASCII.isLetter(bytes[lower]) else { return nil }
        var index = lower + 1
        while index < upper {
            let byte = bytes[index]
            if byte == ASCII.colon { return index }
            guard
                ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte == 0x2b || byte == ASCII.hyphen
                    || byte == ASCII.dot
            else { return nil }
            index += 1
        }
        return nil
    }

    /// `[userinfo "@"] hostport *(";" parameter) ["?" headers]`
    private mutating func takeAuthority(_ bytes: Span<UInt8>, _ lower: Int, _ upper: Int) {
        var hostStart = lower
        if let at = Self.userEnd(bytes, lower, upper) {
            let colon = bytes.firstOffset(of: ASCII.colon, lower, at) ?? at
            user = ByteRange(lower, colon)
            password = ByteRange(min(colon + 1, at), at)
            hostStart = at + 1
        }
        var hostEnd = hostStart
        while hostEnd < upper, bytes[hostEnd] != ASCII.semicolon, bytes[hostEnd] != ASCII.question {
            if ASCII.isWhitespace(bytes[hostEnd]) { isMalformed = true }
            hostEnd += 1
        }
        let end = HostPort(bytes, hostStart, hostEnd)
        host = end.host
        port = end.port
        if end.isMalformed || end.host.isEmpty { isMalformed = true }
        takeTail(bytes, hostEnd, upper)
    }

    /// Parameters and headers behind the host.
    @inline(__always)
    private mutating func takeTail(_ bytes: Span<UInt8>, _ lower: Int, _ upper: Int) {
        guard lower < upper else { return }
        var index = lower
        while index < upper, bytes[index] != ASCII.question {
            if ASCII.isWhitespace(bytes[index]) { isMalformed = true }
            index += 1
        }
        parameters = ByteRange(min(lower + 1, index), index)
        headers = ByteRange(min(index + 1, upper), upper)
    }

    /// Where the `@` before the host is.
    ///
    /// The first one, unless another follows before any `;` or `?`: a user may hold both of these,
    /// and a Replaces header behind the `?` is often sent with a bare `@`.
    @inline(__always)
    private static func userEnd(_ bytes: Span<UInt8>, _ lower: Int, _ upper: Int) -> Int? {
        guard var at = bytes.firstOffset(of: ASCII.at, lower, upper) else { return nil }
        var index = at + 1
        while index < upper, bytes[index] != ASCII.semicolon, bytes[index] != ASCII.question {
            if bytes[index] == ASCII.at { at = index }
            index += 1
        }
        return at
    }
}

extension SIPURI {
    /// The value of the first header of this name (written in lowercase), still escaped; nil when
    /// there is none.
    ///
    /// A Refer-To names the call to be replaced this way: `sip:c@d?Replaces=…`.
    public func header(_ name: StaticString, in bytes: Span<UInt8>) -> ByteRange? {
        let (lower, upper) = headers.clamped(to: bytes)
        var start = lower
        while start < upper {
            let end = bytes.firstOffset(of: 0x26, start, upper) ?? upper
            if let equals = bytes.firstOffset(of: ASCII.equals, start, end),
                bytes.equals(name, start, equals, ignoringCase: true)
            {
                return ByteRange(equals + 1, end)
            }
            start = end + 1
        }
        return nil
    }
}
