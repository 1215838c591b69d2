// Moments as reports write them.

/// Reads `2026-01-10T18:23:43Z`, with or without a fraction of the second (RFC 3339 in UTC).
enum ReportTime {
    /// Microseconds since 1970; nil for anything else, and for years before 2000, which stand for "not
    /// known".
    static func parse(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int64? {
        guard range.count >= 20, bytes[range.upperBound - 1] | 0x20 == 0x7a else { return nil }
        let at = range.lowerBound
        func digits(_ offset: Int, _ count: Int) -> Int64? {
            var value: Int64 = 0
            for index in (at + offset)..<(at + offset + count) {
                guard (0x30...0x39).contains(bytes[index]) else { return nil }
                value = value * 10 + Int64(bytes[index] - 0x30)
            }
            return value
        }
        guard bytes[at + 4] == 0x2d, bytes[at + 7] == 0x2d, bytes[at + 10] | 0x20 == 0x74,
            bytes[at + 13] == 0x3a, bytes[at + 16] == 0x3a, let year = digits(0, 4), year >= 2000,
            let month = digits(5, 2), (1...12).contains(month), let day = digits(8, 2),
            (1...31).contains(day), let hour = digits(11, 2), hour < 24,
            let minute = digits(14, 2), minute < 60, let second = digits(17, 2), second <= 60
        else { return nil }
        // Days since 0000-03-01, whose years end with the leap day (Howard Hinnant's days_from_civil).
        let shifted = month > 2 ? year : year - 1
        let yearDay = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let days = shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + yearDay - 719_468
        return (days * 86_400 + hour * 3600 + minute * 60 + second) * 1_000_000
    }
}
