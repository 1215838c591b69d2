// Fields of the form KEY=VALUE, however they are set apart.

/// Walks over the fields of a line or header: `PS=1530,OS=244800`, `PL=10,2;JI=12,3`,
/// `IP=192.0.2.1 PORT=4000`, `JBM=20JBX=240`, `VQMetrics="CCR=0.0;ICR=0.0"`.
///
/// A key is a run of letters, digits, `_` and `-` before an equals sign that begins with a letter. Fields are
/// found by their keys and never by their place. The time taken is linear: no byte is looked at more than
/// three times.
struct FieldScanner {
    private var position: Int
    private let end: Int
    private var left = Limits.fieldsMax

    /// The fields that stand in `range`.
    init(_ range: Range<Int>) {
        position = range.lowerBound
        end = range.upperBound
    }

    /// A field: its key, its value up to the next separator, and a second value behind a comma.
    struct Field {
        var key: Range<Int>
        var value: Range<Int>
        var second: Range<Int>?
    }

    /// The next field; nil at the end, or after too many.
    mutating func next(_ bytes: Span<UInt8>) -> Field? {
        guard left > 0 else { return nil }
        left -= 1
        var start = position
        while position < end, bytes[position] != 0x3d {
            if !Self.isKey(bytes[position]) { start = position + 1 }
            position += 1
        }
        guard position < end else { return nil }
        // `20JBX`: what stands before the first letter is the end of a number.
        while start < position, !Self.isLetter(bytes[start]) { start += 1 }
        let key = start..<position
        position += 1
        let value = takeValue(bytes)
        var field = Field(key: key, value: value)
        if position < end, bytes[position] == 0x2c {
            let before = position
            position += 1
            let second = takeValue(bytes)
            // `PS=1,OS=2`: what follows the comma is a field of its own.
            if position < end, bytes[position] == 0x3d {
                position = before + 1
            } else {
                field.second = second
            }
        }
        return field
    }

    /// The value from here to a separator, or to the key that is written right behind it.
    private mutating func takeValue(_ bytes: Span<UInt8>) -> Range<Int> {
        let start = position
        while position < end, !Self.isSeparator(bytes[position]) { position += 1 }
        let value = start..<position
        // `JBM=20JBX=240`: an equals sign within means that a key began there.
        if position < end, bytes[position] == 0x3d,
            let number = bytes.number(in: value), number.end > start
        {
            position = number.end
            return start..<number.end
        }
        return value
    }

    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == 0x3b || byte == 0x2c || byte == 0x22 || byte == 0x3d
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7a).contains(byte | 0x20) }

    private static func isKey(_ byte: UInt8) -> Bool {
        isLetter(byte) || (0x30...0x39).contains(byte) || byte == 0x5f || byte == 0x2d
    }
}
