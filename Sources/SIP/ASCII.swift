// The bytes that SIP's and SDP's grammars give a meaning to, by name.

/// Single bytes of US-ASCII.
///
/// Computed and not stored, so that a comparison costs no look-up of a global.
enum ASCII {
    static var nul: UInt8 { 0x00 }
    static var tab: UInt8 { 0x09 }
    static var lineFeed: UInt8 { 0x0a }
    static var carriageReturn: UInt8 { 0x0d }
    static var space: UInt8 { 0x20 }
    static var quote: UInt8 { 0x22 }
    static var percent: UInt8 { 0x25 }
    static var comma: UInt8 { 0x2c }
    static var hyphen: UInt8 { 0x2d }
    static var dot: UInt8 { 0x2e }
    static var slash: UInt8 { 0x2f }
    static var zero: UInt8 { 0x30 }
    static var colon: UInt8 { 0x3a }
    static var semicolon: UInt8 { 0x3b }
    static var less: UInt8 { 0x3c }
    static var equals: UInt8 { 0x3d }
    static var greater: UInt8 { 0x3e }
    static var question: UInt8 { 0x3f }
    static var at: UInt8 { 0x40 }
    static var leftBracket: UInt8 { 0x5b }
    static var backslash: UInt8 { 0x5c }
    static var rightBracket: UInt8 { 0x5d }

    /// The byte with A to Z turned into a to z.
    @inline(__always)
    static func lowercase(_ byte: UInt8) -> UInt8 {
        byte &- 0x41 < 26 ? byte | 0x20 : byte
    }

    /// True for a space, a tab and the line ends that folding leaves inside a value.
    @inline(__always)
    static func isWhitespace(_ byte: UInt8) -> Bool {
        byte <= space
            && (byte == space || byte == tab || byte == carriageReturn || byte == lineFeed)
    }

    /// True for 0 to 9.
    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool { byte &- zero < 10 }

    /// True for a to z and A to Z.
    @inline(__always)
    static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

    /// The value of a hexadecimal digit, nil for any other byte.
    @inline(__always)
    static func hexValue(_ byte: UInt8) -> UInt8? {
        if isDigit(byte) { return byte &- zero }
        let letter = (byte | 0x20) &- 0x61
        return letter < 6 ? letter + 10 : nil
    }

    /// True for the bytes of a token (RFC 3261 §25.1): letters, digits and ``-.!%*_+`'~``.
    @inline(__always)
    static func isToken(_ byte: UInt8) -> Bool {
        if isLetter(byte) || isDigit(byte) { return true }
        switch byte {
        case 0x21, 0x25, 0x27, 0x2a, 0x2b, 0x2d, 0x2e, 0x5f, 0x60, 0x7e: return true
        default: return false
        }
    }
}
