// Passwords, keys and tokens stay out of everything that is printed.

import Testing

@testable import Collector

struct ConfigurationSecretTests {
    @Test func `nothing that prints a configuration shows a secret`() throws {
        let configuration = try ConfigurationSamples.parse(
            """
            hep: {auth_keys: [hush-1]}
            http: {tokens: [hush-2], redact_key: hush-4}
            switches: [{name: fs1, password: hush-3}]
            """)
        var dumped = ""
        dump(configuration, to: &dumped)
        for text in ["\(configuration)", String(reflecting: configuration), dumped] {
            #expect(!text.contains("hush"))
            #expect(text.contains("fs1"))
        }
        #expect("\(configuration.switches[0].password)" == "***")
        #expect(configuration.switches[0].password.text == "hush-3")
    }

    @Test(
        arguments: [
            "http: {tokens: hush}", "http: {tokens: {hush: hush}}", "http: {tokens: {hush, hush}}",
            "http: {tokens: [[hush]]}", "http: {tokens: [!env hush]}",
            "hep: {auth_keys: [\"hush\\n\"]}",
            "switches: [{name: a, password: \"hush\\r\\nexit\"}]",
            "switches: [{name: a, password: [hush]}]",
            "switches: [{name: a, password: {hush: 1, hush: 2}}]",
            "switches: [{name: a, password: &hush b}]",
            "switches: [{name: a, password: *hush }]", "switches: [{name: a, password: \"hush]}",
            "switches:\n - name: a\n   password: hush: hush",
            "loki: {url: \"http://me:hush@host:3100\"}",
            "loki: {url: \"hush://host\"}", "loki: {url: \"http://host/?token=hush\"}",
        ])
    func `an error about a secret does not repeat it`(yaml: String) {
        let problem = ConfigurationSamples.problem(yaml)
        #expect(problem.hasPrefix("calltrace.yaml:"))
        #expect(!problem.contains("hush"))
    }

    @Test func `a secret that would end a line of a protocol is refused`() {
        #expect(
            ConfigurationSamples.problem("switches: [{name: a, password: \"x\\ny\"}]")
                == "calltrace.yaml:1: `switches[0].password` has a line break or another control "
                + "character in it")
        #expect(
            ConfigurationSamples.problem("", ["CALLTRACE_HTTP_TOKENS": "a\nb"])
                == "CALLTRACE_HTTP_TOKENS: `http.tokens[0]` has a line break or another control "
                + "character in it")
        let long = String(repeating: "x", count: 1_025)
        #expect(
            ConfigurationSamples.problem("http: {tokens: [\(long)]}")
                == "calltrace.yaml:1: `http.tokens[0]` is longer than 1024 bytes")
    }

    @Test func `an empty token would let everybody in and is refused`() {
        #expect(
            ConfigurationSamples.problem("http: {tokens: [\"\"]}")
                == "calltrace.yaml:1: `http.tokens[0]` is empty; write the secret or remove the entry"
        )
    }
}
