// The operator's own forms of log lines.

import CallGraph
import Testing

@testable import Collector

struct LogPatternTests {
    private func patterns(_ yaml: String) throws -> LogMentions {
        let configuration = try ConfigurationSamples.parse("logs:\n  patterns:\n\(yaml)")
        return LinkRules(configuration.linkHeaders, patterns: configuration.logs.patterns)
            .logMentions
    }

    private func find(_ yaml: String, _ line: String) throws -> LogMention {
        try patterns(yaml).find(in: Array(line.utf8))
    }

    @Test func `the first group names the call, or all that matches`() throws {
        #expect(try find("    - pattern: 'leg=([^ ]+)'", "a leg=ab-1@h b").callID == "ab-1@h")
        #expect(
            try find("    - pattern: 'leg=([^ ]+)'", "own[3]: forms d leg=syslog-1@acme.test")
                .callID
                == "syslog-1@acme.test")
        #expect(try find("    - pattern: '[a-z]{2}-[0-9]'", "a ab-1 b").callID == "ab-1")
        let both = "    - {pattern: 'ch=(\\w+)', names: uuid}\n    - {pattern: 'leg=(\\w+)'}"
        let found = try find(both, "leg=L1 ch=C1")
        #expect(found.callID == "L1" && found.uuid == "C1")
        #expect(try find(both, "leg=").isEmpty)
    }

    @Test(arguments: ["^.*?((a+)+)+$", "(a|aa)+$", "(.*)(.*)(.*)(.*)(.*)(.*)x"])
    func `a pattern that needs for ever is given up, and the line is searched all the same`(
        pattern: String
    ) throws {
        let line = "callid=ab-1@h " + String(repeating: "a", count: 900) + "!"
        let clock = ContinuousClock()
        let found = try patterns("    - pattern: '\(pattern)'")
        let taken = clock.measure {
            #expect(found.find(in: Array(line.utf8)).callID == "ab-1@h")
        }
        // Without a bound it would not come back in the life of the universe.
        #expect(taken < .seconds(5))
    }

    @Test func `lines of broken UTF-8 and NUL are searched`() throws {
        let found = try patterns("    - pattern: 'leg=([^ ]+)'")
        let line: [UInt8] = [0xff, 0xc3, 0, 0x20] + Array("leg=ab-1@h x".utf8)
        #expect(found.find(in: line).callID == "ab-1@h")
    }

    @Test(arguments: [
        "logs: {patterns: [{pattern: '('}]}", "logs: {patterns: [{pattern: ''}]}",
        "logs: {patterns: [{names: uuid}]}", "logs: {patterns: [{pattern: a, names: dialog}]}",
        "logs: {patterns: {pattern: a}}", "logs: {patterns: [a]}", "logs: {syslog: ':1'}",
        "logs: {syslog_udp: 5514}", "logs: {allow: ['10.1.2.3/8']}",
    ])
    func `what cannot be is refused`(yaml: String) {
        #expect(throws: ConfigurationError.self) { try ConfigurationSamples.parse(yaml) }
    }

    @Test func `seventeen patterns are too many, sixteen are not`() throws {
        let entry = "{pattern: a}"
        func list(_ count: Int) -> String {
            "logs: {patterns: [\(Array(repeating: entry, count: count).joined(separator: ", "))]}"
        }
        #expect(try ConfigurationSamples.parse(list(16)).logs.patterns.count == 16)
        #expect(throws: ConfigurationError.self) { try ConfigurationSamples.parse(list(17)) }
    }

    @Test func `the section is read, and by environment too`() throws {
        let configuration = try Configuration.parse(
            yaml: "logs: {syslog_udp: ':5514', allow: [10.0.5.0/24], patterns: [{pattern: a}]}",
            file: "",
            environment: [
                "CALLTRACE_LOGS_SYSLOG_TCP": "[::1]:5514",
                "CALLTRACE_LOGS_PATTERNS_0_NAMES": "uuid",
                "CALLTRACE_LOGS_PATTERNS_1_PATTERN": "b",
            ])
        #expect(configuration.logs.syslogUDP?.description == "0.0.0.0:5514")
        #expect(configuration.logs.syslogTCP?.description == "[::1]:5514")
        #expect(configuration.logs.allow.map(\.description) == ["10.0.5.0/24"])
        #expect(configuration.logs.patterns.map(\.pattern) == ["a", "b"])
        #expect(configuration.logs.patterns.map(\.names) == [.channel, .dialog])
    }
}
