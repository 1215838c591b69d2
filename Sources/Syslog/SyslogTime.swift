// A time as far as a message says one, and the moment that it stands for.

/// The parts of a time that a message bears: RFC 3164 leaves out year, zone and fraction.
public struct SyslogTime: Sendable, Equatable {
    /// The time of day.
    struct Clock: Sendable, Equatable {
        var hour: Int
        var minute: Int
        var second: Int
        /// Nil where whole seconds are said.
        var microseconds: Int?
    }

    /// Nil where none is said.
    public let year: Int?
    /// 1 to 12.
    public let month: Int
    /// 1 to 31.
    public let day: Int
    let clock: Clock
    /// Minutes east of UTC; nil where no zone is said.
    public let offsetMinutes: Int?

    /// Nil for what stands on no calendar and no clock. A leap second is taken, a fraction with it.
    init?(year: Int?, month: Int, day: Int, clock: Clock, offsetMinutes: Int?) {
        guard (1...12).contains(month), (1...31).contains(day), clock.hour < 24,
            clock.minute < 60, clock.second <= 60
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
        self.clock = clock
        self.offsetMinutes = offsetMinutes
    }

    /// The moment in microseconds since 1970, for a message that came at `received`; nil when it cannot
    /// be told, and then the receipt is the best there is.
    ///
    /// Without a year, it is of the year that brings it nearest to the receipt. Without a zone, the nearest
    /// whole quarter of an hour between it and the receipt is taken for the zone. Of a time in whole
    /// seconds that came within a second or two, the receipt says more than the seconds do: it is taken
    /// as far as it lies within that second, since a line must not stand before the message that
    /// caused it.
    public func microseconds(received: Int64) -> Int64? {
        guard let moment = moment(received: received) else { return nil }
        guard clock.microseconds == nil else { return moment }
        let late = received - moment
        guard (0..<2_000_000).contains(late) else { return moment }
        return moment + min(late, 999_999)
    }

    private func moment(received: Int64) -> Int64? {
        // A receipt outside of what RFC 3339 can say is no clock's.
        guard (0...253_402_300_799_999_999).contains(received) else { return nil }
        if let offsetMinutes {
            guard let year else { return nil }
            let moment = local(year: year) - Int64(offsetMinutes) * 60_000_000
            let isBelievable =
                moment >= Limits.timeMin && moment - received <= Limits.clockAheadMax
            return isBelievable ? moment : nil
        }
        guard let local = year.map(local(year:)) ?? nearest(to: received) else { return nil }
        let difference = local - received
        guard abs(difference) <= Limits.zoneMax else { return nil }
        let quarter: Int64 = 900_000_000
        // Late by less than half a quarter counts as late and not as a zone. Within whole seconds the
        // moment may be almost a second later than what is said.
        let half = difference < 0 ? -quarter / 2 : quarter / 2
        return local - (difference + half) / quarter * quarter
    }

    /// The local time in the year that brings it nearest to `received`.
    private func nearest(to received: Int64) -> Int64? {
        let yearMicroseconds: Int64 = 31_556_952_000_000
        let about = 1970 + Int(received / yearMicroseconds)
        return (about - 1...about + 1).map(local(year:)).min { a, b in
            abs(a - received) < abs(b - received)
        }
    }

    /// Microseconds since 1970 as if it were UTC.
    private func local(year: Int) -> Int64 {
        let days = Self.daysSince1970(year: Int64(year), month: Int64(month), day: Int64(day))
        let seconds = Int64(clock.hour) * 3600 + Int64(clock.minute) * 60 + Int64(clock.second)
        return (days * 86_400 + seconds) * 1_000_000 + Int64(clock.microseconds ?? 0)
    }

    /// Days of the proleptic Gregorian calendar, by counting 400-year eras from 1 March 0000.
    private static func daysSince1970(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
            - 719_468
    }
}
