// A switch's log line without what the ladder says already.

/// The part of a log text that one row can show.
struct LogLine {
    /// The first line, without the date, the idle share and the level that FreeSWITCH puts before it.
    let text: Substring
    /// Lines after the first.
    let moreLines: Int

    init(_ text: String) {
        let body = Self.trimmed(text[...])
        let end = body.firstIndex { $0.isNewline } ?? body.endIndex
        self.text = Self.withoutPrefix(body[..<end])
        moreLines = body[end...].reduce(0) { $0 + ($1.isNewline ? 1 : 0) }
    }

    /// Drops `2026-11-22 23:26:31.046767 48.60% [NOTICE] `, each part only if it is there.
    private static func withoutPrefix(_ line: Substring) -> Substring {
        var rest = line
        let stamp = rest.utf8.prefix(26)
        let isStamp =
            stamp.count == 26
            && zip(stamp, "0000-00-00 00:00:00.000000".utf8).allSatisfy { byte, form in
                form == 0x30 ? (0x30...0x39).contains(byte) : byte == form
            }
        guard isStamp else { return line }
        rest = drop(26, of: rest)
        let idle = rest.utf8.prefix { (0x30...0x39).contains($0) || $0 == 0x2e }
        if !idle.isEmpty, rest.utf8.dropFirst(idle.count).first == 0x25 {
            rest = drop(idle.count + 1, of: rest)
        }
        if rest.utf8.first == 0x5b {
            let level = rest.utf8.prefix(12).prefix { $0 != 0x5d }
            if rest.utf8.dropFirst(level.count).first == 0x5d {
                rest = drop(level.count + 1, of: rest)
            }
        }
        return rest
    }

    private static func drop(_ count: Int, of text: Substring) -> Substring {
        Substring(text.utf8.dropFirst(count).drop { $0 == 0x20 })
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while let last = text.last, last.isNewline { text.removeLast() }
        return text.drop { $0.isNewline }
    }
}
