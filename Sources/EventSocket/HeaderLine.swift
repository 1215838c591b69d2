// One line `Name: value` of a frame or a plain event.

/// Where a header line's name and value stand in its bytes.
struct HeaderLine {
    let name: Range<Int>
    /// Without the blanks around it.
    let value: Range<Int>

    /// Reads the line that begins at `position` and moves there behind its line feed.
    ///
    /// Nil when there is no line feed, no colon, no name, or a control character in the name.
    init?(in bytes: [UInt8], at position: inout Int) {
        let start = position
        guard start < bytes.count,
            let end = bytes[start...].firstIndex(of: ASCII.lineFeed),
            let colon = bytes[start..<end].firstIndex(of: ASCII.colon),
            colon > start,
            bytes[start..<colon].allSatisfy({ $0 >= 0x20 && $0 != 0x7f })
        else { return nil }
        var first = colon + 1
        var last = end
        while first < last, ASCII.isBlank(bytes[first]) { first += 1 }
        while last > first, ASCII.isBlank(bytes[last - 1]) { last -= 1 }
        name = start..<colon
        value = first..<last
        position = end + 1
    }

    /// Whether the name is `wanted`, which must be in small letters; the line's own case does not
    /// matter.
    func isNamed(_ wanted: [UInt8], in bytes: [UInt8]) -> Bool {
        guard name.count == wanted.count else { return false }
        for index in 0..<wanted.count
        where ASCII.lowercased(bytes[name.lowerBound + index]) != wanted[index] {
            return false
        }
        return true
    }

    /// The same for a name that is written in the source.
    func isNamed(_ wanted: StaticString, in bytes: [UInt8]) -> Bool {
        guard name.count == wanted.utf8CodeUnitCount else { return false }
        return bytes[name].lazy.map(ASCII.lowercased).elementsEqual(wanted.description.utf8)
    }
}
