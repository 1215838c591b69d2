// The channels that are up when a client connects.

/// The answer to `show channels as json`.
///
/// ```
/// {"row_count":2,"rows":[{"uuid":"575fe831-…","direction":"inbound",…},{…}]}
/// ```
/// `{"row_count": 0}` when there are none.
struct ChannelList: Sendable {
    /// The UUIDs that can be put into a command, in the switch's order.
    private(set) var uuids: [String] = []
    /// Rows whose UUID cannot, or that are too many to ask for.
    private(set) var skipped = 0

    /// Reads an answer.
    ///
    /// - Throws: `malformed_json` when it is no JSON object.
    init(_ answer: [UInt8]) throws(EventSocketError) {
        let text = answer.span
        var cursor = JSONCursor()
        try cursor.take(ASCII.leftBrace, in: text)
        var isFirst = true
        while let name = try cursor.nextMember(in: text, isFirst: &isFirst) {
            if name.text(in: answer) == "rows", cursor.peek(text) == ASCII.leftBracket {
                try readRows(answer, text, &cursor)
            } else {
                _ = try cursor.value(in: text, depth: 1)
            }
        }
        try cursor.finish(in: text)
    }

    private mutating func readRows(
        _ answer: [UInt8], _ text: Span<UInt8>, _ cursor: inout JSONCursor
    ) throws(EventSocketError) {
        try cursor.take(ASCII.leftBracket, in: text)
        var isFirst = true
        while try cursor.nextElement(in: text, isFirst: &isFirst) {
            guard cursor.peek(text) == ASCII.leftBrace else {
                _ = try cursor.value(in: text, depth: 2)
                skipped += 1
                continue
            }
            try cursor.take(ASCII.leftBrace, in: text)
            var isFirstMember = true
            var uuid: String?
            while let name = try cursor.nextMember(in: text, isFirst: &isFirstMember) {
                let value = try cursor.value(in: text, depth: 3)
                if uuid == nil, name.text(in: answer) == "uuid" { uuid = value.text(in: answer) }
            }
            if let uuid, Self.isUsable(uuid), uuids.count < Limits.channelsAskedMax {
                uuids.append(uuid)
            } else {
                skipped += 1
            }
        }
    }

    /// Whether a UUID can stand in a command without becoming two words, another command, or an
    /// expansion.
    static func isUsable(_ uuid: String) -> Bool {
        let bytes = uuid.utf8
        return !bytes.isEmpty && bytes.count <= Limits.uuidBytesMax
            && bytes.allSatisfy { $0 > 0x20 && $0 < 0x7f }
    }
}
