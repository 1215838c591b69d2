// Moments as people write them.

extension Timestamp {
    /// Reads `2026-11-22T23:26:31Z`, with or without a fraction, `Z` or an offset; nil for anything else.
    ///
    /// RFC 3339 §5.6; a blank may stand for the `T`, and without a zone it is UTC.
    public init?(rfc3339 text: String) {
        let bytes = Array(text.utf8)
        func number(_ from: Int, _ count: Int) -> Int64? {
            guard from + count <= bytes.count else { return nil }
            var value: Int64 = 0
            for byte in bytes[from..<(from + count)] {
                guard (0x30...0x39).contains(byte) else { return nil }
                value = value * 10 + Int64(byte - 0x30)
            }
            return value
        }
        func stands(_ sign: StaticString, at index: Int) -> Bool {
            index < bytes.count && sign.description.utf8.contains(bytes[index])
        }
        guard bytes.count <= 40, let year = number(0, 4), stands("-", at: 4),
            let month = number(5, 2), stands("-", at: 7), let day = number(8, 2),
            stands("Tt ", at: 10), let hour = number(11, 2), stands(":", at: 13),
            let minute = number(14, 2), stands(":", at: 16), let second = number(17, 2),
            (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second <= 60
        else { return nil }
        var at = 19
        var micros: Int64 = 0
        if stands(".", at: at) {
            at += 1
            var digits = 0
            while at < bytes.count, (0x30...0x39).contains(bytes[at]) {
                if digits < 6 { micros = micros * 10 + Int64(bytes[at] - 0x30) }
                digits += 1
                at += 1
            }
            guard digits > 0 else { return nil }
            for _ in 0..<max(0, 6 - digits) { micros *= 10 }
        }
        var offset: Int64 = 0
        if stands("Zz", at: at) {
            at += 1
        } else if stands("+-", at: at) {
            guard let hours = number(at + 1, 2), stands(":", at: at + 3),
                let minutes = number(at + 4, 2)
            else { return nil }
            offset = (hours * 60 + minutes) * 60 * (bytes[at] == 0x2d ? -1 : 1)
            at += 6
        }
        guard at == bytes.count else { return nil }
        let days = LogText.daysSince1970(year: year, month: month, day: day)
        let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - offset
        self.init(microseconds: seconds * 1_000_000 + micros)
    }
}
