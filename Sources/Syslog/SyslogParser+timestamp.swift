// Times as senders write them.

extension SyslogParser {
    /// `2026-11-27T13:04:45.003217+01:00` (RFC 3339 §5.6), the zone being left out by some; nil, and
    /// nothing is read, for anything else.
    mutating func timestamp(_ bytes: Span<UInt8>) -> SyslogTime? {
        let start = position
        guard let time = isoTime(bytes), position == bytes.count || bytes[position] == 0x20 else {
            position = start
            return nil
        }
        return time
    }

    private mutating func isoTime(_ bytes: Span<UInt8>) -> SyslogTime? {
        guard let year = number(bytes, digits: 4...4), take(bytes, 0x2d),
            let month = number(bytes, digits: 2...2), take(bytes, 0x2d),
            let day = number(bytes, digits: 2...2), take(bytes, 0x54) || take(bytes, 0x74),
            let clock = clock(bytes)
        else { return nil }
        var offset: Int?
        if take(bytes, 0x5a) || take(bytes, 0x7a) {
            offset = 0
        } else if position < bytes.count, bytes[position] == 0x2b || bytes[position] == 0x2d {
            let sign = bytes[position] == 0x2d ? -1 : 1
            position += 1
            guard let hours = number(bytes, digits: 2...2), take(bytes, 0x3a),
                let minutes = number(bytes, digits: 2...2), hours < 24, minutes < 60
            else { return nil }
            offset = sign * (hours * 60 + minutes)
        }
        return SyslogTime(
            year: year, month: month, day: day, clock: clock, offsetMinutes: offset)
    }

    /// `Nov 27 13:04:45` (RFC 3164 §4.1.2), with a year behind the day or behind the seconds, with a
    /// fraction; nil, and nothing is read, for anything else.
    mutating func legacyTime(_ bytes: Span<UInt8>) -> SyslogTime? {
        let start = position
        guard let time = monthTime(bytes) else {
            position = start
            return nil
        }
        return time
    }

    private mutating func monthTime(_ bytes: Span<UInt8>) -> SyslogTime? {
        guard let month = month(bytes), spaces(bytes) > 0,
            let day = number(bytes, digits: 1...2), spaces(bytes) > 0
        else { return nil }
        var year = number(bytes, digits: 4...4)
        if year != nil, spaces(bytes) == 0 { return nil }
        guard let clock = clock(bytes) else { return nil }
        if year == nil {
            let here = position
            if take(bytes, 0x20), let number = number(bytes, digits: 4...4),
                (1970...2999).contains(number),
                position == bytes.count || bytes[position] == 0x20 || bytes[position] == 0x3a
            {
                year = number
            } else {
                position = here
            }
        }
        // `Nov 27 13:04:45 host`, `Nov 27 13:04:45: text`, or the end.
        guard position == bytes.count || bytes[position] == 0x20 || take(bytes, 0x3a) else {
            return nil
        }
        return SyslogTime(year: year, month: month, day: day, clock: clock, offsetMinutes: nil)
    }

    /// `13:04:45` with an optional fraction.
    private mutating func clock(_ bytes: Span<UInt8>) -> SyslogTime.Clock? {
        guard let hour = number(bytes, digits: 2...2), take(bytes, 0x3a),
            let minute = number(bytes, digits: 2...2), take(bytes, 0x3a),
            let second = number(bytes, digits: 2...2)
        else { return nil }
        var microseconds: Int?
        if take(bytes, 0x2e) {
            guard let fraction = fraction(bytes) else { return nil }
            microseconds = fraction
        }
        return SyslogTime.Clock(
            hour: hour, minute: minute, second: second, microseconds: microseconds)
    }

    /// `Jan` to `Dec` as 1 to 12.
    private mutating func month(_ bytes: Span<UInt8>) -> Int? {
        guard position + 3 <= bytes.count else { return nil }
        var word: UInt32 = 0
        for index in position..<position + 3 { word = word << 8 | UInt32(bytes[index] | 0x20) }
        let months: [UInt32] = [
            0x6a616e, 0x666562, 0x6d6172, 0x617072, 0x6d6179, 0x6a756e, 0x6a756c, 0x617567,
            0x736570, 0x6f6374, 0x6e6f76, 0x646563,
        ]
        guard let index = months.firstIndex(of: word) else { return nil }
        position += 3
        return index + 1
    }
}
