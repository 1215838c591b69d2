// One name and value, of a stream or of a line's structured metadata.

/// A name with its value.
public struct LokiLabel: Hashable, Sendable {
    /// ASCII letters, digits and `_`, not beginning with a digit; anything else is made so.
    public var name: String
    /// Any text; an empty one is left out by whoever takes the label.
    public var value: String

    /// A label as given; it is checked where it is used.
    public init(name: String, value: String) {
        self.name = name
        self.value = value
    }

    /// A name as Loki takes it everywhere: `[a-zA-Z_][a-zA-Z0-9_]*` with a letter or digit in it.
    ///
    /// Loki rewrites most other names itself, but answers 500 for an empty one and for one of
    /// foreign letters only.
    /// - Returns: nil when nothing readable is left.
    static func usableName(_ asked: String) -> String? {
        if isUsable(asked) { return asked }
        var bytes: [UInt8] = []
        var readable = false
        for scalar in asked.unicodeScalars {
            switch scalar {
            case "a"..."z", "A"..."Z":
                readable = true
                bytes.append(UInt8(truncatingIfNeeded: scalar.value))
            case "0"..."9":
                readable = true
                if bytes.isEmpty { bytes.append(UInt8(ascii: "_")) }
                bytes.append(UInt8(truncatingIfNeeded: scalar.value))
            default:
                bytes.append(UInt8(ascii: "_"))
            }
            if bytes.count >= Limits.labelNameBytesMax { break }
        }
        return readable ? String(decoding: bytes, as: UTF8.self) : nil
    }

    /// Whether a name needs no rewriting: the case of every entry but a careless one's.
    static func isUsable(_ name: String) -> Bool {
        guard name.utf8.count <= Limits.labelNameBytesMax else { return false }
        var readable = false
        for (position, byte) in name.utf8.enumerated() {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
                readable = true
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                if position == 0 { return false }
                readable = true
            case UInt8(ascii: "_"):
                break
            default:
                return false
            }
        }
        return readable
    }
}
