// Lines that name a call stand in it, and tie nothing together.

import CallGraph
import CallTraceTesting
import Testing

struct ScenarioLogTests {
    /// A line as ingest writes it when it comes by syslog.
    private static func say(
        _ script: inout CallScript, _ text: String, at milliseconds: Int64, node: String = "proxy1",
        rules: LinkRules = .standard
    ) {
        let mention = rules.logMentions.find(in: Array(text.utf8))
        script.log(text, channel: mention.correlation, at: milliseconds, node: node)
        script.entries[script.entries.count - 1].header.flags = mention.flags
    }

    private static func lines(_ trace: Trace?) -> [LogRow] {
        (trace?.messages ?? []).compactMap { if case .log(let row) = $0 { row } else { nil } }
    }

    @Test func `lines of a proxy stand in the call at their time, by Call-ID`() async throws {
        var script = CallScript()
        script.inbound(ScriptedLeg("aaaa-1", "a1@20", at: 0, answered: 400, until: 5000, peer: 20))
        script.inbound(ScriptedLeg("cccc-1", "c1@20", at: 0, answered: 400, until: 5000, peer: 30))
        Self.say(&script, "INFO: {1 1 INVITE a1@20} <script>: new", at: 1)
        Self.say(&script, "ACC: call_id=a1@20;code=200", at: 401)
        Self.say(&script, "INFO: {1 1 INVITE c1@20} <script>: other", at: 2)
        Self.say(&script, "nothing about anybody", at: 3)
        let trace = try await TraceScene(script).trace("a1@20")
        let lines = Self.lines(trace)
        #expect(
            lines.map(\.text).map { $0.suffix(8) }
                == ["ipt>: new", "code=200"].map { $0.suffix(8) })
        #expect(lines.allSatisfy { $0.callID == "a1@20" && $0.node == "proxy1" })
        #expect(lines.first?.time == script.moment(1))
        #expect(trace?.dialogs.map(\.callID) == ["a1@20"])
        // By the channel's name the same.
        #expect(try await Self.lines(TraceScene(script).trace("aaaa-1")) == lines)
    }

    @Test func `a line that names a dialog and a channel is in both calls and joins neither`()
        async throws
    {
        var script = CallScript()
        script.inbound(ScriptedLeg("aaaa-1", "a1@20", at: 0, answered: 400, until: 5000, peer: 20))
        let other = "575fe831-c292-4704-a224-888544fef389"
        script.inbound(ScriptedLeg(other, "b1@20", at: 0, answered: 400, until: 5000, peer: 30))
        Self.say(&script, "callid=a1@20 uuid=\(other)", at: 100)
        let scene = TraceScene(script)
        for (query, dialog) in [
            ("a1@20", "a1@20"), ("aaaa-1", "a1@20"), (other, "b1@20"), ("b1@20", "b1@20"),
        ] {
            let trace = try await scene.trace(query)
            #expect(trace?.dialogs.map(\.callID) == [dialog], "\(query)")
            let line = try #require(Self.lines(trace).first, "\(query)")
            #expect(line.callID == "a1@20" && line.uuid == other)
        }
    }

    @Test func `a line that names both legs' names of one call is shown once`() async throws {
        var script = CallScript()
        let channel = "575fe831-c292-4704-a224-888544fef389"
        script.inbound(ScriptedLeg(channel, "a1@20", at: 0, answered: 400, until: 5000, peer: 20))
        Self.say(&script, "callid=a1@20 uuid=\(channel)", at: 100)
        Self.say(&script, "freeswitch[1]: \(channel) x callid=a1@20", at: 101)
        let scene = TraceScene(script)
        for query in ["a1@20", channel] {
            #expect(try await Self.lines(scene.trace(query)).count == 2, "\(query)")
        }
    }

    @Test func `lines alone are a trace of lines`() async throws {
        var script = CallScript()
        Self.say(&script, "callid=nobody-1@h hello", at: 0)
        let trace = try await TraceScene(script).trace("nobody-1@h")
        #expect(Self.lines(trace).count == 1 && trace?.dialogs.isEmpty == true)
    }

    @Test func `lines between two uses of a Call-ID do not make them one`() async throws {
        var script = CallScript()
        ScenarioHeaderTests.dialog(&script, "a1@x", at: 0)
        ScenarioHeaderTests.dialog(&script, "a1@x", at: 3_600_000, until: 3_605_000)
        let plain = try await TraceScene(script).trace("a1@x")
        for second in stride(from: Int64(0), to: 3600, by: 30) {
            Self.say(&script, "callid=a1@x still there", at: second * 1000)
        }
        let trace = try await TraceScene(script).trace("a1@x")
        #expect(trace?.dialogs == plain?.dialogs && plain?.dialogs.count == 1)
        #expect((50...70).contains(Self.lines(trace).count))
    }

    @Test func `a line of a megabyte is cut where it is shown, and says so`() async throws {
        var script = CallScript()
        let text = "callid=a1@20 " + String(repeating: "\u{1b}x", count: 500_000)
        Self.say(&script, text, at: 0)
        let line = try #require(Self.lines(try await TraceScene(script).trace("a1@20")).first)
        #expect(line.text.hasSuffix("… (1000013 bytes in all)"))
        #expect(line.text.utf8.count < CallGraph.Limits.logRowBytesMax + 50)
    }

    @Test func `what a pattern finds is found again when both names are read back`() async throws {
        let rules = LinkRules(
            headers: [],
            logPatterns: [
                LogPattern(names: .dialog) { $0.contains("L") ? "a1@20" : nil },
                LogPattern(names: .channel) { $0.contains("L") ? "aaaa-9" : nil },
            ])
        var script = CallScript()
        ScenarioHeaderTests.dialog(&script, "a1@20", at: 0)
        Self.say(&script, "Line", at: 1, rules: rules)
        let line = try #require(
            Self.lines(try await TraceScene(script, rules: rules).trace("a1@20")).first)
        #expect(line.callID == "a1@20" && line.uuid == "aaaa-9")
    }
}
