// The exact words of each mistake: they are what an operator reads at three in the morning.

import Testing

@testable import Collector

struct ConfigurationErrorTests {
    private static let addressAdvice = "write host:port, as in 127.0.0.1:9060 or [::1]:9060"

    @Test(
        arguments: [
            ("hep:\n  upd: x", "2: unknown key `hep.upd`; did you mean `hep.udp`?"),
            ("\n\nretentoin: {}", "3: unknown key `retentoin`; did you mean `retention`?"),
            ("udp: x", "1: unknown key `udp`; did you mean `hep.udp`?"),
            (
                "http: {port: 1}",
                "1: unknown key `http.port`; the keys of `http` are address, tokens, "
                    + "redact_key"
            ),
            (
                "colour: red",
                "1: unknown key `colour`; the keys at the top are data_dir, hep, http, metrics, "
                    + "switches, logs, loki, otlp, retention, tenants, agents, trunks, link_headers"
            ),
            (
                "switches:\n  - name: a\n    pasword: x",
                "3: unknown key `switches[0].pasword`; did you mean `switches[0].password`?"
            ),
            ("? [a, b]\n: c", "1: a key must be one word"),
            (
                "\"a\\nb\": c",
                "1: unknown key `a\\u{a}b`; the keys at the top are data_dir, hep, http, metrics, "
                    + "switches, logs, loki, otlp, retention, tenants, agents, trunks, link_headers"
            ),
        ])
    func `an unknown key is named with what was meant`(yaml: String, expected: String) {
        #expect(ConfigurationSamples.problem(yaml) == "calltrace.yaml:" + expected)
    }

    @Test(
        arguments: [
            ("hep: on", "1: `hep` is a section; write keys such as `udp:` below it"),
            ("hep: [a]", "1: `hep` is a section; write keys such as `udp:` below it"),
            ("hep:\n  udp: [a]", "2: `hep.udp` takes one value: address or \"\""),
            ("data_dir: {a: b}", "1: `data_dir` takes one value: path"),
            ("http:\n  tokens: abc", "2: `http.tokens` is a list; write it as in [a, b]"),
            ("http:\n  tokens:\n  - a\n  - [b]", "4: `http.tokens[1]` must be one value"),
            ("hep: {allow: [~]}", "1: `hep.allow[0]` must be one value"),
            (
                "switches: {name: a}",
                "1: `switches` is a list of sections; begin each with `- name:`"
            ),
            ("switches:\n- a", "2: `switches` is a list of sections; begin each with `- name:`"),
            ("agents: 5", "1: `agents` is a list of sections; begin each with `- id:`"),
            ("- a", "1: not a configuration; write `key: value` lines"),
            ("just words", "1: not a configuration; write `key: value` lines"),
            (
                "hep:\n  udp:\n  tcp: :1",
                "2: `hep.udp` has no value; write one, or remove the line for 0.0.0.0:9060"
            ),
            ("tenants:\n- name:", "2: `tenants[0].name` has no value; write a name"),
            (
                "hep:\n  udp: !env PORT",
                "2: `hep.udp` has a YAML tag, which is not taken; write the value itself"
            ),
            (
                "retention:\n  days: seven",
                "2: `retention.days` is `seven`: write a whole number from 1 to 3650"
            ),
            (
                "retention: {days: -1}",
                "1: `retention.days` is `-1`: write a whole number from 1 to 3650"
            ),
            (
                "retention: {days: 1.5}",
                "1: `retention.days` is `1.5`: write a whole number from 1 to 3650"
            ),
            (
                "retention: {days: 99999999999999999999}",
                "1: `retention.days` is `99999999999999999999`: write a whole number from 1 to 3650"
            ),
            (
                "hep: {udp_sockets: 9}",
                "1: `hep.udp_sockets` is `9`: write a whole number from 1 to 8"
            ),
            (
                "retention: {bytes: lots}",
                "1: `retention.bytes` is `lots`: write a size from 16MiB to 1024TiB, as in 20GiB or 500MB"
            ),
            ("loki: {encoding: xml}", "1: `loki.encoding` is `xml`: write protobuf or json"),
            (
                "switches: [{name: a, log_level: off}]",
                "1: `switches[0].log_level` is `off`: write none, console, alert, crit, err, "
                    + "warning, notice, info or debug"
            ),
            ("data_dir: \"\"", "1: `data_dir` is empty: write the path of a directory"),
        ])
    func `a value of the wrong form is told the right one`(yaml: String, expected: String) {
        #expect(ConfigurationSamples.problem(yaml) == "calltrace.yaml:" + expected)
    }

