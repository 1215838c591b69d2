// Names of calls, moments as people write them, causes in words.

import CallGraph
import Testing

struct CallNameTests {
    @Test func `a call's name is 32 digits that come back as they were`() {
        for name in ["a@b", "", "7c9dbf57-4e5e-4c50-b509-7310cec595f4"] {
            let id = CallIdentifier(Identity(.dialog, name))
            #expect(id.text.utf8.count == 32)
            #expect(CallIdentifier(text: id.text) == id)
            #expect(CallIdentifier(Identity(.channel, name)) != id)
        }
        for text in [
            "", "0", String(repeating: "g", count: 32), String(repeating: "+", count: 32),
            String(repeating: "0", count: 33), "-0000000000000000000000000000001",
        ] { #expect(CallIdentifier(text: text) == nil, "\(text)") }
    }

    @Test(
        arguments: [
            ("2026-11-22T23:26:31Z", 1_795_389_991_000_000),
            ("2026-11-22 23:26:31", 1_795_389_991_000_000),
            ("2026-11-22T23:26:31.046767Z", 1_795_389_991_046_767),
            ("2026-11-22T23:26:31.5Z", 1_795_389_991_500_000),
            ("2026-11-23T00:26:31+01:00", 1_795_389_991_000_000),
            ("2026-11-22T22:56:31.0467679-00:30", 1_795_389_991_046_767),
        ] as [(String, Int64)])
    func `moments are read as people write them`(text: String, microseconds: Int64) {
        #expect(Timestamp(rfc3339: text)?.microseconds == microseconds)
    }

    @Test(arguments: [
        "", "now", "2026-11-22", "2026-13-22T23:26:31Z", "2026-11-22T24:26:31Z",
        "2026-11-22T23:26:31.Z", "2026-11-22T23:26:31+1", "2026-11-22T23:26:31Zz",
        "2026-11-22T23:26:3١Z",
    ])
    func `what is no moment is none`(text: String) { #expect(Timestamp(rfc3339: text) == nil) }

    @Test func `causes have words by name and by code`() {
        #expect(CauseWords.words(name: "USER_BUSY") == "the callee is busy")
        #expect(CauseWords.words(q850: 17) == CauseWords.words(name: "USER_BUSY"))
        #expect(CauseWords.words(q850: 0) == nil && CauseWords.words(q850: 999) == nil)
        #expect(CauseWords.words(name: "") == nil)
    }
}
