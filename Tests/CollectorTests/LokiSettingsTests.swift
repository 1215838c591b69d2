// The keys of `loki` that go together.

import Testing

@testable import Collector

struct LokiSettingsTests {
    private func loki(_ keys: String) throws -> LokiSettings {
        try Configuration.parse(yaml: "loki: {\(keys)}", file: "x", environment: [:]).loki
    }

    @Test func `a name and a password are basic authentication`() throws {
        let settings = try loki("username: a, password: 'b c'")
        #expect(settings.credentials == .basic(user: "a", password: Secret("b c")))
        #expect(LokiConnection.authorization(settings.credentials) == "Basic YTpiIGM=")
    }

    @Test func `a token is bearer authentication, nothing is none`() throws {
        #expect(LokiConnection.authorization(try loki("token: abc").credentials) == "Bearer abc")
        #expect(LokiConnection.authorization(try loki("tenant: t").credentials) == nil)
    }

    @Test(arguments: [
        "username: a", "password: b", "username: a, token: b", "username: 'a:b', password: c",
        "certificate: /c", "key: /k", "settle_seconds: 61", "settle_seconds: -1",
    ])
    func `what cannot be meant is refused`(keys: String) {
        #expect(throws: ConfigurationError.self) { try loki(keys) }
    }

    @Test func `a certificate that cannot be read says which key names it`() throws {
        let settings = try loki("ca: /nowhere/ca.pem")
        let error = #expect(throws: StartError.self) {
            try LokiConnection.configuration(settings)
        }
        #expect(error?.description.hasPrefix("cannot read `loki.ca` /nowhere/ca.pem: ") == true)
    }
}
