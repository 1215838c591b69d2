// RFC 3164 as programs and relays really send it.

import Syslog
import Testing

struct RFC3164Tests {
    @Test(arguments: [
        ("<30>Nov 27 13:04:45 proxy1 kamailio[123]: hello", "proxy1", "kamailio", "123", "hello"),
        ("<30>Nov 27 13:04:45 kamailio[123]: hello", "", "kamailio", "123", "hello"),
        ("<30>Nov 27 13:04:45 kamailio: hello", "", "kamailio", "", "hello"),
        ("<30>Nov  7 3:04:45 x: hello", "", "", "", "Nov  7 3:04:45 x: hello"),
        (
            "<30>Nov  7 03:04:45 10.0.0.1 /usr/sbin/opensips[7]: hi", "10.0.0.1",
            "/usr/sbin/opensips", "7", "hi"
        ),
        ("<30>Nov 27 13:04:45 fe80::1 app: hello", "fe80::1", "app", "", "hello"),
        ("<30>Nov 27 2026 13:04:45 sbc app: hello", "sbc", "app", "", "hello"),
        ("<30>Nov 27 13:04:45 2026 sbc app: hello", "sbc", "app", "", "hello"),
        ("<30>Nov 27 13:04:45.123456 sbc app: hello", "sbc", "app", "", "hello"),
        ("<30>2026-11-27T13:04:45.1+01:00 sbc app[1]: hello", "sbc", "app", "1", "hello"),
        ("<30>2026-11-27T13:04:45Z app[1]: hello", "", "app", "1", "hello"),
        ("<189>29: *Nov 27 13:04:45.123: %SYS-5-X: up", "", "%SYS-5-X", "", "up"),
        ("<189>29: host: Nov", "", "", "", "29: host: Nov"),
        ("<30>Nov 27 13:04:45 sbc (systemd)[1]: hello", "sbc", "(systemd)", "1", "hello"),
        ("<30>Nov 27 13:04:45 sbc app[1] hello", "sbc", "app", "1", "hello"),
        ("<30>Nov 27 13:04:45 sbc words without a tag", "sbc", "", "", "words without a tag"),
        ("<30>Nov 27 13:04:45 sip:1@a words", "", "", "", "sip:1@a words"),
        ("<30>app[1]: hello", "", "app", "1", "hello"),
        ("<30>hello", "", "", "", "hello"),
        ("<30>Nov 27 13:04:45", "", "", "", ""),
    ])
    func `host, program, process and text are told apart`(
        line: String, host: String, app: String, process: String, text: String
    ) throws {
        let parsed = try Parsed(line)
        #expect(parsed.host == host)
        #expect(parsed.app == app && parsed.process == process)
        #expect(parsed.content == text)
        #expect(!parsed.message.isMalformed)
        #expect(parsed.whole.hasSuffix(text))
    }

    @Test func `MSG begins with the tag`() throws {
        let parsed = try Parsed("<30>Nov 27 13:04:45 h app[1]:  two blanks \n")
        #expect(parsed.whole == "app[1]:  two blanks " && parsed.content == " two blanks ")
    }

    @Test(arguments: [
        "hello", "<hello", "<>hello", "<192>hello", "<1234>hello", "<1hello", "<-1>hello",
        "< 1>hello",
        "Nov 27 13:04:45 h app: hello",
    ])
    func `without a priority it is text from user notice`(line: String) throws {
        let parsed = try Parsed(line)
        #expect(parsed.priority == 13 && parsed.message.isMalformed)
        #expect(parsed.whole.hasSuffix("hello") && parsed.isSound)
    }

    @Test(arguments: ["", "\n", "\r\n", "\0", "\0\n\r\n\0"])
    func `nothing but line ends is refused`(text: String) {
        #expect(throws: SyslogError.empty) { try Parsed(text) }
    }

    @Test func `a priority alone is a message without text`() throws {
        #expect(try Parsed("<13>").whole == "")
    }
}
