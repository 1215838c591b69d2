// Which call a log line says it is about.

import CallGraph
import Testing

struct LogMentionsTests {
    private static let uuid = "575fe831-c292-4704-a224-888544fef389"
    private static let other = "7c9dbf57-4e5e-4c50-b509-7310cec595f4"

    private func find(_ text: String, patterns: [LogPattern] = []) -> LogMention {
        LogMentions(patterns: patterns).find(in: Array(text.utf8))
    }

    @Test(arguments: [
        ("INFO: {1 102 INVITE 1-15052@127.0.0.20} <script>: hello", "1-15052@127.0.0.20"),
        ("kamailio[7]:  0(12) INFO: {2 1 BYE a}b{c@d} <core>: x", "a}b{c@d"),
        ("ACC: answered: timestamp=1;method=INVITE;from_tag=a;call_id=ab-1@h;code=200", "ab-1@h"),
        ("Call-ID: ab-1@h\r\nCSeq: 1 INVITE", "ab-1@h"),
        ("CALL-ID = ab-1@h", "ab-1@h"), ("x callid=ab-1@h from=y", "ab-1@h"),
        ("{\"method\":\"INVITE\",\"callid\":\"ab-1@h\",\"x\":1}", "ab-1@h"),
        ("{'call_id': 'ab-1@h'}", "ab-1@h"), ("ci=ab-1@h|rm=INVITE", "ab-1@h"),
        ("(callid=ab-1@h)", "ab-1@h"), ("call-id <ab-1@h>, call-id: <ab-1@h>.", "ab-1@h"),
        ("ended call-id: ab-1@h.", "ab-1@h"), ("Call-ID: ab-1@h: gone!", "ab-1@h"),
        ("callid=ab@[2001:db8::1] x", "ab@[2001:db8::1]"), ("[callid=ab-1@h]", "ab-1@h"),
        ("callid=Y2FsbA1==@h x", "Y2FsbA1==@h"),
        ("callid=NDlkZGU0YTM0ZmQ1NzRkZTk5. x", "NDlkZGU0YTM0ZmQ1NzRkZTk5."),
        ("rtpengine[9]: INFO: [ab-1@h]: [control] Received command 'offer'", "ab-1@h"),
        ("DEBUG: [ab-1@h port 30000]: [core] x", "ab-1@h"),
        ("INFO: [7c9dbf57-4e5e-4c50-b509-7310cec595f4]: x", other),
        ("[sip:1000@h]: x callid=ab-1@h", "ab-1@h"), ("[1000@x]: callid=ab-1@h", "ab-1@h"),
    ])
    func `a Call-ID is found in the forms that programs have`(text: String, callID: String) {
        let found = find(text)
        #expect(found.callID == callID && found.uuid == nil)
        #expect(found.correlation == callID && found.flags == .namesDialog)
    }

    @Test(arguments: [
        "\(uuid) 2026-11-22 23:26:31.046767 48.60% [NOTICE] switch_channel.c:1 x", "\(uuid)",
        "freeswitch[12]: \(uuid) EXECUTE [depth=0] x", "freeswitch: \(uuid) x", "uuid=\(uuid) x",
        "x uuid: \(uuid)", "{\"uuid\":\"\(uuid)\"}", "Unique-ID: \(uuid)", "(uuid=\(uuid))",
    ])
    func `a channel is found in the forms that switches have`(text: String) {
        let found = find(text)
        #expect(found.uuid == Self.uuid && found.callID == nil && found.isChannelFirst)
        #expect(found.correlation == Self.uuid && found.flags == [])
    }

    @Test(arguments: [
        "", "hello", "callid", "callid=", "callid= ", "callid: ", "Call-ID: (null)",
        "callid=<null>",
        "callid=-", "missing Call-ID: header", "call-id: not-found", "callid=1", "callid=x@",
        "X-Call-ID: ab-1@h", "orig_callid=ab-1@h", "my.callid=ab-1@h", "Core-UUID: \(uuid)",
        "channel_uuid=\(uuid)", "uuid=\(uuid)0", "uuid=575fe831-c292-4704-a224-888544fef38",
        "uuid=nothing", "said \(uuid) in passing", "{1 102 INVITE <null>} x",
        "{3 1 INVITE ab-1@h} x",
        "{1 x INVITE ab-1@h} x", "{1 1 INVITE ab-1@h x", "{1 1 INVITE ab-1@h}",
        "[sip:1000@h]: x", "[sofia/internal/1000@h]: x", "[1000@h] x", "[core]: x", "[@h12]: x",
        "specificci=ab-1@h", "ci: ab-1@h", "recallid=ab-1@h", "callid_x=ab-1@h", "callids=ab-1@h",
    ])
    func `what only looks like a name is none`(text: String) {
        #expect(find(text).isEmpty, "\(find(text))")
        #expect(find(text).correlation == "" && find(text).flags == [])
    }

