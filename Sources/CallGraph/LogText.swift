// What a switch's log line says in words that the graph can use.

/// Reads FreeSWITCH's log lines.
public enum LogText {
    /// The Call-ID that mod_sofia writes when it takes or makes a call.
    ///
    /// `… receiving invite from A:P version: … call-id: X` (sofia.c) and
    /// `… sending invite call-id: X` (sofia_glue.c); `(null)` is none. Only lines of these two files are
    /// believed, and the last mark in them counts: what callers choose stands before it.
    public static func callID(in text: [UInt8]) -> String? {
        let line = text.prefix { $0 != 0x0a && $0 != 0x0d }
        guard line.count <= 2048, contains(line, " invite "),
            contains(line, "] sofia.c:") || contains(line, "] sofia_glue.c:"),
            let mark = position(of: " call-id: ", in: line)
        else { return nil }
        let value = line[(mark + " call-id: ".utf8.count)...].prefix { $0 > 0x20 }
        let callID = String(decoding: value, as: UTF8.self)
        return callID.isEmpty || callID == "(null)" ? nil : callID
    }

    /// The moment that begins the line, `2026-11-22 23:26:31.046767`, in UTC.
    ///
    /// The switch writes its own local time without saying which. The nearest whole quarter of an hour
    /// between it and `received` is taken for the zone; nil when the line begins otherwise or the two
    /// differ by more than any zone can.
    public static func time(of text: [UInt8], received: Timestamp) -> Timestamp? {
        let form = Array("dddd-dd-dd dd:dd:dd.dddddd".utf8)
        guard text.count >= form.count else { return nil }
        for (index, wanted) in form.enumerated() {
            let isDigit = text[index] >= 0x30 && text[index] <= 0x39
            if wanted == 0x64 ? !isDigit : text[index] != wanted { return nil }
        }
        func number(_ range: Range<Int>) -> Int64 {
            text[range].reduce(0) { $0 * 10 + Int64($1 &- 0x30) }
        }
        let year = number(0..<4)
        let month = number(5..<7)
        let days = daysSince1970(year: year, month: month, day: number(8..<10))
        let seconds = number(11..<13) * 3600 + number(14..<16) * 60 + number(17..<19)
        let local = (days * 86_400 + seconds) * 1_000_000 + number(20..<26)
        let quarter: Int64 = 900_000_000
        let (difference, overflow) = local.subtractingReportingOverflow(received.microseconds)
        guard !overflow, abs(difference) <= 15 * 4 * quarter else { return nil }
        let half = difference < 0 ? -quarter / 2 : quarter / 2
        let zone = (difference + half) / quarter * quarter
        return Timestamp(microseconds: local - zone)
    }

    /// The inverse of the calendar in `Timestamp.rfc3339`.
    static func daysSince1970(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
            - 719_468
    }

    private static func contains(_ line: ArraySlice<UInt8>, _ words: StaticString) -> Bool {
        position(of: words, in: line) != nil
    }

    /// Where the words stand last.
    private static func position(of words: StaticString, in line: ArraySlice<UInt8>) -> Int? {
        let wanted = Array(words.description.utf8)
        guard line.count >= wanted.count else { return nil }
        var at = line.endIndex - wanted.count
        while at >= line.startIndex {
            if line[at..<(at + wanted.count)].elementsEqual(wanted) { return at }
            at -= 1
        }
        return nil
    }
}
