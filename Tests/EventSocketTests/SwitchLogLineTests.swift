// Log lines out of frames.

import Testing

@testable import EventSocket

struct SwitchLogLineTests {
    private func line(_ text: String) throws -> SwitchLogLine? {
        SwitchLogLine(frame: try #require(try frames(of: Array(text.utf8)).first))
    }

    @Test func `a line has a level, a channel, a place and a text`() throws {
        let line = try #require(try line(Wire.log("2026-11-22 [NOTICE] x\nmore\r\n\n", level: "5")))
        #expect(line.level == .notice)
        #expect(line.uniqueID == "u-1")
        #expect(line.file == "sofia.c")
        #expect(line.function == "some_function")
        #expect(line.line == 1143)
        #expect(line.text == "2026-11-22 [NOTICE] x\nmore")
        #expect(line.callID == nil)
    }

    @Test func `a line of a module has no channel`() throws {
        #expect(try line(Wire.log("x\n", uuid: ""))?.uniqueID == nil)
    }

    @Test func `levels have the words of the switch`() {
        let words = ["console", "alert", "crit", "err", "warning", "notice", "info", "debug"]
        #expect(SwitchLogLine.Level.allCases.map(\.label) == words)
        #expect(SwitchLogLine.Level.allCases.map(\.rawValue) == Array(0...7))
        #expect(words.map { SwitchLogLine.Level(label: $0) } == SwitchLogLine.Level.allCases)
        #expect(SwitchLogLine.Level(label: "INFO") == nil)
        #expect(SwitchLogLine.Level(label: "none") == nil)
    }

    @Test(arguments: [
        ("0", SwitchLogLine.Level.console), ("7", .debug), ("9999", .debug), ("110", .debug),
    ])
    func `a level beyond debug is debug`(text: String, level: SwitchLogLine.Level) throws {
        #expect(try line(Wire.log("x", level: text))?.level == level)
    }

    @Test(arguments: ["", "-1", "x", "99999999999999999999", "1 2"])
    func `a line without a level is refused`(text: String) throws {
        #expect(try line(Wire.log("x", level: text)) == nil)
    }

    @Test func `only a log frame is a log line`() throws {
        #expect(try line(Wire.event("{}")) == nil)
    }

    @Test(
        arguments: [
            (
                "sofia.c",
                "s receiving invite from 127.0.0.10:5060 version: 1.11 call-id: 1-15@127.0.0.20\n",
                "1-15@127.0.0.20"
            ),
            ("sofia_glue.c", "s sending invite call-id: 7c9dbf57-4e5e\n", "7c9dbf57-4e5e"),
            ("sofia_glue.c", "s sending invite call-id: (null)\n", nil),
            (
                "sofia_glue.c",
                "s sending invite version: 1.11\nLocal SDP:\ns sending invite call-id: x\n", nil
            ),
            ("sofia.c", "s sending invite call-id: x\n", nil),
            ("mod_dptools.c", "s receiving invite from a version: 1 call-id: forged\n", nil),
            ("sofia.c", "s receiving invite from a version: 1 call-id: \n", nil),
            ("sofia.c", "s receiving invite from a version: 1 call-id: two words\n", nil),
            (
                "sofia.c",
                "sofia/x call-id: forged@b receiving invite from a version: 1 call-id: real\n",
                "real"
            ),
            ("sofia.c", " call-id: x receiving invite from \n", nil),
            ("sofia.c", "", nil),
        ] as [(String, String, String?)])
    func `the Call-ID is read from the two lines of mod_sofia that tell it`(
        file: String, text: String, callID: String?
    ) throws {
        #expect(try line(Wire.log(text, file: file))?.callID == callID)
    }
}
