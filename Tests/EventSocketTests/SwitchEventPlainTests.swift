// Events out of plain lines.

import Testing

@testable import EventSocket

struct SwitchEventPlainTests {
    private func event(_ text: String) throws -> SwitchEvent {
        try SwitchEvent(plain: Array(text.utf8))
    }

    @Test func `a plain event becomes the same as its JSON`() throws {
        let plain = """
            Event-Name: CHANNEL_CREATE
            Channel-Name: sofia/internal/1010%40acme.test
            variable_empty: _undef_
            variable_blank:
            variable_list: ARRAY%3A%3Aa%7C%3Ab%20c
            variable_sdp: v%3D0%0D%0A%22q%22%5C%01


            """
        let json =
            #"{"Event-Name":"CHANNEL_CREATE","Channel-Name":"sofia/internal/1010@acme.test","#
            + #""variable_list":["a","b c"],"variable_sdp":"v=0\r\n\"q\"\\\u0001"}"#
        let event = try event(plain)
        #expect(String(decoding: event.json, as: UTF8.self) == json)
        #expect(try event == SwitchEvent(json: Array(json.utf8)))
        #expect(!event.names.contains("variable_empty"))
        #expect(!event.names.contains("variable_blank"))
        #expect(event.values("variable_list") == ["a", "b c"])
    }

    @Test func `a body follows the empty line`() throws {
        let event = try event("Event-Name: MESSAGE\nContent-Length: 9\n\nhello\n\n\"\\")
        #expect(event.body == "hello\n\n\"\\")
        #expect(event["Content-Length"] == "9")
    }

    @Test func `what is no URL-encoding stays as it is`() throws {
        let event = try event("Event-Name: X%\nUnique-ID: %ZZ%2\nvariable_x: %%%%+%4a%4A\n\n")
        #expect(event.name == "X%")
        #expect(event.uniqueID == "%ZZ%2")
        #expect(event["variable_x"] == "%%%%+JJ")
    }

    @Test func `encoded bytes that are no text are replaced`() throws {
        let event = try event("Event-Name: X\nv: a%FF%C3%A9\n\n")
        #expect(event["v"] == "a\u{fffd}é")
        #expect(String(validating: event.json, as: UTF8.self) != nil)
    }

    @Test func `control characters become escapes and come back`() throws {
        let all = (1..<0x20).map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let event = try event("v: \(all)\n\n")
        #expect(event["v"] == String(decoding: Array(UInt8(1)..<0x20), as: UTF8.self))
        #expect(event.json.allSatisfy { $0 >= 0x20 })
    }

    @Test(arguments: [
        "", "Event-Name: X", "Event-Name: X\n", "Event-Name\n\n", ": X\n\n",
        "Event-Name: X\n\nrest", "A: b\nContent-Length: 5\n\nhell",
        "A: b\nContent-Length: 5\n\nhello!",
        "A: b\nContent-Length: -1\n\n", "A: b\nContent-Length: 99999999999999999999\n\n",
        "A\u{1}: b\n\n",
    ])
    func `what is no plain event is refused`(text: String) {
        #expect(refusal(plain: text) == .malformedPlainEvent)
    }

    @Test func `size and headers are bounded`() {
        func members(_ count: Int) -> String { String(repeating: "a: b\n", count: count) + "\n" }
        #expect(refusal(plain: members(Limits.eventHeadersMax)) == nil)
        #expect(refusal(plain: members(Limits.eventHeadersMax + 1)) == .eventTooRich)
        let long = "a: " + String(repeating: "x", count: Limits.eventBytesMax) + "\n\n"
        #expect(refusal(plain: long) == .eventTooLarge)
        // Escapes make the JSON longer than the plain form was.
        let swollen = "a: " + String(repeating: "%01", count: Limits.eventBytesMax / 4) + "\n\n"
        #expect(refusal(plain: swollen) == .eventTooLarge)
    }
}
