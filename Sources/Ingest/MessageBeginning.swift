// Whether a message begins here.

internal import SIP

/// How much a place in a stream looks like the beginning of a message.
///
/// Stricter than a parser, which makes the best of a message that is known to be one: here a header
/// that was cut in the middle (`SIP/2.0/TCP 192.0.2.1;branch=…`) must not pass for a start line.
enum MessageBeginning: Sendable {
    /// No message begins here.
    case none
    /// The bytes end within what may become a start line.
    case unfinished
    /// A request line of a method that is not among the registered ones.
    case likely
    /// A status line, or the request line of a registered method.
    case certain

    /// Looks at the line that begins at `start`.
    static func at(_ start: Int, in bytes: Span<UInt8>) -> MessageBeginning {
        var wordEnd = start
        while wordEnd < bytes.count, isWordByte(bytes[wordEnd]) { wordEnd += 1 }
        guard wordEnd > start, wordEnd == bytes.count || bytes[wordEnd] == space else {
            return .none
        }
        if hasVersion(bytes, start, wordEnd) { return statusLine(bytes, start, wordEnd) }
        guard wordEnd < bytes.count, let lineEnd = firstLineFeed(bytes, from: wordEnd) else {
            return isUppercase(bytes, start, wordEnd) ? .unfinished : .none
        }
        var end = lineEnd
        while bytes[end - 1] == carriageReturn || bytes[end - 1] == space { end -= 1 }
        var last = end
        while last > wordEnd, bytes[last - 1] != space { last -= 1 }
        // Between the method and the version stands a URI.
        guard last > wordEnd + 1, hasVersion(bytes, last, end) else { return .none }
        let word = ByteRange(
            offset: UInt32(truncatingIfNeeded: start),
            count: UInt32(truncatingIfNeeded: wordEnd - start))
        return SIPMethod.parse(bytes, word) == .other ? .likely : .certain
    }

    /// `SIP/2.0 SP 3DIGIT …` (RFC 3261 §7.2), as far as it is there.
    private static func statusLine(
        _ bytes: Span<UInt8>, _ start: Int, _ versionEnd: Int
    ) -> MessageBeginning {
        for index in start + 4..<versionEnd
        where !isDigit(bytes[index]) && bytes[index] != fullStop { return .none }
        guard versionEnd + 1 < bytes.count else { return .unfinished }
        guard isDigit(bytes[versionEnd + 1]) else { return .none }
        return firstLineFeed(bytes, from: versionEnd) == nil ? .unfinished : .certain
    }

    /// The first line feed from `start`.
    private static func firstLineFeed(_ bytes: Span<UInt8>, from start: Int) -> Int? {
        for index in start..<bytes.count where bytes[index] == lineFeed { return index }
        return nil
    }

    /// True when the range begins with `SIP/` in any case.
    private static func hasVersion(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
        end - start >= 4 && bytes[start] | 0x20 == 0x73 && bytes[start + 1] | 0x20 == 0x69
            && bytes[start + 2] | 0x20 == 0x70 && bytes[start + 3] == 0x2f
    }

    /// True for A to Z alone: registered methods have nothing else, and the first letters of
    /// `SIP/2.0` neither.
    private static func isUppercase(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
        for index in start..<end where bytes[index] &- 0x41 >= 26 { return false }
        return true
    }

    /// True for the bytes of a token (RFC 3261 §25.1) and the stroke of a version.
    private static func isWordByte(_ byte: UInt8) -> Bool {
        if (byte | 0x20) &- 0x61 < 26 || isDigit(byte) { return true }
        switch byte {
        case 0x21, 0x25, 0x27, 0x2a, 0x2b, 0x2d, 0x2e, 0x2f, 0x5f, 0x60, 0x7e: return true
        default: return false
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    private static var lineFeed: UInt8 { 0x0a }
    private static var carriageReturn: UInt8 { 0x0d }
    private static var space: UInt8 { 0x20 }
    private static var fullStop: UInt8 { 0x2e }
}
