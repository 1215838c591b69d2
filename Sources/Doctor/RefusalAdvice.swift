// Why packets are refused, in plain words, and what to change.

internal import CallGraph

/// What a reason of `calltrace_hep_refused_total` means.
package struct RefusalAdvice: Sendable {
    /// The fixed word.
    package let reason: String
    let severity: Finding.Severity
    /// What came, to follow "so many packets were refused: ".
    let meaning: String
    let advice: String

    private init(
        _ reason: String, _ severity: Finding.Severity, _ meaning: String, _ advice: String
    ) {
        self.reason = reason
        self.severity = severity
        self.meaning = meaning
        self.advice = advice
    }

    /// The advice for a reason; one for all others.
    static func of(_ reason: String) -> RefusalAdvice {
        all.first { $0.reason == reason }
            ?? RefusalAdvice(reason, .warning, "\(reason)", "See docs/metrics.md")
    }

    /// The advice for a reason of `calltrace_log_refused_total`; one for all others.
    static func ofLog(_ reason: String) -> RefusalAdvice {
        allOfLog.first { $0.reason == reason }
            ?? RefusalAdvice(reason, .warning, "\(reason)", "See docs/metrics.md")
    }

    /// Every reason that is known of syslog.
    package static let allOfLog: [RefusalAdvice] = [
        .init("empty", .info, "nothing in them", ""),
        .init(
            "not_allowed", .warning, "from outside logs.allow",
            "Name the network in logs.allow, or have it send elsewhere"),
        .init(
            "connections", .warning, "more connections than are held",
            "Have the programs of one machine share a relay, or find out who opens so many"),
        .init(
            "overflow", .warning, "more at once than can be held",
            "Have the program end its lines, or count their bytes (RFC 6587)"),
        .init(
            "hep", .warning, "HEP at the port of syslog",
            "Point that agent at the port of hep.udp, 9060 by default"),
    ]

    /// Every reason that is known.
    package static let all: [RefusalAdvice] = [
        .init(
            "auth", .warning, "no valid key, from a network that needs one",
            "Give the agent one of hep.auth_keys, or name its network in hep.allow; FreeSWITCH and HEP 1 "
                + "and 2 cannot send a key"),
        .init(
            "magic", .warning, "not HEP at all",
            "Something else sends to this port: plain SIP, syslog, or an agent with HEP turned off"),
        .init(
            "length", .warning, "HEP with a length that cannot be",
            "Packets are cut on their way, or the sender is no HEP agent; look for a small MTU"),
        .init(
            "chunk", .warning, "HEP with a chunk that breaks the format",
            "The agent writes HEP 3 that cannot be read: update it, or report what it sends"),
        .init(
            "family", .warning, "HEP 1 or 2 of an unknown address family",
            "Have the agent send HEP version 3"),
        .init(
            "compressed", .warning, "a compressed packet within a compressed one",
            "Turn compression off at the agent"),
        .init(
            "protobuf", .warning, "heplify's protobuf form, which is not read",
            "Start heplify without -protobuf, so that it sends HEP version 3"),
        .init(
            "inflate", .warning, "compressed data that is broken or inflates beyond all bounds",
            "Turn compression off at the agent, or update it"),
        .init("empty", .info, "no payload", ""),
        .init("keepalive", .info, "line ends that keep a connection open", ""),
        .init("stun", .info, "STUN on a SIP port", ""),
        .init(
            "tls", .warning, "TLS where SIP was announced",
            "The agent mirrors the encrypted side: have the proxy or switch itself send what it "
                + "deciphered"),
        .init(
            "not_sip", .warning, "announced as SIP, and nothing of SIP in it",
            "Narrow the agent's filter to the ports of SIP"),
        .init(
            "type", .info, "a protocol type that is not kept",
            "Turn off at the agent what is not SIP, RTCP or a log"),
        .init(
            "junk", .warning, "bytes between packets of a TCP connection",
            "Something else than a HEP agent connects to this port, or an agent loses parts of what it "
                + "sends"),
        .init(
            "connections", .warning, "connections beyond hep.tcp_connections_max",
            "Raise hep.tcp_connections_max, or find out who opens so many"),
    ]
}
