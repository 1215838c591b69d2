// Bytes to text and comparisons: what is done when somebody asks, never while parsing.

extension ByteRange {
    /// The bytes as a string; what is not UTF-8 becomes U+FFFD.
    ///
    /// A value that was folded over lines keeps its line ends; ``unfolded(in:)`` takes them out.
    public func text(in bytes: Span<UInt8>) -> String {
        let (lower, upper) = clamped(to: bytes)
        let part = bytes.extracting(lower..<upper)
        // The pointer is used within the closure only, and the string copies what it needs.
        return unsafe part.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// The bytes as a string with every fold (line end and the spaces around it) as one space.
    ///
    /// Source: RFC 3261 §7.3.1.
    public func unfolded(in bytes: Span<UInt8>) -> String {
        let (lower, upper) = clamped(to: bytes)
        var result: [UInt8] = []
        result.reserveCapacity(upper - lower)
        var index = lower
        while index < upper {
            let byte = bytes[index]
            guard byte == ASCII.carriageReturn || byte == ASCII.lineFeed else {
                result.append(byte)
                index += 1
                continue
            }
            while index < upper, ASCII.isWhitespace(bytes[index]) { index += 1 }
            while let last = result.last, ASCII.isWhitespace(last) { result.removeLast() }
            result.append(ASCII.space)
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The bytes with `%XX` decoded, for display and for headers carried inside a URI.
    ///
    /// Identities are compared as sent and never decoded. A `%` without two hexadecimal digits
    /// stays.
    public func percentDecoded(in bytes: Span<UInt8>) -> [UInt8] {
        let (lower, upper) = clamped(to: bytes)
        var result: [UInt8] = []
        result.reserveCapacity(upper - lower)
        var index = lower
        while index < upper {
            if bytes[index] == ASCII.percent, index + 2 < upper,
                let high = ASCII.hexValue(bytes[index + 1]),
                let low = ASCII.hexValue(bytes[index + 2])
            {
                result.append(high << 4 | low)
                index += 3
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return result
    }

    /// True when the bytes are exactly those of `text`.
    public func equals(_ text: StaticString, in bytes: Span<UInt8>) -> Bool {
        let (lower, upper) = clamped(to: bytes)
        return bytes.equals(text, lower, upper, ignoringCase: false)
    }

    /// True when the bytes are those of `text` (written in lowercase), whatever the case of A to Z.
    public func equalsIgnoringCase(_ text: StaticString, in bytes: Span<UInt8>) -> Bool {
        let (lower, upper) = clamped(to: bytes)
        return bytes.equals(text, lower, upper, ignoringCase: true)
    }

    /// True when both are the same bytes.
    public func equals(_ other: ByteRange, in bytes: Span<UInt8>) -> Bool {
        let (lower, upper) = clamped(to: bytes)
        let (otherLower, otherUpper) = other.clamped(to: bytes)
        return bytes.equals(lower, upper, otherLower, otherUpper)
    }
}
