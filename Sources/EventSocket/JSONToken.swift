// A piece of JSON text, by its place.

/// One name or value in a JSON text that was checked.
package struct JSONToken: Sendable, Equatable {
    /// What stands at the place.
    package enum Kind: Sendable {
        /// A string without an escape; the range is what stands between the quotes.
        case plainString
        /// A string with at least one escape; the range is what stands between the quotes.
        case escapedString
        /// A number, `true`, `false` or `null`; the range is its text.
        case bare
        /// An array with its brackets.
        case array
        /// An object with its braces.
        case object
    }

    /// What it is.
    package let kind: Kind
    let start: UInt32
    let end: UInt32

    /// A token of a text no longer than `Limits.frameBodyBytesMax`, so that 32 bits hold its
    /// places.
    init(_ kind: Kind, _ start: Int, _ end: Int) {
        self.kind = kind
        self.start = UInt32(truncatingIfNeeded: start)
        self.end = UInt32(truncatingIfNeeded: end)
    }

    /// Where it stands.
    package var range: Range<Int> { Int(start)..<Int(end) }

    /// The text of a string or a bare value, nil for an array or an object.
    func text(in bytes: [UInt8]) -> String? {
        switch kind {
        case .plainString, .bare: String(decoding: bytes[range], as: UTF8.self)
        case .escapedString: String(decoding: unescaped(in: bytes), as: UTF8.self)
        case .array, .object: nil
        }
    }

    /// The bytes of an escaped string. A surrogate without its partner becomes U+FFFD.
    private func unescaped(in bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(range.count)
        var at = range.lowerBound
        while at < range.upperBound {
            let byte = bytes[at]
            guard byte == ASCII.backslash, at + 1 < range.upperBound else {
                text.append(byte)
                at += 1
                continue
            }
            let letter = bytes[at + 1]
            if letter == UInt8(ascii: "u") {
                at += appendScalar(at: at, in: bytes, to: &text)
            } else {
                text.append(Self.character(escapedBy: letter))
                at += 2
            }
        }
        return text
    }

    /// Appends what the `\uXXXX` at `at` stands for and returns how many bytes it took, 6 or 12.
    private func appendScalar(at: Int, in bytes: [UInt8], to text: inout [UInt8]) -> Int {
        guard let first = codeUnit(at: at, in: bytes) else { return 6 }
        var scalar = Unicode.Scalar(first)
        var length = 6
        if first & 0xfc00 == 0xd800, let second = codeUnit(at: at + 6, in: bytes),
            second & 0xfc00 == 0xdc00
        {
            scalar = Unicode.Scalar(
                0x10000 + (UInt32(first & 0x3ff) << 10 | UInt32(second & 0x3ff)))
            length = 12
        }
        let known: Unicode.Scalar = scalar ?? "\u{fffd}"
        text.append(contentsOf: String(Character(known)).utf8)
        return length
    }

    /// The number in a `\uXXXX` that begins at `at` within the token.
    private func codeUnit(at: Int, in bytes: [UInt8]) -> UInt16? {
        guard at + 6 <= range.upperBound, bytes[at] == ASCII.backslash,
            bytes[at + 1] == UInt8(ascii: "u")
        else { return nil }
        var unit: UInt16 = 0
        for index in (at + 2)..<(at + 6) {
            guard let digit = ASCII.hexValue(bytes[index]) else { return nil }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }

    private static func character(escapedBy letter: UInt8) -> UInt8 {
        switch letter {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0c
        case UInt8(ascii: "n"): 0x0a
        case UInt8(ascii: "r"): 0x0d
        case UInt8(ascii: "t"): 0x09
        default: letter
        }
    }
}
