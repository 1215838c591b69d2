// Text of the network, before it reaches a terminal.

import Testing

@testable import TraceRendering

@Suite("Terminal text")
struct TerminalTextTests {
    @Test(arguments: [
        ("plain ~ text", "plain ~ text"), ("\u{1b}[2J", #"\x1b[2J"#),
        ("a\0b\r\n\t", #"a\x00b\x0d\x0a\x09"#),
        ("\u{7f}\u{80}\u{9b}\u{9f}", #"\x7f\x80\x9b\x9f"#),
        ("\u{202e}x\u{2066}", #"\u{202e}x\u{2066}"#),
        ("\u{200e}\u{200f}\u{2028}\u{2029}", #"\u{200e}\u{200f}\u{2028}\u{2029}"#),
        ("\u{ad}\u{200b}\u{feff}\u{e0041}", #"\xad\u{200b}\u{feff}\u{e0041}"#),
        ("é漢😀", "é漢😀"), ("\u{301}a\u{301}", #"\u{301}"# + "a\u{301}"),
        ("a\u{301}\u{301}\u{301}\u{301}", "a\u{301}\u{301}" + #"\u{301}\u{301}"#),
        ("\u{e000}\u{378}\u{fe0f}", #"\u{e000}\u{378}\u{fe0f}"#), ("", ""),
    ])
    func `what steers or hides is spelt out`(text: String, escaped: String) {
        #expect(Array(TerminalText.escape(text).utf8) == Array(escaped.utf8))
        #expect(Array(TerminalText.escape(escaped).utf8) == Array(escaped.utf8))
    }

    @Test func `no scalar comes out as a control`() {
        // Planes 3 to 13 are empty, 15 and 16 private: one of each stands for the rest.
        let lone: [UInt32] = [0x30000, 0xd0000, 0xf0000, 0x10ffff]
        for value in Array(0...UInt32(0x2ffff)) + Array(0xe0000...0xe0fff) + lone {
            guard let scalar = Unicode.Scalar(value) else { continue }
            for escaped in TerminalText.escape(String(scalar)).unicodeScalars
            where Hostile.steersTerminal(escaped) {
                Issue.record("U+\(String(value, radix: 16))")
            }
        }
    }

    @Test(arguments: [
        ("abc", 3), ("漢字", 4), ("e\u{301}", 1), ("한", 2), ("\u{1112}\u{1161}\u{11ab}", 2), ("😀", 2),
        ("│►×↻…", 5), ("ｱ", 1), ("Ａ", 2), ("", 0),
    ])
    func `columns are those of a terminal`(text: String, columns: Int) {
        #expect(TerminalText.columns(of: text) == columns)
    }

    @Test func `a fitted text never takes more columns than it may`() {
        for text in ["abcdefgh", "漢字漢字", "e\u{301}e\u{301}e\u{301}", "\u{1b}\u{1b}", "", "a漢b字"] {
            for unicode in [true, false] {
                for columns in -1...12 {
                    let fitted = TerminalText.fit(text, columns: columns, unicode: unicode)
                    #expect(TerminalText.columns(of: fitted) <= max(columns, 0))
                }
                let whole = TerminalText.escape(text, unicode: unicode)
                #expect(TerminalText.fit(text, columns: 100, unicode: unicode) == whole)
                let exact = TerminalText.columns(of: whole)
                if exact >= 3 {
                    #expect(TerminalText.fit(text, columns: exact, unicode: unicode) == whole)
                }
            }
        }
        #expect(TerminalText.fit("abcdefgh", columns: 4, unicode: true) == "abc…")
        #expect(TerminalText.fit("漢字漢字", columns: 6, unicode: true) == "漢字…")
    }

    @Test func `half a wide character is never left in a row`() {
        var row = LadderRow("漢字漢字")
        row.put("x", at: 1)
        row.put("y", at: 4)
        #expect(row.text(color: false) == " x字y 字")
        row.put("漢", at: 2)
        row.put("語", at: 3)
        #expect(row.text(color: false) == " x 語 字")
    }

    @Test func `whatever is put on a row is escaped there`() {
        var row = LadderRow("\u{1b}[2J\u{9b}", style: .failure)
        row.append("\n\u{202e}")
        #expect(row.text(color: false) == #"\x1b[2J\x9b\x0a\u{202e}"#)
        #expect(row.columns == row.text(color: false).count)
    }

    @Test func `colours are switched off before the line ends`() {
        var row = LadderRow("a", style: .failure)
        row.append("b", style: .failure)
        row.append("c", style: .plain)
        row.append("d", style: .leg(1))
        row.append("   ")
        #expect(row.text(color: true) == "\u{1b}[31mab\u{1b}[0mc\u{1b}[1;34md\u{1b}[0m")
        #expect(row.text(color: false) == "abcd")
    }
}
