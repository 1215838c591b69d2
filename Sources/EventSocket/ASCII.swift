// The few characters that the event socket's grammar is made of.

/// Bytes and classes of bytes.
enum ASCII {
    static let lineFeed: UInt8 = 0x0a
    static let quote: UInt8 = 0x22
    static let percent: UInt8 = 0x25
    static let comma: UInt8 = 0x2c
    static let colon: UInt8 = 0x3a
    static let leftBracket: UInt8 = 0x5b
    static let backslash: UInt8 = 0x5c
    static let rightBracket: UInt8 = 0x5d
    static let leftBrace: UInt8 = 0x7b
    static let rightBrace: UInt8 = 0x7d

    /// A space, a tab, or the carriage return that some relays put before a line feed.
    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0d }

    static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    static func lowercased(_ byte: UInt8) -> UInt8 {
        byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte
    }

    /// What a hexadecimal digit stands for.
    static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }

    /// A number in decimal digits and nothing else; nil when empty or too large for an Int.
    static func decimal(_ digits: ArraySlice<UInt8>) -> Int? {
        guard !digits.isEmpty else { return nil }
        var number = 0
        for byte in digits {
            guard isDigit(byte) else { return nil }
            let (times, overflow) = number.multipliedReportingOverflow(by: 10)
            let (sum, carry) = times.addingReportingOverflow(Int(byte - 0x30))
            guard !overflow, !carry else { return nil }
            number = sum
        }
        return number
    }

    /// Where `words` last begin in `bytes`.
    static func lastPosition(of words: String, in bytes: [UInt8]) -> Int? {
        let wanted = Array(words.utf8)
        var at = bytes.count - wanted.count
        while at >= 0 {
            if bytes[at..<(at + wanted.count)].elementsEqual(wanted) { return at }
            at -= 1
        }
        return nil
    }
}
