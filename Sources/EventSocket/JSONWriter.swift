// Writes the JSON object that a plain event is kept as.

/// An object of strings and arrays of strings, in the form in which the switch writes its own.
struct JSONWriter {
    private var bytes: [UInt8] = [ASCII.leftBrace]

    /// Adds a member whose value is a string.
    mutating func append(name: ArraySlice<UInt8>, value: ArraySlice<UInt8>) {
        begin(name)
        append(string: value)
    }

    /// Adds a member whose value is an array.
    mutating func append(name: ArraySlice<UInt8>, values: [ArraySlice<UInt8>]) {
        begin(name)
        bytes.append(ASCII.leftBracket)
        for (index, value) in values.enumerated() {
            if index > 0 { bytes.append(ASCII.comma) }
            append(string: value)
        }
        bytes.append(ASCII.rightBracket)
    }

    /// The whole object.
    func finished() -> [UInt8] { bytes + [ASCII.rightBrace] }

    private mutating func begin(_ name: ArraySlice<UInt8>) {
        if bytes.count > 1 { bytes.append(ASCII.comma) }
        append(string: name)
        bytes.append(ASCII.colon)
    }

    private mutating func append(string: ArraySlice<UInt8>) {
        bytes.append(ASCII.quote)
        for byte in string {
            switch byte {
            case ASCII.quote, ASCII.backslash: bytes += [ASCII.backslash, byte]
            case 0x08: bytes += Array(#"\b"#.utf8)
            case 0x09: bytes += Array(#"\t"#.utf8)
            case 0x0a: bytes += Array(#"\n"#.utf8)
            case 0x0c: bytes += Array(#"\f"#.utf8)
            case 0x0d: bytes += Array(#"\r"#.utf8)
            case 0..<0x20:
                let digits = Array("0123456789abcdef".utf8)
                bytes += Array(#"\u00"#.utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default: bytes.append(byte)
            }
        }
        bytes.append(ASCII.quote)
    }
}
