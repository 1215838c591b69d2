// What those should change who were refused, by what they sent.

/// What a sender did, and what it has to do.
package struct AppearanceAdvice: Sendable {
    /// The fixed word of the snapshot.
    package let appearance: String
    /// What was seen, in a word or two.
    let words: String
    let advice: String

    /// The advice for an appearance; nil when it says nothing.
    static func of(_ appearance: String?) -> AppearanceAdvice? {
        all.first { $0.appearance == appearance }
    }

    /// Every appearance that says something.
    package static let all: [AppearanceAdvice] = [
        AppearanceAdvice(
            appearance: "sip", words: "SIP itself",
            advice: "It is SIP, not wrapped in HEP: turn HEP on at the agent (Kamailio: "
                + "modparam(\"siptrace\", \"hep_mode_on\", 1)), or find out which phone or proxy takes "
                + "this for a SIP port"),
        AppearanceAdvice(
            appearance: "tls", words: "TLS",
            advice:
                "It is TLS, and this port takes HEP in clear: turn TLS off at the agent, or put a "
                + "proxy in between that takes it off"),
        AppearanceAdvice(
            appearance: "http", words: "HTTP",
            advice: "It is HTTP: the API and /metrics are at http.address, not at this port"),
        AppearanceAdvice(
            appearance: "syslog", words: "syslog",
            advice: "It is syslog: send it to logs.syslog_udp or logs.syslog_tcp"),
        AppearanceAdvice(
            appearance: "stun", words: "STUN",
            advice: "It is STUN: something takes this port for one of SIP or media"),
        AppearanceAdvice(
            appearance: "no_key", words: "no key",
            advice: "Set one of hep.auth_keys at the agent (Kamailio: modparam(\"siptrace\", "
                + "\"auth_key\", \"…\"), heplify: -hp, Asterisk: capture_password in hep.conf), or "
                + "name its network in hep.allow: FreeSWITCH, OpenSIPS and rtpengine cannot send one"
        ),
        AppearanceAdvice(
            appearance: "wrong_key", words: "a wrong key",
            advice: "Where the key is wrong, compare the agent's with hep.auth_keys, every letter"),
        AppearanceAdvice(
            appearance: "hep_1", words: "HEP version 1",
            advice: "HEP version 1 cannot carry a key: have the agent send version 3 (Kamailio: "
                + "modparam(\"siptrace\", \"hep_version\", 3)), or name its network in hep.allow"),
        AppearanceAdvice(
            appearance: "hep_2", words: "HEP version 2",
            advice: "HEP version 2 cannot carry a key: have the agent send version 3, or name its "
                + "network in hep.allow"),
    ]
}
