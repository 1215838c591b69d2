// What Loki says of entries that are too old for their stream.

/// The part of an answer that tells of entries "too far behind" (loki.md §2.5):
/// ```
/// entry with timestamp 2026-08-01 10:00:00 +0000 UTC ignored, reason: 'entry too far behind, entry
/// timestamp is: …, oldest acceptable timestamp is: 2026-08-01T11:00:00Z',
/// user 'fake', total ignored: 1 out of 1 for stream: {job="x", node="a"}
/// ```
struct LokiLateness {
    /// The oldest time that is taken, in nanoseconds since 1970; of several streams the latest.
    let oldest: Int64
    private let text: String

    /// nil for an answer that says nothing of it.
    init?(_ text: String) {
        guard text.contains("too far behind") else { return nil }
        var oldest: Int64?
        var rest = text[...]
        let mark = "oldest acceptable timestamp is: "
        while let found = rest.firstRange(of: mark) {
            rest = rest[found.upperBound...]
            let time = rest.prefix { $0 != "'" && $0 != "," && !$0.isWhitespace }
            if let time = Self.nanoseconds(String(time)) { oldest = max(oldest ?? time, time) }
        }
        guard let oldest else { return nil }
        self.oldest = oldest
        self.text = text
    }

    /// True for a stream that it names.
    func concerns(_ labels: LokiLabels) -> Bool { text.contains(labels.selector) }

    /// RFC 3339 in UTC, with any fraction.
    private static func nanoseconds(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[4] == 0x2d, bytes[7] == 0x2d, bytes[10] == 0x54,
            bytes.last == 0x5a
        else { return nil }
        func number(_ range: Range<Int>) -> Int64? {
            Int64(String(decoding: bytes[range], as: UTF8.self))
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
            let hour = number(11..<13), let minute = number(14..<16),
            let second = number(17..<19), (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        var fraction: Int64 = 0
        if bytes[19] == 0x2e {
            let digits = bytes[20..<(bytes.count - 1)].prefix(9)
            guard let value = Int64(String(decoding: digits, as: UTF8.self)) else { return nil }
            fraction = value
            for _ in digits.count..<9 { fraction *= 10 }
        }
        // Days since 1970-01-01, with March as the first month of a year.
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let days =
            era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
            - 719_468
        let seconds = days * 86_400 + hour * 3600 + minute * 60 + second
        return seconds * 1_000_000_000 + fraction
    }
}
