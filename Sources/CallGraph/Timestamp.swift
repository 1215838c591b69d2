// A moment in microseconds since 1970, the unit of every agent and switch that is heard here.

/// A moment, in microseconds since 1970-01-01T00:00:00Z.
public struct Timestamp: Hashable, Comparable, Sendable {
    /// Microseconds since 1970; negative before.
    public var microseconds: Int64

    /// The moment that many microseconds after 1970.
    public init(microseconds: Int64) { self.microseconds = microseconds }

    /// The earliest moment that can be said.
    public static let distantPast = Timestamp(microseconds: .min)
    /// The latest moment that can be said.
    public static let distantFuture = Timestamp(microseconds: .max)

    /// The earlier one is less.
    public static func < (a: Timestamp, b: Timestamp) -> Bool { a.microseconds < b.microseconds }

    /// This moment moved by so many seconds, held at the ends of what can be said.
    public func advanced(bySeconds seconds: Int64) -> Timestamp {
        let (step, tooFar) = seconds.multipliedReportingOverflow(by: 1_000_000)
        let (sum, overflow) = microseconds.addingReportingOverflow(step)
        if tooFar || overflow { return seconds < 0 ? .distantPast : .distantFuture }
        return Timestamp(microseconds: sum)
    }

    /// Microseconds from `earlier` to this moment, held at the ends of `Int64`.
    public func microseconds(since earlier: Timestamp) -> Int64 {
        let (difference, overflow) = microseconds.subtractingReportingOverflow(earlier.microseconds)
        return overflow ? (microseconds < earlier.microseconds ? .min : .max) : difference
    }

    /// Seconds from `earlier` to this moment.
    public func seconds(since earlier: Timestamp) -> Double {
        Double(microseconds(since: earlier)) / 1_000_000
    }

    /// RFC 3339 in UTC with microseconds: `2026-11-22T23:26:31.046767Z`.
    ///
    /// Years outside 0…9999, which RFC 3339 cannot say, are held at its ends.
    public var rfc3339: String {
        let clamped = min(max(microseconds, -62_167_219_200_000_000), 253_402_300_799_999_999)
        var days = clamped / 86_400_000_000
        var rest = clamped % 86_400_000_000
        if rest < 0 {
            rest += 86_400_000_000
            days -= 1
        }
        let date = Self.civil(daysSince1970: days)
        let second = rest / 1_000_000
        var text: [UInt8] = []
        text.reserveCapacity(27)
        Self.append(date.year, digits: 4, to: &text)
        text.append(0x2d)
        Self.append(date.month, digits: 2, to: &text)
        text.append(0x2d)
        Self.append(date.day, digits: 2, to: &text)
        text.append(0x54)
        Self.append(second / 3600, digits: 2, to: &text)
        text.append(0x3a)
        Self.append(second / 60 % 60, digits: 2, to: &text)
        text.append(0x3a)
        Self.append(second % 60, digits: 2, to: &text)
        text.append(0x2e)
        Self.append(rest % 1_000_000, digits: 6, to: &text)
        text.append(0x5a)
        return String(decoding: text, as: UTF8.self)
    }

    /// The proleptic Gregorian date of a day count, by counting 400-year eras from 1 March 0000.
    private static func civil(daysSince1970: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = daysSince1970 + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    private static func append(_ number: Int64, digits: Int, to text: inout [UInt8]) {
        var divisor: Int64 = 1
        for _ in 1..<digits { divisor *= 10 }
        while divisor > 0 {
            text.append(0x30 + UInt8(truncatingIfNeeded: number / divisor % 10))
            divisor /= 10
        }
    }
}
