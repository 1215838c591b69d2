// host[:port], where the host may be an IPv6 address.

/// The host and the port of a URI or a Via.
///
/// Source: RFC 3261 §25.1 (hostport, IPv6reference), RFC 5118 §4.
struct HostPort {
    /// The host, an IPv6 address without its brackets.
    var host = ByteRange.empty

    /// The port, nil when there is none that is certain.
    var port: UInt16?

    /// True when brackets are missing or hold no address, or the port is no number of 16 bits.
    var isMalformed = false

    @inline(__always)
    init(_ bytes: Span<UInt8>, _ from: Int, _ to: Int) {
        let (lower, upper) = bytes.trimmed(from, to)
        guard lower < upper else { return }
        if bytes[lower] == ASCII.leftBracket {
            takeReference(bytes, lower, upper)
            return
        }
        var colon = upper
        var index = lower
        while index < upper {
            if bytes[index] == ASCII.colon {
                if colon < upper {
                    // Two colons and no brackets: an IPv6 address, whose last group is no port.
                    host = ByteRange(lower, upper)
                    isMalformed = true
                    return
                }
                colon = index
            }
            index += 1
        }
        host = ByteRange(lower, bytes.trimEnd(lower, colon))
        if colon < upper { takePort(bytes, colon + 1, upper) }
    }

    /// `"[" IPv6address "]"` and what follows.
    private mutating func takeReference(_ bytes: Span<UInt8>, _ lower: Int, _ upper: Int) {
        guard let closing = bytes.firstOffset(of: ASCII.rightBracket, lower, upper) else {
            host = ByteRange(lower + 1, upper)
            isMalformed = true
            return
        }
        host = ByteRange(lower + 1, closing)
        if !Self.isAddress(bytes, lower + 1, closing) { isMalformed = true }
        let colon = bytes.skipWhitespace(closing + 1, upper)
        guard colon < upper else { return }
        if bytes[colon] == ASCII.colon {
            takePort(bytes, colon + 1, upper)
        } else {
            isMalformed = true
        }
    }

    @inline(__always)
    private mutating func takePort(_ bytes: Span<UInt8>, _ from: Int, _ to: Int) {
        let (lower, upper) = bytes.trimmed(from, to)
        port = bytes.decimal(lower, upper, maximum: Int(UInt16.max)).map {
            UInt16(truncatingIfNeeded: $0)
        }
        if port == nil { isMalformed = true }
    }

    /// True for what may be an IPv6 address: its digits, colons and dots, and not three colons in a
    /// row (which a slip in the grammar of RFC 3261 allows, RFC 5118 §4.10).
    private static func isAddress(_ bytes: Span<UInt8>, _ lower: Int, _ upper: Int) -> Bool {
        var colons = 0
        var hasColon = false
        for index in lower..<max(lower, upper) {
            let byte = bytes[index]
            if byte == ASCII.colon {
                colons += 1
                hasColon = true
                if colons == 3 { return false }
            } else if byte == ASCII.dot || ASCII.hexValue(byte) != nil {
                colons = 0
            } else {
                return false
            }
        }
        return hasColon
    }
}
