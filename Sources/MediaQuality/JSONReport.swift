// Members and numbers of JSON, in place.

internal import EventSocket

/// Walks over objects and arrays of a JSON text, without making text of them.
///
/// The text is checked once as a whole; each walk over an object passes over what it holds once more, and
/// no more than three such walks lie in each other.
enum JSONReport {
    /// The object that the text is; nil when it is none.
    static func root(_ bytes: Span<UInt8>) -> JSONToken? {
        guard bytes.count <= Limits.reportBytesMax else { return nil }
        var cursor = JSONCursor()
        guard let root = try? cursor.value(in: bytes, depth: 0), root.kind == .object,
            (try? cursor.finish(in: bytes)) != nil
        else { return nil }
        return root
    }

    /// Shows each member of an object: where its name stands, and its value.
    static func forEachMember(
        of object: JSONToken, in bytes: Span<UInt8>,
        _ body: (_ name: Range<Int>, _ value: JSONToken) -> Void
    ) {
        guard object.kind == .object else { return }
        var cursor = JSONCursor(at: object.range.lowerBound + 1)
        var isFirst = true
        while let name = try? cursor.nextMember(in: bytes, isFirst: &isFirst),
            let value = try? cursor.value(in: bytes, depth: 1)
        {
            body(name.range, value)
        }
    }

    /// Shows the objects of an array, no more than a packet has reports.
    static func forEachObject(
        of array: JSONToken, in bytes: Span<UInt8>, _ body: (JSONToken) -> Void
    ) {
        guard array.kind == .array else { return }
        var cursor = JSONCursor(at: array.range.lowerBound + 1)
        var isFirst = true
        var count = 0
        while count < Limits.reportsPerPacketMax,
            (try? cursor.nextElement(in: bytes, isFirst: &isFirst)) == true,
            let element = try? cursor.value(in: bytes, depth: 1)
        {
            if element.kind == .object { body(element) }
            count += 1
        }
    }

    /// The number that a value is, plain or in quotes (Asterisk's `"lsr": "123"`).
    static func number(_ value: JSONToken, in bytes: Span<UInt8>) -> Double? {
        guard value.kind == .bare || value.kind == .plainString else { return nil }
        return bytes.wholeNumber(in: value.range)
    }

    /// The same, when it is a number of 32 bits.
    static func number32(_ value: JSONToken, in bytes: Span<UInt8>) -> UInt32? {
        number(value, in: bytes).flatMap { UInt32(exactly: $0) }
    }

    /// The short text of a string.
    static func name(_ value: JSONToken, in bytes: Span<UInt8>) -> String? {
        value.kind == .plainString ? bytes.name(in: value.range) : nil
    }
}