    @Test(
        arguments: [
            ("nowhere", "the port is missing; write host:port, as in 127.0.0.1:9060"),
            ("9060", "the port is missing; write host:port, as in 127.0.0.1:9060"),
            ("1.2.3.4:0", "the port must be a number from 1 to 65535"),
            ("1.2.3.4:65536", "the port must be a number from 1 to 65535"),
            ("1.2.3.4:+1", "the port must be a number from 1 to 65535"),
            ("1.2.3.4:", "the port must be a number from 1 to 65535"),
            ("1.2.3.256:1", addressAdvice),
            ("1.2.3:1", addressAdvice),
            ("01.2.3.4:1", addressAdvice),
            ("::1:9060", "put the IPv6 address in brackets, as in [::1]:9060"),
            ("::", "put the IPv6 address in brackets, as in [::1]:9060"),
            ("[::1]", addressAdvice),
            ("[1.2.3.4]:1", addressAdvice),
            ("[]:1", addressAdvice),
            ("[:1", addressAdvice),
            ("a b:1", addressAdvice),
            ("-a:1", addressAdvice),
            ("a..b:1", addressAdvice),
            ("http://a:1", addressAdvice),
        ])
    func `an address that cannot be listened on is told why`(address: String, advice: String) {
        #expect(
            ConfigurationSamples.problem("hep:\n  udp: '\(address)'")
                == "calltrace.yaml:2: `hep.udp` is `\(address)`: \(advice)")
    }

    @Test(
        arguments: [
            (
                "hep: {tls: \"0.0.0.0:9061\"}",
                "1: `hep.tls` asks for a TLS listener, which this version does not have; remove it, or put a TLS proxy in front of `hep.tcp`"
            ),
            ("http: {address: \"\"}", "1: `http.address` is empty: \(addressAdvice)"),
            (
                "switches: [{name: a, address: \":8021\"}]",
                "1: `switches[0].address` is `:8021`: write host:port, as in 127.0.0.1:8021"
            ),
            (
                "hep: {allow: [10.0.0.1, 10.1.2.3/8]}",
                "1: `hep.allow[1]` is `10.1.2.3/8`: bits are set after the prefix; write 10.0.0.0/8 "
                    + "for the network or 10.1.2.3 for the address"
            ),
            (
                "hep: {allow: [10.0.0.0/33]}",
                "1: `hep.allow[0]` is `10.0.0.0/33`: the prefix must be a number from 0 to 32"
            ),
            (
                "hep: {allow: [office]}",
                "1: `hep.allow[0]` is `office`: write an address or a network, as in 10.0.0.0/8 or "
                    + "2001:db8::/32"
            ),
            (
                "loki: {url: localhost:3100}",
                "1: `loki.url` is no URL; write one as in http://127.0.0.1:3100"
            ),
            (
                "loki: {url: \"http://:3100\"}",
                "1: `loki.url` has no proper host and port; write them as in http://127.0.0.1:3100"
            ),
            (
                "loki: {tenant: a b}",
                "1: `loki.tenant` is `a b`: Loki takes 1 to 150 letters, digits and the signs ! - _ . * ' ( )"
            ),
            ("agents:\n- name: x", "2: `agents[0]` has no `id`; every entry needs one"),
            (
                "switches:\n-\n  address: a:1",
                "3: `switches[0]` has no `name`; every entry needs one"
            ),
            (
                "switches: [{name: a b}]",
                "1: `switches[0].name` is `a b`: write 1 to 64 letters, digits and the signs _ . -"
            ),
            (
                "tenants: [{name: a, domains: [\"*.a\"]}]",
                "1: `tenants[0].domains[0]` is `*.a`: write a whole domain, as in acme.test"
            ),
        ])
    func `a setting that cannot work is refused with what to do`(yaml: String, expected: String) {
        #expect(ConfigurationSamples.problem(yaml) == "calltrace.yaml:" + expected)
    }

    @Test(
        arguments: [
            (
                "switches:\n- name: a\n- name: a",
                "3: `switches[1].name` is `a`, as `switches[0].name` is already; each needs its own"
            ),
            (
                "switches:\n- name: a\n- name: b\n",
                "3: `switches[1].address` is `127.0.0.1:8021`, as `switches[0].address` is "
                    + "already; each needs its own"
            ),
            (
                "agents:\n- {id: 1, name: a}\n- {id: 01, name: b}",
                "3: `agents[1].id` is `1`, as `agents[0].id` is already; each needs its own"
            ),
            (
                "tenants:\n- {name: a, domains: [x.test]}\n- {name: b, domains: [X.test]}",
                "3: `tenants[1].domains[0]` is `x.test`, as `tenants[0].domains[0]` is already; each "
                    + "needs its own"
            ),
            (
                "hep:\n  udp: :1\n  tcp: :2\n  udp: :3",
                "2: key `udp` stands twice in one section; keep one"
            ),
            ("hep: {}\nhttp: {}\nhep: {}", "1: key `hep` stands twice in one section; keep one"),
            ("hep: {}\n!x hep: {}", "2: key `hep` stands twice in one section; keep one"),
        ])
    func `what may stand once is refused the second time`(yaml: String, expected: String) {
        #expect(ConfigurationSamples.problem(yaml) == "calltrace.yaml:" + expected)
    }

    @Test(
        arguments: [
            (
                "hep:\n\tudp: x",
                "2: not YAML at column 1: found character that cannot start any token"
            ),
            ("hep: {udp: x", "2: not YAML at column 1: did not find expected ',' or '}'"),
            ("a: b\n---\nc: d", "2: a second document begins here; keep one"),
            ("hep:\n  udp: \"x", "2: not YAML at column 10: found unexpected end of stream"),
            ("hep:\n  udp: a\u{1}b", "2: not YAML: control characters are not allowed"),
        ])
    func `a file that is no YAML is told where`(yaml: String, expected: String) {
        #expect(ConfigurationSamples.problem(yaml) == "calltrace.yaml:" + expected)
    }
}
