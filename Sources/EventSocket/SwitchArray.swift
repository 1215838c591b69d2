// Several values in one string, as the switch writes them.

/// The form `ARRAY::a|:b` of a variable that was pushed more than once (switch_event.c).
enum SwitchArray {
    private static let mark = "ARRAY::"
    private static let separator = Array("|:".utf8)

    /// The values of a text in this form, nil when it is none; at most `Limits.arrayValuesMax`.
    static func values(in text: String) -> [String]? {
        guard text.utf8.starts(with: mark.utf8) else { return nil }
        return split(Array(text.utf8)[...])?.prefix(Limits.arrayValuesMax)
            .map { String(decoding: $0, as: UTF8.self) }
    }

    /// All values as bytes.
    static func split(_ text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>]? {
        guard text.starts(with: mark.utf8) else { return nil }
        var values: [ArraySlice<UInt8>] = []
        var start = text.startIndex + mark.utf8.count
        var at = start
        while at < text.endIndex - 1 {
            if text[at] == separator[0], text[at + 1] == separator[1] {
                values.append(text[start..<at])
                at += 2
                start = at
            } else {
                at += 1
            }
        }
        values.append(text[start...])
        return values
    }
}
