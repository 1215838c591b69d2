// Calls as a table.

import Testing

@testable import TraceRendering

struct CallTableTests {
    private func row(from: String, callID: String = "a@x") -> CallTable.Row {
        CallTable.Row(
            start: "2026-11-22T23:26:31.046767Z", from: from, to: "1001", domain: "acme.test",
            outcome: "busy", status: "486", duration: nil, node: "", callID: callID)
    }

    @Test func `columns are as wide as what stands in them`() {
        var second = row(from: "+49123")
        second.duration = 3.04
        second.outcome = "answered"
        let lines = CallTable.render([row(from: "1"), second]).split(separator: "\n")
        #expect(
            lines == [
                "START (UTC)              FROM    TO    DOMAIN     OUTCOME   STATUS  TALKED  NODE  CALL-ID",
                "2026-11-22 23:26:31.046  1       1001  acme.test  busy      486     -       -     a@x",
                "2026-11-22 23:26:31.046  +49123  1001  acme.test  answered  486     3.0 s   -     a@x",
            ])
    }

    @Test func `what comes from the network steers no terminal and breaks no line`() {
        var hostile = row(
            from: "\u{1b}]0;x\u{07}\n\u{202e}" + String(repeating: "9", count: 400),
            callID: "a\r\nb\u{9b}31m")
        hostile.start = "2026-11-22T23:26:31\u{1b}[31m767Z"
        let text = CallTable.render([hostile])
        let lines = text.split(separator: "\n", omittingEmptySubsequences: true)
        #expect(lines.count == 2)
        for scalar in text.unicodeScalars where scalar != "\n" {
            #expect(!TerminalText.steersTerminal(scalar))
        }
        #expect(lines.allSatisfy { TerminalText.columns(of: String($0)) < 250 })
    }
}
