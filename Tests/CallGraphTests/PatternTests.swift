// What is looked for, as people write it.

import CallGraph
import Testing

struct PatternTests {
    @Test(arguments: [
        ("123", "123", true), ("123", "1234", false), ("123", "0123", false), ("123", "", false),
        ("123*", "123", true), ("123*", "1234", true), ("123*", "0123", false),
        ("*123", "123", true), ("*123", "0123", true), ("*123", "1234", false),
        ("*123*", "01234", true), ("*123*", "123", true), ("*123*", "12", false),
        ("Alice", "aLICE", true), ("+49*", "+4912", true), ("+49*", "004912", false),
        ("é*", "éa", true), ("*a", "a", true), ("*aa*", "a", false),
    ])
    func `a pattern matches what it says`(pattern: String, text: String, isMatch: Bool) throws {
        #expect(try #require(TextPattern(pattern)).matches(text) == isMatch)
    }

    @Test(arguments: ["", "*", "**", "***", "1*2", "*1*2*", String(repeating: "1", count: 257)])
    func `what is no pattern is none`(text: String) { #expect(TextPattern(text) == nil) }

    @Test(arguments: [
        ("486", [486]), ("4xx", [400, 486, 499]), ("6XX", [600]), ("200", [200]), ("2xX", [299]),
    ])
    func `a status or a class matches its own`(text: String, statuses: [Int]) throws {
        let pattern = try #require(StatusPattern(text))
        for status in statuses { #expect(pattern.matches(status)) }
        #expect(!pattern.matches(nil) && !pattern.matches(302) && !pattern.matches(199))
    }

    @Test func `a place in the store is one word and back`() {
        for place in [
            CallPosition(block: 0, record: 0), CallPosition(block: .max, record: .max),
            CallPosition(block: 17, record: 3),
        ] {
            #expect(CallPosition(text: place.text) == place)
        }
        for text in ["", "-", "1", "1-", "-1", "1-2-3", "A-1", "01-1", "+1-1", "1-100000000"] {
            #expect(CallPosition(text: text) == nil, "\(text)")
        }
    }
}
