// What a user, a domain or a node must look like.

/// A text that is matched whole, by its begin, its end, or a part of it; case of ASCII letters is ignored.
///
/// Nothing is normalised: a number is compared as the message says it, with its `+` or `00`.
public struct TextPattern: Sendable, Equatable {
    /// Where the text must stand.
    public enum Place: Sendable, Equatable {
        /// `123`: it is all there is.
        case whole
        /// `123*`: it is the begin.
        case prefix
        /// `*123`: it is the end.
        case suffix
        /// `*123*`: it is somewhere.
        case anywhere
    }

    /// What stands there, in lowercase.
    public let bytes: [UInt8]
    /// Where it stands.
    public let place: Place

    /// Reads `123`, `123*`, `*123` or `*123*`; nil when nothing but asterisks is there, when one stands
    /// in the midst, or when it is longer than anything that is kept.
    public init?(_ text: String) {
        var rest = Substring(text)
        let isOpenBefore = rest.first == "*"
        if isOpenBefore { rest.removeFirst() }
        let isOpenBehind = rest.last == "*"
        if isOpenBehind { rest.removeLast() }
        guard !rest.isEmpty, !rest.contains("*"), rest.utf8.count <= Limits.searchTextBytesMax
        else { return nil }
        bytes = rest.utf8.map(Self.lowercase)
        place =
            switch (isOpenBefore, isOpenBehind) {
            case (false, false): .whole
            case (false, true): .prefix
            case (true, false): .suffix
            case (true, true): .anywhere
            }
    }

    /// True when the text in `range` of `text` is as it must be; the range lies within it.
    @inline(__always)
    public func matches(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        let spare = range.count - bytes.count
        guard spare >= 0 else { return false }
        switch place {
        case .whole: return spare == 0 && stands(in: text, at: range.lowerBound)
        case .prefix: return stands(in: text, at: range.lowerBound)
        case .suffix: return stands(in: text, at: range.lowerBound + spare)
        case .anywhere:
            for at in range.lowerBound...range.lowerBound + spare where stands(in: text, at: at) {
                return true
            }
            return false
        }
    }

    /// True when a text is as it must be.
    public func matches(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return matches(bytes.span, 0..<bytes.count)
    }

    @inline(__always)
    private func stands(in text: Span<UInt8>, at start: Int) -> Bool {
        // Numbers of one network begin alike and differ at the end.
        var index = bytes.count
        while index > 0 {
            index -= 1
            if Self.lowercase(text[start + index]) != bytes[index] { return false }
        }
        return true
    }

    @inline(__always)
    private static func lowercase(_ byte: UInt8) -> UInt8 {
        (0x41...0x5a).contains(byte) ? byte | 0x20 : byte
    }
}
