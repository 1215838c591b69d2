// Writes JSON as bytes.

/// Writes one JSON text (RFC 8259), without spaces, keys in the order they are given.
///
/// The caller opens and closes objects and arrays in pairs; commas are set here. Strings come out safe
/// to show in a terminal: whatever could steer one stands as `\uXXXX`, which a parser reads as the same.
package struct JSONWriter {
    /// What has been written, in UTF-8.
    package private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// A writer that has written nothing.
    package init() {}

    /// Opens an object.
    package mutating func beginObject() { open(0x7b) }
    /// Closes the innermost object.
    package mutating func endObject() { close(0x7d) }
    /// Opens an array.
    package mutating func beginArray() { open(0x5b) }
    /// Closes the innermost array.
    package mutating func endArray() { close(0x5d) }

    /// The key of the value that is written next.
    package mutating func key(_ name: String) {
        separate()
        quote(name)
        bytes.append(0x3a)
        needsComma = false
    }

    /// A string; nil is `null`.
    package mutating func string(_ text: String?) {
        guard let text else { return null() }
        separate()
        quote(text)
    }

    /// A whole number; nil is `null`.
    package mutating func number(_ value: Int?) {
        guard let value else { return null() }
        raw(String(value))
    }

    /// A number with at most six decimals; nil, infinity and NaN, which JSON cannot say, are `null`.
    package mutating func number(_ value: Double?) {
        guard let value, value.isFinite else { return null() }
        raw(abs(value) < 9e12 ? Decimal.text(value, decimals: 1...6) : value.description)
    }

    /// `true` or `false`.
    package mutating func bool(_ value: Bool) { raw(value ? "true" : "false") }

    /// `null`.
    package mutating func null() { raw("null") }

    /// A line end, for after the outermost value.
    package mutating func newline() { bytes.append(0x0a) }

    /// Makes room for so many bytes at once.
    package mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

    private mutating func open(_ byte: UInt8) {
        separate()
        bytes.append(byte)
        needsComma = false
    }

    private mutating func close(_ byte: UInt8) {
        bytes.append(byte)
        needsComma = true
    }

    private mutating func raw(_ text: String) {
        separate()
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func separate() {
        if needsComma { bytes.append(0x2c) }
        needsComma = true
    }

    private mutating func quote(_ text: String) {
        bytes.append(0x22)
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x22: bytes.append(contentsOf: [0x5c, 0x22])
            case 0x5c: bytes.append(contentsOf: [0x5c, 0x5c])
            case 0x20...0x7e: bytes.append(UInt8(truncatingIfNeeded: scalar.value))
            case 0x0a: bytes.append(contentsOf: [0x5c, 0x6e])
            case 0x0d: bytes.append(contentsOf: [0x5c, 0x72])
            case 0x09: bytes.append(contentsOf: [0x5c, 0x74])
            default:
                // Some parsers take U+FEFF for a byte order mark and drop it, in the midst of a string
                // too (Foundation's does, after an escape).
                if TerminalText.steersTerminal(scalar) || scalar.value == 0xfeff {
                    bytes.append(contentsOf: [0x5c, 0x75])
                    let digits = String(scalar.value, radix: 16)
                    for _ in digits.utf8.count..<4 { bytes.append(0x30) }
                    bytes.append(contentsOf: digits.utf8)
                } else {
                    bytes.append(contentsOf: String(scalar).utf8)
                }
            }
        }
        bytes.append(0x22)
    }
}
