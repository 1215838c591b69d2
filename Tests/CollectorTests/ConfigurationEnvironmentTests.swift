// Variables over the file.

import CallGraph
import LokiPush
import Testing

@testable import Collector

struct ConfigurationEnvironmentTests {
    private func parse(
        _ yaml: String, _ environment: [String: String]
    ) throws(ConfigurationError) -> Configuration {
        try Configuration.parse(yaml: yaml, file: "calltrace.yaml", environment: environment)
    }

    @Test func `a variable wins over the file and the file over the default`() throws {
        let yaml = "data_dir: /file\nretention: {days: 3}\nloki: {url: \"http://file:3100\"}\n"
        let configuration = try parse(
            yaml,
            [
                "CALLTRACE_DATA_DIR": "/variable", "CALLTRACE_HEP_UDP": "127.0.0.1:1",
                "CALLTRACE_HTTP_ADDRESS": "[::1]:2", "CALLTRACE_LOKI_URL": "http://variable:3100",
                "PATH": "/bin", "CALLTRACER": "not ours",
            ])
        #expect(configuration.dataDirectory == "/variable")
        #expect(configuration.hep.udp?.description == "127.0.0.1:1")
        #expect(configuration.http.address.description == "[::1]:2")
        #expect(configuration.loki.url == "http://variable:3100")
        #expect(configuration.retention.days == 3)
        #expect(configuration.hep.tcp?.description == "0.0.0.0:9060")
    }

    @Test func `a mistake of the file does not matter where a variable is put over it`() throws {
        let configuration = try parse(
            "retention: {days: never}", ["CALLTRACE_RETENTION_DAYS": "30"])
        #expect(configuration.retention.days == 30)
    }

    @Test func `an empty variable is an empty value`() throws {
        let configuration = try parse(
            "hep: {udp: \"127.0.0.1:1\"}\nhttp: {tokens: [a]}",
            ["CALLTRACE_HEP_UDP": "", "CALLTRACE_HTTP_TOKENS": ""])
        #expect(configuration.hep.udp == nil)
        #expect(configuration.http.tokens == [])
    }

    @Test func `lists are split at commas and replace the file's`() throws {
        let configuration = try parse(
            "hep: {auth_keys: [old], allow: [1.1.1.1]}",
            [
                "CALLTRACE_HEP_AUTH_KEYS": "a, b c ,d",
                "CALLTRACE_HEP_ALLOW": "10.0.0.0/8,2001:db8::/32", "CALLTRACE_HTTP_TOKENS": "t",
            ])
        #expect(configuration.hep.authKeys.map(\.text) == ["a", "b c", "d"])
        #expect(configuration.hep.allow.map(\.description) == ["10.0.0.0/8", "2001:db8::/32"])
        #expect(configuration.http.tokens.map(\.text) == ["t"])
    }

    @Test func `entries of lists are set and added by number`() throws {
        let configuration = try parse(
            "switches: [{name: a, password: file}]",
            [
                "CALLTRACE_SWITCHES_0_PASSWORD": "variable", "CALLTRACE_SWITCHES_1_NAME": "b",
                "CALLTRACE_SWITCHES_1_ADDRESS": "b.example:8021",
                "CALLTRACE_TENANTS_0_NAME": "acme", "CALLTRACE_TENANTS_0_DOMAINS": "a.test,b.test",
                "CALLTRACE_TENANTS_0_LOKI_TENANT": "other", "CALLTRACE_AGENTS_0_ID": "7",
                "CALLTRACE_AGENTS_0_NAME": "edge",
            ])
        #expect(configuration.switches.map(\.name) == ["a", "b"])
        #expect(configuration.switches.map(\.password.text) == ["variable", "ClueCon"])
        #expect(configuration.tenants.map(\.domains) == [["a.test", "b.test"]])
        #expect(configuration.tenants.map(\.lokiTenant.name) == ["other"])
        #expect(configuration.agents.map(\.name) == ["edge"])
    }

    @Test func `ten entries and more are added in the order of their numbers`() throws {
        var environment: [String: String] = [:]
        for index in 0..<12 {
            environment["CALLTRACE_AGENTS_\(index)_ID"] = "\(index)"
            environment["CALLTRACE_AGENTS_\(index)_NAME"] = "n\(index)"
        }
        #expect(try parse("", environment).agents.map(\.id) == Array(0..<12))
    }

    @Test func `the client's and the tests' variables are let be`() throws {
        let configuration = try parse(
            "",
            [
                "CALLTRACE_SERVER": "http://x", "CALLTRACE_TOKEN": "t",
                "CALLTRACE_REWRITE_GOLDENS": "1",
            ])
        #expect(try configuration == Configuration.load(path: nil, environment: [:]))
    }

    @Test(
        arguments: [
            ("CALLTRACE_HEP_UPD", "x", "no such setting; did you mean CALLTRACE_HEP_UDP?"),
            (
                "CALLTRACE_COLOUR", "x",
                "no such setting; variables are named after keys, as CALLTRACE_HEP_UDP after `hep.udp`"
            ),
            (
                "CALLTRACE_HEP", "x",
                "no such setting; variables are named after keys, as CALLTRACE_HEP_UDP after `hep.udp`"
            ),
            (
                "CALLTRACE_SWITCHES_00_NAME", "x",
                "no such setting; did you mean CALLTRACE_SWITCHES_0_NAME?"
            ),
            (
                "CALLTRACE_SWITCHES_-1_NAME", "x",
                "no such setting; did you mean CALLTRACE_SWITCHES_0_NAME?"
            ),
            (
                "CALLTRACE_SWITCHES_2_NAME", "x",
                "`switches` has 0 entries, counted from 0; the next is CALLTRACE_SWITCHES_0_…"
            ),
            (
                "CALLTRACE_SWITCHES_0_PASSWORD", "x",
                "`switches[0]` has no `name`; every entry needs one"
            ),
            (
                "CALLTRACE_HEP_UDP", "x",
                "`hep.udp` is `x`: the port is missing; write host:port, as in 127.0.0.1:9060"
            ),
            (
                "CALLTRACE_RETENTION_DAYS", "",
                "`retention.days` is empty: write a whole number from 1 to 3650"
            ),
            (
                "CALLTRACE_HTTP_TOKENS", "a,,b",
                "`http.tokens[1]` is empty; write the secret or remove the entry"
            ),
            (
                "CALLTRACE_HEP_TLS", "0.0.0.0:9061",
                "`hep.tls` asks for a TLS listener, which this version does not have; remove it, or "
                    + "put a TLS proxy in front of `hep.tcp`"
            ),
        ])
    func `a variable that cannot be taken is named`(name: String, text: String, problem: String) {
        #expect(ConfigurationSamples.problem("", [name: text]) == "\(name): \(problem)")
    }
}
