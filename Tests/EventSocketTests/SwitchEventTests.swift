// Events out of JSON.

import Testing

@testable import EventSocket

struct SwitchEventTests {
    private func event(_ json: String) throws -> SwitchEvent {
        try SwitchEvent(json: Array(json.utf8))
    }

    @Test func `names are compared exactly and whole`() throws {
        let event = try event(
            #"{"variable_Event-Name":"REQUEST_PARAMS","Event-Name":"CHANNEL_CREATE","call-id":"c"}"#
        )
        #expect(event.name == "CHANNEL_CREATE")
        #expect(event["variable_Event-Name"] == "REQUEST_PARAMS")
        #expect(event["event-name"] == nil)
        #expect(event["Name"] == nil)
        #expect(event["Call-ID"] == nil)
        #expect(event["call-id"] == "c")
        #expect(event[""] == nil)
        #expect(event.names == ["variable_Event-Name", "Event-Name", "call-id"])
    }

    @Test func `the common headers are read by name`() throws {
        let text = """
            {"Event-Name":"CUSTOM","Event-Subclass":"sofia::transferor","Unique-ID":"u@host",
             "Core-UUID":"k","FreeSWITCH-Switchname":"fs1","Event-Date-Timestamp":"1795389991046767",
             "Event-Sequence":"18446744073709551615","_body":"ARRAY::is not meant here"}
            """
        let event = try event(text)
        #expect(event.subclass == "sofia::transferor")
        #expect(event.uniqueID == "u@host")
        #expect(event.coreUUID == "k")
        #expect(event.switchName == "fs1")
        #expect(event.timestamp == 1_795_389_991_046_767)
        #expect(event.sequence == .max)
        #expect(event.body == "ARRAY::is not meant here")
        #expect(event.byteCount == text.utf8.count)
        #expect(event.json == Array(text.utf8))
    }

