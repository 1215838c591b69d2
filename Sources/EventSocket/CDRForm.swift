// The forms in which mod_json_cdr posts a CDR.

/// The JSON in the body of a request of mod_json_cdr.
///
/// | `encode` | Content-Type | body |
/// |---|---|---|
/// | `false` | `application/json`, before 1.8 `application/x-www-form-plaintext` | `{…}` |
/// | `true` | `application/x-www-form-urlencoded` | `cdr=%7B…` |
/// | `base64` | `application/x-www-form-base64-encoded` | `cdr=eyJ…` |
///
/// The body alone decides: with `disable-100-continue` the module loses its Content-Type, and curl
/// puts `application/x-www-form-urlencoded` in its place, whatever the form. Source: mod_json_cdr.c.
struct CDRForm {
    /// The JSON as sent.
    let json: [UInt8]
    /// True when it came URL-encoded.
    let isURLDecoded: Bool

    /// Throws `malformed_cdr` when the body is in none of the forms.
    init(_ body: [UInt8]) throws(EventSocketError) {
        let isForm = body.starts(with: "cdr=".utf8)
        let value = body[(isForm ? 4 : 0)...].drop { ASCII.isBlank($0) || $0 == ASCII.lineFeed }
        switch value.first {
        case ASCII.leftBrace:
            json = Array(value)
            isURLDecoded = false
        case ASCII.percent:
            json = PercentEncoding.decode(value)
            isURLDecoded = true
        default:
            guard isForm, let decoded = Self.base64(value) else {
                throw EventSocketError(.malformedCDR)
            }
            // The switch encodes the text with the zero byte that ends it, in some versions.
            json = Array(decoded.prefix { $0 != 0 })
            isURLDecoded = false
        }
    }

    /// The bytes of a base64 text (RFC 4648 §4), URL-encoded signs and line ends allowed; nil for anything
    /// else.
    static func base64(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 4 * 3)
        var bits: UInt32 = 0
        var count = 0
        for byte in PercentEncoding.decode(text) {
            let digit: UInt8
            switch byte {
            case 0x41...0x5a: digit = byte - 0x41
            case 0x61...0x7a: digit = byte - 0x61 + 26
            case 0x30...0x39: digit = byte - 0x30 + 52
            // A form decoder on the way may have made a blank of a plus.
            case 0x2b, 0x20: digit = 62
            case 0x2f: digit = 63
            case 0x3d, 0x0a, 0x0d: continue
            default: return nil
            }
            bits = bits << 6 | UInt32(digit)
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return bytes
    }

    /// JSON out of one that was URL-decoded once too often.
    ///
    /// With `encode-values`, which is the default, values are URL-encoded, and with `encode` the text
    /// that holds them once more; but the switch leaves a `%XX` that it finds alone
    /// (switch_url_encode), so that both come off at once, and `"call-2" <1011>` has its quotes bare
    /// within a string. A quote ends a string only where JSON can go on after it as cJSON writes it,
    /// without blanks; others, and line ends, are escaped.
    static func mend(_ text: [UInt8]) -> [UInt8] {
        var mended: [UInt8] = []
        mended.reserveCapacity(text.count + text.count / 16)
        var isInString = false
        var at = 0
        while at < text.count {
            let byte = text[at]
            at += 1
            guard isInString else {
                isInString = byte == ASCII.quote
                mended.append(byte)
                continue
            }
            switch byte {
            case ASCII.quote where endsString(text, at):
                isInString = false
                mended.append(byte)
            case ASCII.quote: mended += [ASCII.backslash, ASCII.quote]
            case ASCII.backslash:
                if at < text.count, "\"\\/bfnrt".utf8.contains(text[at]) {
                    mended += [byte, text[at]]
                    at += 1
                } else {
                    mended += [ASCII.backslash, ASCII.backslash]
                }
            case 0..<0x20:
                let digits = Array("0123456789abcdef".utf8)
                mended += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default: mended.append(byte)
            }
        }
        return mended
    }

    /// True when what follows a quote can only follow the end of a string.
    private static func endsString(_ text: [UInt8], _ next: Int) -> Bool {
        guard next < text.count else { return true }
        switch text[next] {
        case ASCII.rightBrace, ASCII.rightBracket: return true
        case ASCII.colon:
            guard next + 1 < text.count else { return true }
            let value = text[next + 1]
            return ASCII.isDigit(value) || "\"{[-tfn".utf8.contains(value)
        case ASCII.comma:
            return next + 1 < text.count && "\"{[".utf8.contains(text[next + 1])
        default: return false
        }
    }
}
