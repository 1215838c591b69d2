// One event of a switch.

/// An event, kept as the JSON text that the switch wrote.
///
/// Headers are looked up in the text when they are asked for; a channel event has up to 300 and a
/// reader wants a dozen. Names are compared exactly: a channel that went through the directory
/// carries `variable_Event-Name` beside `Event-Name`, and `call-id` is not `Call-ID`.
///
/// A header whose value is empty is absent: the plain form writes it as `_undef_`, JSON as `""`.
public struct SwitchEvent: Sendable, Equatable {
    /// The event as one JSON object in UTF-8, fit to be stored and read again by `init(json:)`.
    ///
    /// As the switch sent it, but for bytes that are no UTF-8, which became U+FFFD. A plain event
    /// is written anew.
    public let json: [UInt8]

    /// Names and values by their place in `json`, in its order.
    private let headers: [Header]

    /// One member of the object.
    struct Header: Sendable, Equatable {
        let name: JSONToken
        let value: JSONToken
    }

    /// Reads an event of `text/event-json`, or what `uuid_dump … json` answers.
    ///
    /// Values are strings or arrays of strings; numbers, `true`, `false` and `null` are kept as
    /// their text, objects are skipped. Of a name that comes twice the first counts.
    ///
    /// - Throws: `malformed_json`, `event_too_large`, `event_too_rich`.
    public init(json bytes: [UInt8]) throws(EventSocketError) {
        guard bytes.count <= Limits.eventBytesMax else { throw EventSocketError(.eventTooLarge) }
        let (headers, isASCII) = try Self.scan(bytes.span)
        if isASCII || Self.isUTF8(bytes) {
            self.json = bytes
            self.headers = headers
            return
        }
        // At most three times as long, and every quote is where it was: repair touches no ASCII
        // byte.
        let repaired = Array(String(decoding: bytes, as: UTF8.self).utf8)
        guard repaired.count <= Limits.eventBytesMax else { throw EventSocketError(.eventTooLarge) }
        self.headers = try Self.scan(repaired.span).headers
        self.json = repaired
    }

    /// The first value of the header of exactly this name, nil when absent or empty.
    public subscript(_ name: String) -> String? {
        guard let value = value(name) else { return nil }
        let first: String?
        if value.kind == .array {
            first = elements(of: value).first
        } else if let text = value.text(in: json) {
            first = SwitchArray.values(in: text)?.first ?? text
        } else {
            first = nil
        }
        return first?.isEmpty == true ? nil : first
    }

    /// All values of the header of exactly this name: several when a variable was pushed more than
    /// once.
    ///
    /// The form `ARRAY::a|:b` inside a string counts as an array too. Empty when the header is
    /// absent; at most `Limits.arrayValuesMax`.
    public func values(_ name: String) -> [String] {
        guard let value = value(name) else { return [] }
        if value.kind == .array { return elements(of: value) }
        guard let text = value.text(in: json), !text.isEmpty else { return [] }
        return SwitchArray.values(in: text) ?? [text]
    }

    /// The names of all headers in the order of the event, a repeated one as often as it comes.
    public var names: [String] { headers.compactMap { $0.name.text(in: json) } }

    /// The text of a header as it stands, without looking for an array in it.
    func text(_ name: String) -> String? { value(name)?.text(in: json) }

    private func value(_ name: String) -> JSONToken? {
        let wanted = name.utf8Span.span
        let text = json.span
        for header in headers {
            if header.name.kind == .escapedString {
                guard header.name.text(in: json) == name else { continue }
                return header.value
            }
            let start = Int(header.name.start)
            guard Int(header.name.end) - start == wanted.count else { continue }
            var index = 0
            while index < wanted.count, text[start + index] == wanted[index] { index += 1 }
            if index == wanted.count { return header.value }
        }
        return nil
    }

    /// The elements of an array that was checked when the event was read.
    private func elements(of array: JSONToken) -> [String] {
        let text = json.span
        var cursor = JSONCursor(at: Int(array.start) + 1)
        var elements: [String] = []
        var isFirst = true
        while elements.count < Limits.arrayValuesMax,
            (try? cursor.nextElement(in: text, isFirst: &isFirst)) == true,
            let element = try? cursor.value(in: text, depth: 2)
        {
            if let element = element.text(in: json) { elements.append(element) }
        }
        return elements
    }

    private static func isUTF8(_ bytes: [UInt8]) -> Bool {
        do {
            _ = try UTF8Span(validating: bytes.span)
            return true
        } catch {
            return false
        }
    }

    /// Checks the whole text and notes where its members are.
    private static func scan(
        _ text: Span<UInt8>
    ) throws(EventSocketError) -> (headers: [Header], isASCII: Bool) {
        var headers: [Header] = []
        // Events have 38 to 47 bytes a header; reserving saves the growing.
        headers.reserveCapacity(min(text.count / 40, Limits.eventHeadersMax))
        var cursor = JSONCursor()
        try cursor.take(ASCII.leftBrace, in: text)
        var isFirst = true
        while let name = try cursor.nextMember(in: text, isFirst: &isFirst) {
            guard headers.count < Limits.eventHeadersMax,
                name.range.count <= Limits.headerNameBytesMax
            else { throw EventSocketError(.eventTooRich) }
            let value = try cursor.value(in: text, depth: 1)
            headers.append(Header(name: name, value: value))
        }
        try cursor.finish(in: text)
        return (headers, cursor.stringBits < 0x80)
    }
}
