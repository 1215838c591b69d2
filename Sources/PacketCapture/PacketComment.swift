// Comments on packets that programs can read as well as people.

/// A comment of the form `calltrace call=… node=…`: names with values, in order.
///
/// Blanks, controls and what is not ASCII are escaped in values as in a URI (RFC 3986 §2.1), so that a
/// comment is one line whatever the network sent.
public struct PacketComment: Sendable, Equatable {
    /// A name with its value.
    public struct Field: Sendable, Equatable {
        /// Lower-case letters and hyphens.
        public var name: String
        /// Any text.
        public var value: String

        /// A field of this name and value.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The word that such a comment begins with.
    private static let word = "calltrace"

    /// The fields in order.
    public var fields: [Field]

    /// A comment of these fields.
    public init(_ fields: [Field]) { self.fields = fields }

    /// The comment in these bytes; nil when it is anybody else's.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count <= Limits.commentBytesMax,
            let text = String(validating: bytes, as: UTF8.self)
        else { return nil }
        let words = text.split(separator: " ")
        guard words.first == Self.word[...] else { return nil }
        fields = words.dropFirst().compactMap { word in
            let halves = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard halves.count == 2, let value = Self.unescaped(halves[1]) else { return nil }
            return Field(String(halves[0]), value)
        }
    }

    /// The value of the first field of this name.
    public subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

    /// The comment as text; values are cut so that the whole stays a line.
    public var text: String {
        fields.reduce(into: Self.word) { text, field in
            text += " \(field.name)=\(Self.escaped(field.value))"
        }
    }

    private static func escaped(_ value: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in value.utf8.prefix(Limits.commentBytesMax / 4) {
            if (0x21...0x7E).contains(byte), byte != 0x25 {
                bytes.append(byte)
            } else {
                bytes += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func unescaped(_ value: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = value.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == 0x25 else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(digit),
                let low = rest.popFirst().flatMap(digit)
            else { return nil }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }
}
