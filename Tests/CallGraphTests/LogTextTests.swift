// What the log lines of a switch tell the graph.

import CallGraph
import Testing

struct LogTextTests {
    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test func `the Call-ID of a received and of a sent INVITE is found`() {
        let received =
            "2026-11-22 23:26:31.046767 48.60% [INFO] sofia.c:10472 sofia/internal/1010@acme.test "
            + "receiving invite from 127.0.0.10:5060 version: 1.11.3-dev call-id: 1-15052@127.0.0.20"
        #expect(LogText.callID(in: bytes(received)) == "1-15052@127.0.0.20")
        let sent =
            "x [INFO] sofia_glue.c:1 sofia/internal/1001 sending invite call-id: 7c9dbf57-4e5e\n"
        #expect(LogText.callID(in: bytes(sent)) == "7c9dbf57-4e5e")
    }

    @Test(arguments: [
        "[INFO] sofia_glue.c:1 sending invite call-id: (null)",
        "[INFO] sofia_glue.c:1 sending invite call-id: ", "[INFO] sofia.c:1 call-id: x", "",
        "[INFO] mod_dptools.c:1 sending invite call-id: forged@by.a.dialplan",
    ])
    func `a line that names no Call-ID names none`(text: String) {
        #expect(LogText.callID(in: bytes(text)) == nil)
    }

    @Test(arguments: [0, 1, -5, 8, 14] as [Int64])
    func `the time of a line is found whatever the switch's time zone`(hours: Int64) {
        let happened: Int64 = 1_795_389_991_046_767
        let local = Timestamp(microseconds: happened + hours * 3_600_000_000).rfc3339
        let line = local.replacing("T", with: " ").replacing("Z", with: " [INFO] x")
        let received = Timestamp(microseconds: happened + 20_000)
        #expect(LogText.time(of: bytes(line), received: received)?.microseconds == happened)
    }

    @Test func `a line of another year or another form has no time`() {
        let received = Timestamp(microseconds: 1_795_389_991_046_767)
        for text in ["2020-01-01 00:00:00.000000 x", "hello", "2026-11-22T23:26:31.046767 x", ""] {
            #expect(LogText.time(of: bytes(text), received: received) == nil)
        }
    }
}
