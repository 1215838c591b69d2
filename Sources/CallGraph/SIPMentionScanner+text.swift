// The small grammar of the headers that name other dialogs.

internal import SIP

extension SIPMentionScanner {
    /// The part before the first `;`, without blanks around it.
    static func head(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
        var end = range.lowerBound
        while end < range.upperBound, bytes[end] != 0x3b { end += 1 }
        return trimmed(bytes, range.lowerBound..<end)
    }

    /// The range without blanks at its ends.
    static func trimmed(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
        var (lower, upper) = (range.lowerBound, range.upperBound)
        while lower < upper, bytes[lower] <= 0x20 { lower += 1 }
        while upper > lower, bytes[upper - 1] <= 0x20 { upper -= 1 }
        return lower..<upper
    }

    /// The value of a parameter, which may stand first and may be quoted; nil when it is not there.
    static func parameter(
        _ name: StaticString, _ bytes: Span<UInt8>, _ range: Range<Int>
    ) -> Range<Int>? {
        let wanted = Array(name.description.utf8)
        var rest = range
        while !rest.isEmpty {
            let part = head(bytes, rest)
            var end = rest.lowerBound
            while end < rest.upperBound, bytes[end] != 0x3b { end += 1 }
            rest = min(end + 1, rest.upperBound)..<rest.upperBound
            guard let equals = part.first(where: { bytes[$0] == 0x3d }) else { continue }
            let label = trimmed(bytes, part.lowerBound..<equals)
            guard label.count == wanted.count,
                zip(label, wanted).allSatisfy({ bytes[$0] | 0x20 == $1 | 0x20 })
            else { continue }
            var value = trimmed(bytes, (equals + 1)..<part.upperBound)
            if value.count >= 2, bytes[value.lowerBound] == 0x22,
                bytes[value.upperBound - 1] == 0x22
            {
                value = (value.lowerBound + 1)..<(value.upperBound - 1)
            }
            return value
        }
        return nil
    }

    /// Resolves `%XX` (RFC 3261 §19.1.2); a broken escape stays as it is.
    static func unescape(_ bytes: Span<UInt8>, _ range: Range<Int>, into result: inout [UInt8]) {
        result.removeAll(keepingCapacity: true)
        var index = range.lowerBound
        while index < range.upperBound, result.count < Limits.identityBytesMax {
            if bytes[index] == 0x25, index + 2 < range.upperBound,
                let high = digit(bytes[index + 1]), let low = digit(bytes[index + 2])
            {
                result.append(high << 4 | low)
                index += 3
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
    }

    /// Some words of a line, in place.
    struct Words {
        private var ranges = InlineArray<8, Range<Int>>(repeating: 0..<0)
        /// How many there are, eight at most.
        private(set) var count = 0

        /// A word, by a place that is less than `count`.
        subscript(index: Int) -> Range<Int> { ranges[index] }

        fileprivate mutating func append(_ range: Range<Int>) {
            ranges[count] = range
            count += 1
        }
    }

    /// The words between blanks, at most eight.
    static func words(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Words {
        var found = Words()
        var start = range.lowerBound
        while start < range.upperBound, found.count < 8 {
            while start < range.upperBound, bytes[start] <= 0x20 { start += 1 }
            var end = start
            while end < range.upperBound, bytes[end] > 0x20 { end += 1 }
            if end > start { found.append(start..<end) }
            start = end
        }
        return found
    }

    /// True when a part of the bytes is this text.
    static func equal(_ bytes: Span<UInt8>, _ part: ByteRange, _ text: Span<UInt8>) -> Bool {
        let range = part.range.clamped(to: 0..<bytes.count)
        guard range.count == text.count else { return false }
        for (index, place) in range.enumerated() where bytes[place] != text[index] { return false }
        return true
    }

    /// True when a header's name is this one, in either form.
    static func isNamed(
        _ bytes: Span<UInt8>, _ name: ByteRange, _ wanted: [UInt8], _ compact: UInt8
    ) -> Bool {
        let range = name.range.clamped(to: 0..<bytes.count)
        if range.count == 1 { return compact != 0 && bytes[range.lowerBound] | 0x20 == compact }
        guard range.count == wanted.count else { return false }
        for (index, place) in range.enumerated() {
            let byte = bytes[place]
            let lower = (0x41...0x5a).contains(byte) ? byte | 0x20 : byte
            if lower != wanted[index] { return false }
        }
        return true
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