    @Test(arguments: ["-1x", "abc", "99999999999999999999999", "", " 1"])
    func `a time or sequence that is no number is absent`(text: String) throws {
        let event = try event(
            #"{"Event-Date-Timestamp":"\#(text)","Event-Sequence":"\#(text)"}"#)
        #expect(event.timestamp == nil)
        #expect(event.sequence == nil)
        #expect(event.name == "")
    }

    @Test func `an array has values, and the first counts when one is asked for`() throws {
        let event = try event(
            #"{"a":["x","y\n",3,{"no":1},["no"]],"b":"ARRAY::p|:q|:|:r","c":"one","d":[],"e":""}"#)
        #expect(event["a"] == "x")
        #expect(event.values("a") == ["x", "y\n", "3"])
        #expect(event["b"] == "p")
        #expect(event.values("b") == ["p", "q", "", "r"])
        #expect(event.values("c") == ["one"])
        #expect(event["d"] == nil)
        #expect(event.values("d").isEmpty)
        #expect(event["e"] == nil)
        #expect(event.values("e").isEmpty)
        #expect(event.values("f").isEmpty)
    }

    @Test func `no more values are given out than the limit`() throws {
        let many = (0...Limits.arrayValuesMax).map { "v\($0)" }
        let quoted = many.map { "\"\($0)\"" }.joined(separator: ",")
        let event = try event(
            "{\"a\":[\(quoted)],\"b\":\"ARRAY::\(many.joined(separator: "|:"))\"}")
        #expect(event.values("a") == Array(many.dropLast()))
        #expect(event.values("b") == Array(many.dropLast()))
    }

    @Test func `of a name that comes twice the first counts`() throws {
        let event = try event(#"{"a":"1","a":"2","a":"3"}"#)
        #expect(event["a"] == "1")
        #expect(event["a"] == "1")
    }

    @Test func `numbers and words are kept as text and objects are skipped`() throws {
        let event = try event(
            #"{"a":-1.5e+3,"b":true,"c":false,"d":null,"e":{"f":"g","h":[{}]},"i":0}"#)
        #expect(event["a"] == "-1.5e+3")
        #expect(event["b"] == "true")
        #expect(event["c"] == "false")
        #expect(event["d"] == "null")
        #expect(event["e"] == nil)
        #expect(event.values("e").isEmpty)
        #expect(event["f"] == nil)
        #expect(event["i"] == "0")
    }

    @Test func `escapes are decoded in values and names`() throws {
        let event = try event(
            #"{"v":"\"\\\/\b\f\n\r\t\u0041\u00e9\u20ac\ud83d\ude00","na\u006de":"x","\u0000":"nul"}"#
        )
        #expect(event["v"] == "\"\\/\u{8}\u{c}\n\r\tAé€😀")
        #expect(event["name"] == "x")
        #expect(event["\u{0}"] == "nul")
    }

    @Test func `a surrogate without its partner is replaced`() throws {
        let event = try event(
            #"{"a":"\ud83d","b":"\ude00x","c":"\ud83dx\ude00","d":"\ud83d\u0041","e":"\ud83d\ud83d\ude00"}"#
        )
        #expect(event["a"] == "\u{fffd}")
        #expect(event["b"] == "\u{fffd}x")
        #expect(event["c"] == "\u{fffd}x\u{fffd}")
        #expect(event["d"] == "\u{fffd}A")
        #expect(event["e"] == "\u{fffd}😀")
    }

    @Test func `bytes that are no text are replaced in the event and in what is stored`() throws {
        let bytes =
            Array(#"{"Event-Name":"X","v":""#.utf8) + [0x61, 0xff, 0xfe, 0xc3]
            + Array(#"","w":"é"}"#.utf8)
        let event = try SwitchEvent(json: bytes)
        #expect(event["v"] == "a\u{fffd}\u{fffd}\u{fffd}")
        #expect(event["w"] == "é")
        #expect(String(validating: event.json, as: UTF8.self) != nil)
        #expect(try SwitchEvent(json: event.json) == event)
    }

    @Test func `text beyond ASCII is kept as it came`() throws {
        let text = #"{"Event-Name":"X","Caller-Caller-ID-Name":"Zoë Šťastná 李"}"#
        let event = try event(text)
        #expect(event["Caller-Caller-ID-Name"] == "Zoë Šťastná 李")
        #expect(event.json == Array(text.utf8))
    }

    @Test(arguments: [
        "", " ", "null", "[]", "1", #""x""#, "{", "}", "{}x", "{}{}", #"{"a"}"#, #"{"a":}"#,
        #"{"a":"b",}"#, #"{,"a":"b"}"#, #"{"a":"b" "c":"d"}"#, #"{a:"b"}"#, #"{"a":'b'}"#,
        #"{"a":"b}"#, #"{"a":"\x"}"#, #"{"a":"\u12"}"#, #"{"a":"\u12g4"}"#, #"{"a":"\"#,
        #"{"a":[}"#, #"{"a":["b"}"#, #"{"a":["b",]}"#, #"{"a":[,]}"#, #"{"a":01}"#,
        #"{"a":1.}"#, #"{"a":.5}"#, #"{"a":1e}"#, #"{"a":-}"#, #"{"a":+1}"#, #"{"a":tru}"#,
        #"{"a":truex}"#, #"{"a":nul"#, #"{"a":NaN}"#, "{\"a\":\"\n\"}", "{\"a\":\"\u{0}\"}",
        #"{1:"a"}"#, #"{"a":{"b"}}"#,
    ])
    func `what is no object by the grammar is refused`(text: String) {
        #expect(refusal(json: text) == .malformedJSON)
    }

    @Test func `white space is allowed where the grammar has it`() throws {
        let event = try event(" \r\n{ \"a\" :\t[ \"b\" , \"c\" ] , \"d\" : 1 } \n")
        #expect(event.values("a") == ["b", "c"])
        #expect(event["d"] == "1")
    }

    @Test func `nesting is bounded`() {
        func nested(_ levels: Int) -> String {
            "{\"a\":" + String(repeating: "[", count: levels)
                + String(repeating: "]", count: levels) + "}"
        }
        #expect(refusal(json: nested(Limits.nestingMax - 1)) == nil)
        #expect(refusal(json: nested(Limits.nestingMax)) == .malformedJSON)
        #expect(refusal(json: nested(200_000)) == .malformedJSON)
        let objects =
            String(repeating: #"{"a":"#, count: 100_000) + "1"
            + String(repeating: "}", count: 100_000)
        #expect(refusal(json: objects) == .malformedJSON)
    }

    @Test func `size, headers and names are bounded`() {
        func padded(_ bytes: Int) -> String {
            "{\"a\":\"" + String(repeating: "x", count: bytes - 8) + "\"}"
        }
        #expect(refusal(json: padded(Limits.eventBytesMax)) == nil)
        #expect(refusal(json: padded(Limits.eventBytesMax + 1)) == .eventTooLarge)

        func members(_ count: Int) -> String {
            "{" + (0..<count).map { "\"h\($0)\":\"\"" }.joined(separator: ",") + "}"
        }
        #expect(refusal(json: members(Limits.eventHeadersMax)) == nil)
        #expect(refusal(json: members(Limits.eventHeadersMax + 1)) == .eventTooRich)

        func named(_ bytes: Int) -> String {
            "{\"" + String(repeating: "n", count: bytes) + "\":1}"
        }
        #expect(refusal(json: named(Limits.headerNameBytesMax)) == nil)
        #expect(refusal(json: named(Limits.headerNameBytesMax + 1)) == .eventTooRich)
    }

    @Test func `an event that repair makes too large is refused`() {
        let bytes =
            Array("{\"a\":\"".utf8) + [UInt8](repeating: 0xff, count: Limits.eventBytesMax / 2)
            + Array("\"}".utf8)
        #expect(throws: EventSocketError(.eventTooLarge)) { try SwitchEvent(json: bytes) }
    }
}
