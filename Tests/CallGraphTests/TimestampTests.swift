// Moments as text, over the whole range that can be said.

import CallGraph
import Foundation
import Testing

struct TimestampTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000000Z"),
        (1_795_389_991_046_767, "2026-11-22T23:26:31.046767Z"),
        (951_782_400_000_001, "2000-02-29T00:00:00.000001Z"),
        (-1, "1969-12-31T23:59:59.999999Z"),
        (4_107_542_399_999_999, "2100-02-28T23:59:59.999999Z"),
    ])
    func `a moment is written in UTC with microseconds`(microseconds: Int64, text: String) {
        #expect(Timestamp(microseconds: microseconds).rfc3339 == text)
    }

    @Test func `random moments agree with Foundation's calendar`() throws {
        var generator = SeededGenerator(seed: 7)
        let formatter = ISO8601DateFormatter()
        for _ in 0..<2_000 {
            let seconds = Int64.random(in: -2_000_000_000...8_000_000_000, using: &generator)
            let expected = formatter.string(from: Date(timeIntervalSince1970: Double(seconds)))
            let text = Timestamp(microseconds: seconds * 1_000_000).rfc3339
            #expect(text == expected.replacingOccurrences(of: "Z", with: ".000000Z"))
        }
    }

    @Test func `the ends of the range do not trap`() {
        #expect(Timestamp.distantFuture.rfc3339 == "9999-12-31T23:59:59.999999Z")
        #expect(Timestamp.distantPast.rfc3339 == "0000-01-01T00:00:00.000000Z")
        #expect(Timestamp.distantFuture.advanced(bySeconds: 1) == .distantFuture)
        #expect(Timestamp.distantPast.advanced(bySeconds: -1) == .distantPast)
        #expect(Timestamp.distantFuture.microseconds(since: .distantPast) == .max)
    }
}
