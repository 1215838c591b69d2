// The grammar of RFC 5424.

import Syslog
import Testing

struct RFC5424Tests {
    @Test func `every part of a whole message is found`() throws {
        let parsed = try Parsed(
            "<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog 77 ID47 "
                + "[exampleSDID@32473 iut=\"3\" eventSource=\"App\"][x@1 a=\"b\"] \u{feff}An event")
        #expect(parsed.message.format == .rfc5424 && !parsed.message.isMalformed)
        #expect(parsed.message.facility == 20 && parsed.message.severity == 5)
        #expect(parsed.host == "mymachine.example.com")
        #expect(parsed.app == "evntslog" && parsed.process == "77" && parsed.id == "ID47")
        #expect(
            parsed.data == "[exampleSDID@32473 iut=\"3\" eventSource=\"App\"][x@1 a=\"b\"]")
        #expect(parsed.whole == "An event" && parsed.content == "An event")
        #expect(
            parsed.message.time?.microseconds(received: received) == 1_065_910_455_003_000)
    }

    @Test func `nil values are parts that are not there`() throws {
        let parsed = try Parsed("<0>1 - - - - - -")
        #expect(parsed.message.format == .rfc5424 && !parsed.message.isMalformed)
        #expect(parsed.priority == 0 && parsed.message.time == nil)
        #expect(
            [parsed.host, parsed.app, parsed.process, parsed.id, parsed.data] == [
                "", "", "", "", "",
            ])
        #expect(parsed.whole == "")
    }

    @Test func `brackets and quotes that are escaped do not end structured data`() throws {
        let parsed = try Parsed(#"<1>1 - h a - - [x a="\]\"\\" b="]"] text"#)
        #expect(parsed.data == #"[x a="\]\"\\" b="]"]"#)
        #expect(parsed.content == "text" && !parsed.message.isMalformed)
    }

    @Test(arguments: [
        "<1>1 - h a p i [x text", "<1>1 - h a p i [x a=\"]", "<1>1 - h a p i - text",
        "<1>1 - h a p i",
        "<1>1 - h a p i -text", "<1>1 - h a p i [x]text", "<1>1 - h a p i text",
    ])
    func `what breaks off or is not closed is still a message with its words`(text: String) throws {
        let parsed = try Parsed(text)
        #expect(parsed.isSound)
        #expect(parsed.message.format == .rfc3164 || parsed.host == "h" && parsed.app == "a")
        if text.contains("text") { #expect(parsed.whole.hasSuffix("text")) }
        #expect(
            parsed.message.format == .rfc3164
                || parsed.message.isMalformed == (text != "<1>1 - h a p i - text"))
    }

    @Test(arguments: [
        "<1>2 - h a p i - version 2", "<1>1 2026-13-01T00:00:00Z h a p i - no such month",
        "<1>1 yesterday h a p i - no time", "<1>1  h a p i - two spaces",
    ])
    func `what is not of this grammar is taken as the older form`(text: String) throws {
        let parsed = try Parsed(text)
        #expect(parsed.message.format == .rfc3164 && parsed.priority == 1)
        #expect("<1>" + parsed.whole == text)
    }

    @Test func `text is kept byte by byte, NUL and broken UTF-8 included`() throws {
        let text: [UInt8] = [0x61, 0, 0xff, 0xc3, 0x1b, 0x5b, 0x33, 0x31, 0x6d, 0x0a, 0x62]
        let parsed = try Parsed(Array("<1>1 - h a p i - ".utf8) + text + [0x0d, 0x0a, 0])
        #expect(Array(parsed.bytes[parsed.message.text]) == text)
    }
}
