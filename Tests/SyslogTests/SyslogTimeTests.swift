// Which moment a time stands for.

import Syslog
import Testing

struct SyslogTimeTests {
    private func moment(_ stamp: String, received: Int64 = received) throws -> Int64? {
        try Parsed("<30>\(stamp) host app: text").message.time?.microseconds(received: received)
    }

    @Test(arguments: [
        ("2026-11-27T13:04:45.003217Z", 1_795_784_685_003_217 as Int64),
        ("2026-11-27T14:04:45.003217+01:00", 1_795_784_685_003_217),
        ("2026-11-27T07:34:45.003217-05:30", 1_795_784_685_003_217),
        ("2026-11-27T13:04:45.1Z", 1_795_784_685_100_000),
        ("2026-11-27T13:04:45.1234567899Z", 1_795_784_685_123_456),
        ("2020-02-29T00:00:00.0Z", 1_582_934_400_000_000),
        ("2026-11-27T14:04:45.003217", 1_795_784_685_003_217),
        ("Nov 27 13:04:45.003217", 1_795_784_685_003_217),
        ("Nov 27 2026 13:04:45.003217", 1_795_784_685_003_217),
    ])
    func `a time with a fraction is that moment`(stamp: String, microseconds: Int64) throws {
        #expect(try moment(stamp) == microseconds)
    }

    @Test func `within whole seconds the receipt says more`() throws {
        let second: Int64 = 1_795_784_685_000_000
        #expect(try moment("Nov 27 13:04:45", received: second) == second)
        #expect(try moment("Nov 27 13:04:45", received: second + 300_000) == second + 300_000)
        #expect(try moment("Nov 27 13:04:45", received: second + 1_200_000) == second + 999_999)
        #expect(try moment("Nov 27 13:04:45", received: second + 5_000_000) == second)
        #expect(try moment("2026-11-27T13:04:45Z", received: second + 300_000) == second + 300_000)
    }

    @Test(arguments: [-12, -5, -1, 0, 1, 2, 8, 13, 14] as [Int64])
    func `a zone that is not said is found`(hours: Int64) throws {
        let second: Int64 = 1_795_784_685_000_000
        for quarters in 0..<4 as Range<Int64> {
            let offset = hours * 3_600_000_000 + quarters * 900_000_000
            guard offset <= 14 * 3_600_000_000 else { continue }
            #expect(
                try moment("Nov 27 13:04:45", received: second - offset + 7_000_000)
                    == second - offset)
        }
    }

    @Test func `the year is the one that brings it nearest`() throws {
        // 2027-01-01T00:00:02Z and 2026-12-31T23:59:58Z.
        let newYear: Int64 = 1_798_761_602_000_000
        #expect(try moment("Dec 31 23:59:57.0", received: newYear) == newYear - 5_000_000)
        #expect(
            try moment("Jan  1 00:00:01.0", received: newYear - 4_000_000) == newYear - 1_000_000)
        #expect(
            try moment("Feb 29 00:00:00.0", received: 1_709_164_800_000_000)
                == 1_709_164_800_000_000)
    }

    @Test(arguments: [
        "Nov 25 13:04:45", "2025-11-27T13:04:45", "1999-11-27T13:04:45Z", "2026-11-29T13:04:45Z",
        "Jun  1 00:00:00", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
    ])
    func `what cannot be has no moment`(stamp: String) throws {
        let parsed = try Parsed("<30>\(stamp) host app: text")
        #expect(parsed.message.time != nil && parsed.host == "host")
        #expect(try moment(stamp) == nil)
    }

    @Test(arguments: [Int64.min, -1, 0, 1, 253_402_300_799_999_999, .max - 1, .max])
    func `no receipt is absurd enough to trap`(received: Int64) throws {
        for stamp in ["Nov 27 13:04:45", "2026-11-27T13:04:45Z", "9999-12-31T23:59:59"] {
            _ = try moment(stamp, received: received)
        }
    }
}
