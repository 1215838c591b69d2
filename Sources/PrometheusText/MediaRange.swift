// The entries of an `Accept` header.

/// What a client takes: `text/plain;version=0.0.4;q=0.5` (RFC 9110 §12.5.1).
struct MediaRange {
    /// Lower case; `*` for any.
    let type: String
    /// Lower case; `*` for any.
    let subtype: String
    /// The `version` parameter, when there is one.
    let version: String?
    /// From 0 (not at all) to 1.
    let quality: Double

    /// The ranges of a header in its order. What is none is left out; of a header that nobody
    /// needs the beginning is read.
    static func parse(_ header: String) -> [MediaRange] {
        let bytes = Array(header.utf8.prefix(Limits.acceptBytesMax))
        return split(bytes[...], at: UInt8(ascii: ",")).prefix(Limits.mediaRangesMax)
            .compactMap { MediaRange($0) }
    }

    private init?(_ bytes: ArraySlice<UInt8>) {
        let parts = Self.split(bytes, at: UInt8(ascii: ";"))
        guard let first = parts.first else { return nil }
        let names = Self.split(first, at: UInt8(ascii: "/")).map { Self.word($0).lowercased() }
        guard names.count == 2, !names[0].isEmpty, !names[1].isEmpty else { return nil }
        type = names[0]
        subtype = names[1]
        var version: String?
        var quality = 1.0
        for part in parts.dropFirst() {
            guard let equals = part.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let value = Self.unquoted(Self.word(part[(equals + 1)...]))
            switch Self.word(part[..<equals]).lowercased() {
            case "version": version = value
            case "q":
                // A quality that cannot be is no wish at all.
                guard let number = Double(value), (0...1).contains(number) else { return nil }
                quality = number
            default: break
            }
        }
        self.version = version
        self.quality = quality
    }

    /// The pieces between separators that do not stand within quotes.
    private static func split(
        _ bytes: ArraySlice<UInt8>, at separator: UInt8
    ) -> [ArraySlice<UInt8>] {
        var pieces: [ArraySlice<UInt8>] = []
        var start = bytes.startIndex
        var isQuoted = false
        var isEscaped = false
        for index in bytes.indices {
            let byte = bytes[index]
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if isQuoted {
                isEscaped = byte == UInt8(ascii: "\\")
            } else if byte == separator {
                pieces.append(bytes[start..<index])
                start = index + 1
            }
        }
        pieces.append(bytes[start...])
        return pieces
    }

    /// The text without the blanks around it.
    private static func word(_ bytes: ArraySlice<UInt8>) -> String {
        let isBlank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        var bytes = bytes.drop(while: isBlank)
        while let last = bytes.last, isBlank(last) { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The text within quotes, without the backslashes before quoted characters.
    private static func unquoted(_ text: String) -> String {
        guard text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") else { return text }
        var plain = ""
        var isEscaped = false
        for character in text.dropFirst().dropLast() {
            if character == "\\", !isEscaped {
                isEscaped = true
            } else {
                plain.append(character)
                isEscaped = false
            }
        }
        return plain
    }
}
