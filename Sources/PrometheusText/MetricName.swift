// Names made fit for the text format, whatever was asked for.

enum MetricName {
    /// A metric name `[a-zA-Z_:][a-zA-Z0-9_:]*` (Prometheus data model): other characters become
    /// `_`.
    static func metric(_ asked: String) -> String {
        clean(asked, colonAllowed: true, bytesMax: Limits.nameBytesMax)
    }

    /// The same, ending in `_total` (a counter) or a unit; a name that ends so already stays as it
    /// is.
    static func metric(_ asked: String, suffix: String) -> String {
        let stem = asked.hasSuffix(suffix) ? String(asked.dropLast(suffix.count)) : asked
        let stemBytesMax = Limits.nameBytesMax - suffix.utf8.count
        return clean(stem, colonAllowed: true, bytesMax: stemBytesMax) + suffix
    }

    /// A label name `[a-zA-Z_][a-zA-Z0-9_]*` without the two underscores reserved for Prometheus
    /// itself.
    static func label(_ asked: String) -> String {
        var name = clean(asked, colonAllowed: false, bytesMax: Limits.nameBytesMax)
        while name.hasPrefix("__") { name.removeFirst() }
        return name
    }

    /// The first bytes of a text, cut at a character's border.
    static func cut(_ text: String, bytesMax: Int) -> String {
        guard text.utf8.count > bytesMax else { return text }
        var end = text.utf8.index(text.startIndex, offsetBy: bytesMax)
        // At most three steps back lead to the start of a scalar.
        while end > text.startIndex, end.samePosition(in: text.unicodeScalars) == nil {
            end = text.utf8.index(before: end)
        }
        return String(text[..<end])
    }

    private static func clean(_ asked: String, colonAllowed: Bool, bytesMax: Int) -> String {
        var bytes: [UInt8] = []
        for scalar in asked.unicodeScalars {
            if bytes.count >= bytesMax { break }
            switch scalar {
            case "a"..."z", "A"..."Z", "_":
                bytes.append(UInt8(truncatingIfNeeded: scalar.value))
            case ":" where colonAllowed:
                bytes.append(UInt8(ascii: ":"))
            case "0"..."9":
                if bytes.isEmpty { bytes.append(UInt8(ascii: "_")) }
                bytes.append(UInt8(truncatingIfNeeded: scalar.value))
            default:
                bytes.append(UInt8(ascii: "_"))
            }
        }
        return bytes.isEmpty ? "_" : String(decoding: bytes, as: UTF8.self)
    }
}
