// The table of all keys: the file, the environment, errors and documentation follow it.

internal import CallGraph

/// Every key of the configuration.
enum ConfigurationSchema {
    /// The keys in the order of documentation.
    static let keys: [ConfigurationKey] = [
        .init(
            "data_dir", "path", .text("./data"),
            "Where the journal lives; a relative path starts at the working directory"),
        .init(
            "hep.udp", "address or \"\"", .text("0.0.0.0:9060"),
            "Where HEP is taken over UDP; \"\" turns the listener off"),
        .init(
            "hep.tcp", "address or \"\"", .text("0.0.0.0:9060"),
            "Where HEP is taken over TCP; \"\" turns the listener off"),
        .init(
            "hep.tls", "\"\"", .text(""),
            "Kept for a TLS listener, which this version does not have: anything but \"\" is refused"
        ),
        .init("hep.certificate", "path", .text(""), "The certificate of the TLS listener"),
        .init("hep.key", "path", .text(""), "The private key of the TLS listener"),
        .init(
            "hep.client_ca", "path", .text(""),
            "The authorities whose certificates the TLS listener asks agents for"),
        .init(
            "hep.auth_keys", "list of secrets", .emptyList,
            "When set, a packet without one of them is refused and counted"),
        .init(
            "hep.allow", "list of networks", .emptyList,
            "Networks (CIDR) whose packets need no key; a bare FreeSWITCH cannot send one"),
        .init(
            "hep.receive_buffer_bytes", size(ConfigurationLimits.receiveBufferBytes),
            .text("32MiB"),
            "The receive buffer asked of the kernel for each UDP socket"),
        .init(
            "hep.udp_sockets", number(ConfigurationLimits.udpSockets), .text("1"),
            "UDP sockets on the same port (SO_REUSEPORT), each with a thread of its own"),
        .init(
            "hep.tcp_connections_max", number(ConfigurationLimits.tcpConnections), .text("1024"),
            "TCP connections held at a time; more are closed at once"),
        .init(
            "hep.tcp_idle_seconds", number(ConfigurationLimits.tcpIdleSeconds), .text("600"),
            "Seconds after which a silent TCP connection is closed"),
        .init(
            "http.address", "address", .text("127.0.0.1:9080"),
            "Where the API, the web page, /metrics, /healthz and /readyz are served"),
        .init(
            "http.tokens", "list of secrets", .emptyList,
            "When set, every path but /healthz and /readyz asks for one of them"),
        .init(
            "http.redact_key", "secret or \"\"", .text(""),
            "The key of pseudonyms in redacted exports, the same in all; \"\": each has its own"),
        .init(
            "metrics.series_max", number(ConfigurationLimits.seriesMax), .text("4500"),
            "Sample lines of /metrics; what is over it is counted in series labelled other"),
        .init(
            "switches[].name", "name", .required,
            "The switch's name in traces, labels and metrics; no two switches share one"),
        .init(
            "switches[].address", "address", .text("127.0.0.1:8021"),
            "Where the switch's event socket listens; no two switches share one"),
        .init("switches[].password", "secret", .text("ClueCon"), "The event socket's password"),
        .init(
            "switches[].log_level", choice(SwitchLogLevel.allCases.map(\.rawValue)), .text("info"),
            "How much of the switch's log is taken; none turns it off"),
        .init(
            "logs.syslog_udp", "address or \"\"", .text(""),
            "Where syslog (RFC 5424, RFC 3164) is taken over UDP, as in 0.0.0.0:5514; \"\" turns it off"
        ),
        .init(
            "logs.syslog_tcp", "address or \"\"", .text(""),
            "Where syslog is taken over TCP (RFC 6587); \"\" turns it off"),
        .init(
            "logs.allow", "list of networks", .emptyList,
            "Networks (CIDR) from which syslog is taken; from everywhere when there are none"),
        .init(
            "logs.patterns[].pattern", "regular expression", .required,
            "Its first group, or all that it matches, names the call of a log line; known forms do without"
        ),
        .init(
            "logs.patterns[].names", choice(LogPattern.Meaning.allCases.map(\.rawValue)),
            .text("call-id"),
            "What the pattern finds: a Call-ID, or the UUID of a switch's channel"),
        .init(
            "loki.url", "http or https URL, or \"\"", .text(""),
            "The Loki that records are pushed to, as in http://host:3100; \"\" turns it off"),
        .init(
            "loki.tenant", "Loki tenant or \"\"", .text(""),
            "The X-Scope-OrgID of records that belong to none of the tenants below"),
        .init(
            "loki.encoding", choice(["protobuf", "json"]), .text("protobuf"),
            "The form of the pushes: protobuf with snappy, or JSON with gzip"),
        .init(
            "loki.settle_seconds", number(ConfigurationLimits.settleSeconds), .text("2"),
            "Seconds that a record waits, so that the call that it belongs to is known"),
        .init(
            "loki.username", "text", .text(""), "The user of basic authentication; \"\" for none"),
        .init("loki.password", "secret or \"\"", .text(""), "The password of that user"),
        .init(
            "loki.token", "secret or \"\"", .text(""),
            "The token of bearer authentication; \"\" for none"),
        .init(
            "loki.ca", "path", .text(""),
            "Certificates (PEM) that an https Loki's must come from; \"\" for those of the system"),
        .init(
            "loki.certificate", "path", .text(""),
            "The certificate (PEM) that the collector shows; \"\" for none"),
        .init("loki.key", "path", .text(""), "The private key (PEM) of that certificate"),
        .init(
            "otlp.url", "http or https URL, or \"\"", .text(""),
            "Where finished calls are sent as traces, as in http://host:4318; \"\" turns it off"),
        .init(
            "otlp.headers[].name", "header", .required,
            "A header of each request, as for a key that the endpoint asks for"),
        .init("otlp.headers[].value", "secret", .required, "The header's value"),
        .init(
            "otlp.settle_seconds", number(ConfigurationLimits.otlpSettleSeconds), .text("10"),
            "Seconds that a leg that has ended waits for the rest of its call"),
        .init(
            "retention.days", number(ConfigurationLimits.retentionDays), .text("7"),
            "Days that the journal keeps records"),
        .init(
            "retention.bytes", size(ConfigurationLimits.retentionBytes), .text("20GiB"),
            "Bytes that the journal may take; the oldest segments go first"),
        .init(
            "retention.min_free", size(ConfigurationLimits.minFree),
            .other("512MiB, or 2 % of the disk where that is less"),
            "Bytes that stay free on the disk: with less, nothing is recorded; 0 sets no bound"),
        .init(
            "tenants[].name", "name", .required,
            "The tenant's name in traces and searches; no two tenants share one"),
        .init(
            "tenants[].domains", "list of domains", .emptyList,
            "The SIP domains that are the tenant's; a domain has one tenant"),
        .init(
            "tenants[].loki_tenant", "Loki tenant", .other("the tenant's name"),
            "The X-Scope-OrgID of the tenant's records"),
        .init(
            "agents[].id", number(ConfigurationLimits.captureIDs), .required,
            "The capture id that the agent sends; no two entries share one"),
        .init(
            "agents[].name", "name", .required, "The agent's name in traces, labels and metrics"),
        .init(
            "trunks[].name", "name", .required,
            "The trunk's name in labels; no two trunks share one. Read again on SIGHUP"),
        .init(
            "trunks[].addresses", "list of networks", .emptyList,
            "Networks (CIDR) that the trunk's calls come from and go to; the longest prefix wins"),
        .init(
            "link_headers[].name", "header", .required,
            "A SIP header that links dialogs; X-CID and X-Call-ID do without being named"),
        .init(
            "link_headers[].names", choice(LinkRules.Meaning.allCases.map(\.rawValue)),
            .text("call-id"),
            "call-id: the value is another dialog's Call-ID; token: the dialogs of one call share it"
        ),
        .init(
            "link_headers[].pattern", "regular expression", .text(""),
            "Its first group, or all that it matches, is what counts of the value"),
        .init("link_headers[].prefix", "text", .text(""), "Put before what counts of the value"),
        .init("link_headers[].suffix", "text", .text(""), "Put behind what counts of the value"),
        .init(
            "link_headers[].hash", choice(LinkHeaderSettings.Digest.allCases.map(\.rawValue)),
            .text("none"), "Taken of the result, where the other side bears a digest"),
    ]

    /// The keys by path.
    static let byPath = Dictionary(keys.map { ($0.path, $0) }) { first, _ in first }

    /// The names below each section, in order; the top is `""`, an entry of a list `switches[]`.
    static let namesBelow: [String: [String]] = {
        var found: [String: [String]] = [:]
        for key in keys {
            var above = ""
            for part in key.path.split(separator: ".") {
                let name = String(part.prefix { $0 != "[" })
                if found[above]?.contains(name) != true { found[above, default: []].append(name) }
                above = above.isEmpty ? String(part) : "\(above).\(part)"
            }
        }
        return found
    }()

    /// `a, b or c`.
    static func choice(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return "\(words.dropLast().joined(separator: ", ")) or \(last)"
    }

    /// The words for a whole number between limits.
    static func number(_ range: ClosedRange<Int>) -> String {
        "whole number from \(range.lowerBound) to \(range.upperBound)"
    }

    /// The words for a size between limits.
    static func size(_ range: ClosedRange<Int>) -> String {
        "size from \(ByteSize.render(range.lowerBound)) to \(ByteSize.render(range.upperBound))"
    }
}
