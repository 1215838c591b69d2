// Whatever a trace holds, its renderings are safe to show and can be parsed.

import CallGraph
import Foundation
import Testing
import TraceRendering

@Suite("Hostile traces")
struct HostileTraceTests {
    @Test func `no ladder of a hostile trace steers the terminal`() {
        var hostile = Hostile(seed: 1)
        for number in 0..<2000 {
            let trace = hostile.trace()
            let options = LadderOptions(
                color: hostile.chance(30),
                width: hostile.one(of: [100, 60, 0, -1, .min, .max, 250]),
                unicode: hostile.chance(70), showEvents: hostile.chance(80),
                showLogs: hostile.chance(80))
            var text = Ladder.render(trace, options: options)
            let isEnded = text.hasSuffix("\n")
            #expect(isEnded)
            if options.color { text = text.replacing(/\u{1b}\[[0-9;]+m/, with: "") }
            for scalar in text.unicodeScalars where scalar != "\n" && Hostile.steersTerminal(scalar)
            {
                Issue.record("trace \(number): U+\(String(scalar.value, radix: 16))")
            }
            if !options.unicode {
                let isASCII = text.utf8.allSatisfy { $0 < 0x7f }
                #expect(isASCII, "trace \(number)")
            }
        }
    }

    @Test func `the JSON of a hostile trace can be parsed and steers no terminal`() throws {
        var hostile = Hostile(seed: 2)
        for number in 0..<2000 {
            let trace = hostile.trace()
            let bytes = TraceJSON.render(trace)
            let json = try TraceJSONTests.parse(bytes)
            let query = try #require(json["query"] as? String)
            let isSame = query.utf8.elementsEqual(trace.query.utf8)
            #expect(isSame, "trace \(number)")
            #expect((json["messages"] as? [Any])?.count == trace.messages.count)
            let text = String(decoding: bytes.dropLast(), as: UTF8.self)
            let isSafe = !text.unicodeScalars.contains(where: Hostile.steersTerminal)
            #expect(isSafe, "trace \(number)")
        }
    }
}