    @Test(arguments: ["", "freeswitch[7]: "])
    func `a channel that is named by its Call-ID is found before the switch's date`(program: String)
    {
        let found = find("\(program)ab-1@h 2026-11-22 23:26:31.046767 98% [INFO] x")
        #expect(found.uuid == "ab-1@h" && found.callID == nil)
        #expect(find("\(program)ab-1@h: 2026-11-22 23:26:31.046767 x").isEmpty)
        #expect(find("\(program)ab-1@h said so").isEmpty)
        #expect(find("\(program)2026-11-22 23:26:31.046767 x").isEmpty)
    }

    @Test func `a line may name both, and the first is its correlation`() {
        let line = "\(Self.uuid) [INFO] sofia.c:1 receiving invite from a:1 call-id: ab-1@h"
        var found = find(line)
        #expect(found.uuid == Self.uuid && found.callID == "ab-1@h")
        #expect(found.correlation == Self.uuid && found.flags == .namesBoth)
        found = find("callid=ab-1@h uuid=\(Self.uuid)")
        #expect(found.uuid == Self.uuid && found.callID == "ab-1@h")
        #expect(found.correlation == "ab-1@h" && found.flags == [.namesDialog, .namesBoth])
    }

    @Test func `of several names the first counts`() {
        let found = find(
            "{1 1 INVITE ab-1@h} callid=other-2@h uuid=\(Self.uuid) uuid=\(Self.other)")
        #expect(found.callID == "ab-1@h" && found.uuid == Self.uuid)
    }

    @Test func `a pattern of one's own wins, and what it does not find is found as ever`() {
        let leg = LogPattern(names: .dialog) { line in
            line.split(separator: " ").first { $0.hasPrefix("leg=") }.map {
                String($0.dropFirst(4))
            }
        }
        let channel = LogPattern(names: .channel) { $0.contains("ch") ? "channel-1" : nil }
        var found = find("leg=L1 callid=ab-1@h", patterns: [leg, channel])
        #expect(found.callID == "L1" && found.uuid == nil)
        found = find("callid=ab-1@h ch", patterns: [leg, channel])
        #expect(found.callID == "ab-1@h" && found.uuid == "channel-1")
        for bad in ["", " ", "a b", "a\u{7}", String(repeating: "x", count: 600)] {
            #expect(find("x", patterns: [LogPattern(names: .dialog) { _ in bad }]).isEmpty)
        }
    }

    @Test func `patterns see the beginning of a line and no more`() {
        let line = String(repeating: "x", count: 1 << 20)
        _ = find(
            line,
            patterns: [
                LogPattern(names: .dialog) { text in
                    #expect(text.utf8.count == CallGraph.Limits.logPatternBytesMax)
                    return nil
                }
            ])
    }

    @Test func `a name that the end of what is read may have cut is none`() {
        let name = "callid=ab-1@h"
        let room = CallGraph.Limits.logSearchedBytesMax
        for start in room - 20...room {
            let found = find(String(repeating: " ", count: start) + name + " and more")
            // Whole, with the blank behind it, or not at all.
            #expect(found.callID == (start + name.utf8.count < room ? "ab-1@h" : nil), "\(start)")
        }
    }

    @Test(arguments: [
        "[", "{", "{1 ", "{1 1 INVITE ", "callid:", "callid:(", "uuid:", "callid=))", "[x@", "c",
        "(ci=",
        "[1@h port 1", "call-id: ",
    ])
    func `a line that repeats what is looked for costs no more than a walk`(word: String) {
        let line = Array(String(repeating: word, count: 100_000 / word.utf8.count).utf8)
        let taken = ContinuousClock().measure {
            for _ in 0..<10 { _ = LogMentions().find(in: line) }
        }
        // A debug build on a busy machine: what grows with the square takes minutes.
        #expect(taken < .seconds(10))
    }

    @Test(arguments: [
        "kamailio[7]: INFO: {1 102 INVITE ab-1@h} <script>: callid=\"x-1@y\" [ab-1@h port 1]: uuid=\(uuid)",
        "\(uuid) Call-ID: (ab-1@[::1]).",
    ])
    func `no byte makes a search fall`(text: String) {
        let bytes = Array(text.utf8)
        let mentions = LogMentions()
        for count in 0...bytes.count { _ = mentions.find(in: Array(bytes.prefix(count))) }
        for index in bytes.indices {
            for value in UInt8.min...UInt8.max {
                var changed = bytes
                changed[index] = value
                let found = mentions.find(in: changed)
                for name in [found.callID, found.uuid] {
                    #expect(name.map { $0.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f } } ?? true)
                }
            }
        }
    }
}
