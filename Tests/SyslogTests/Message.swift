// Messages as tests write them.

import Syslog

/// A parsed message with its parts as text.
struct Parsed {
    let message: SyslogMessage
    let bytes: [UInt8]

    init(_ text: String) throws(SyslogError) { try self.init(Array(text.utf8)) }

    init(_ bytes: [UInt8]) throws(SyslogError) {
        self.bytes = bytes
        message = try SyslogMessage.parse(bytes.span)
    }

    private func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }
    var host: String { text(message.hostName) }
    var app: String { text(message.appName) }
    var process: String { text(message.processID) }
    var id: String { text(message.messageID) }
    var data: String { text(message.structuredData) }
    var whole: String { text(message.message) }
    var content: String { text(message.text) }
    var priority: Int { Int(message.facility) * 8 + Int(message.severity) }

    /// Every part lies within the bytes.
    var isSound: Bool {
        let parts = [
            message.hostName, message.appName, message.processID, message.messageID,
            message.structuredData, message.message, message.text,
        ]
        return parts.allSatisfy { $0.lowerBound >= 0 && $0.upperBound <= bytes.count }
            && message.facility < 24 && message.severity < 8
    }
}

/// 2026-11-27T13:04:45.500000Z.
let received: Int64 = 1_795_784_685_500_000

/// Whole messages of real senders, one of each form.
let senders = [
    "<34>1 2026-11-27T13:04:45.003Z mymachine.example.com su - ID47 - \u{feff}'su root' failed",
    "<165>1 2026-11-27T13:04:45.003217+01:00 192.0.2.1 myproc 8710 - [a@1 x=\"\\\"]\"][b y=\"2\"] text",
    "<30>1 - - kamailio 12 - - INFO: {1 102 INVITE a@b} <script>: hello",
    "<30>Nov 27 13:04:45 proxy1 kamailio[123]: INFO: hello",
    "<30>Nov 27 13:04:45 kamailio[123]: INFO: hello",
    "<30>Nov  7 13:04:45 freeswitch: hello",
    "<30>2026-11-27T14:04:45.003217+01:00 proxy1 kamailio[123]: hello",
    "<189>29: *Nov 27 2026 13:04:45.123: %SYS-5-CONFIG_I: Configured",
    "<13>Nov 27 13:04:45 2026 host app: hello",
    "Nov 27 13:04:45 host app: without a priority",
    "nothing that anybody knows",
    "<14>tag[1]: no time",
]
