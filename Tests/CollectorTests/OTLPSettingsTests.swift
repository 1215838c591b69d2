// The `otlp` section: headers by file and environment, and what is refused.

import Testing

@testable import Collector

struct OTLPSettingsTests {
    @Test func `without a word nothing is sent`() throws {
        let otlp = try ConfigurationSamples.parse("").otlp
        #expect(otlp.url.isEmpty && otlp.headers.isEmpty && otlp.settleSeconds == 10)
    }

    @Test func `headers come from the file, and more of them from the environment`() throws {
        let yaml = """
            otlp:
              url: http://127.0.0.1:4318
              headers:
                - {name: Authorization, value: "Bearer a b"}
              settle_seconds: 3

            """
        let otlp = try Configuration.parse(
            yaml: yaml, file: "x",
            environment: [
                "CALLTRACE_OTLP_HEADERS_0_VALUE": "Bearer c",
                "CALLTRACE_OTLP_HEADERS_1_NAME": "X-Scope-OrgID",
                "CALLTRACE_OTLP_HEADERS_1_VALUE": "acme",
            ]
        ).otlp
        #expect(otlp.headers.map(\.name) == ["Authorization", "X-Scope-OrgID"])
        #expect(otlp.headers.map(\.value.text) == ["Bearer c", "acme"])
        #expect(otlp.settleSeconds == 3)
        #expect(!"\(otlp)".contains("Bearer"))
    }

    @Test(
        arguments: [
            ("{headers: [{name: X, value: \"\"}]}", "value"),
            ("{headers: [{name: X}]}", "has no `value`"),
            ("{headers: [{value: v}]}", "has no `name`"),
            ("{headers: [{name: \"a b\", value: v}]}", "HTTP header"),
            ("{headers: [{name: Host, value: v}]}", "HTTP header"),
            ("{headers: [{name: X, value: \"ü\"}]}", "no HTTP header takes"),
            ("{headers: [{name: X, value: v}, {name: x, value: w}]}", "already"),
            ("{headers: {name: X}}", "list of sections"),
            ("{url: host:4318}", "no URL"), ("{settle_seconds: 0}", "whole number"),
            ("{setle_seconds: 1}", "settle_seconds"),
        ])
    func `what cannot be is refused by name`(section: String, words: String) {
        let problem = ConfigurationSamples.problem("otlp: \(section)\n")
        #expect(problem.contains(words), "\(problem)")
    }

    @Test func `a variable that skips an entry is told which comes next`() {
        let problem = ConfigurationSamples.problem(
            "", ["CALLTRACE_OTLP_HEADERS_1_NAME": "X", "CALLTRACE_OTLP_HEADERS_1_VALUE": "v"])
        #expect(problem.contains("CALLTRACE_OTLP_HEADERS_0_"), "\(problem)")
    }
}
