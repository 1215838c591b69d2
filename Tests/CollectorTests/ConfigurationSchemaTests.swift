// The table of keys against everything that follows it.

import Foundation
import Testing

@testable import Collector

struct ConfigurationSchemaTests {
    /// The repository, whatever link led to this file.
    private static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private static let documentation = root.appendingPathComponent("docs/configuration.md")
    private static let example = root.appendingPathComponent("config/calltrace.yaml")
    private static let contract = root.appendingPathComponent("../shared/CONTRACT.md").standardized

    private static func isThere(_ url: URL) -> Bool {
        FileManager.default.fileExists(atPath: url.path)
    }

    /// For every key, texts that differ from its default.
    private static let others: [String: String] = [
        "data_dir": "/other", "hep.udp": ":1", "hep.tcp": ":2", "hep.certificate": "c",
        "hep.key": "k",
        "hep.client_ca": "a", "hep.auth_keys": "x", "hep.allow": "10.0.0.0/8",
        "hep.receive_buffer_bytes": "1MiB", "hep.udp_sockets": "2", "hep.tcp_connections_max": "3",
        "hep.tcp_idle_seconds": "4", "http.address": ":3", "http.tokens": "t",
        "metrics.series_max": "1000",
        "http.redact_key": "r",
        "switches[].name": "other", "switches[].address": "a:1", "switches[].password": "p",
        "switches[].log_level": "debug", "loki.url": "http://a", "loki.tenant": "t",
        "otlp.url": "http://a", "otlp.headers[].name": "X-Other", "otlp.headers[].value": "other",
        "otlp.settle_seconds": "3",
        "loki.encoding": "json", "loki.settle_seconds": "3", "loki.username": "v",
        "loki.password": "q", "loki.token": "t", "loki.ca": "a", "loki.certificate": "d",
        "loki.key": "l",
        "logs.syslog_udp": ":4", "logs.syslog_tcp": ":5",
        "logs.allow": "10.0.0.0/8", "logs.patterns[].pattern": "other",
        "logs.patterns[].names": "uuid",
        "retention.days": "1", "retention.bytes": "1GiB", "retention.min_free": "1GiB",
        "tenants[].name": "other",
        "tenants[].domains": "d",
        "tenants[].loki_tenant": "o", "agents[].id": "2", "agents[].name": "other",
        "trunks[].name": "other", "trunks[].addresses": "10.0.0.0/8",
        "link_headers[].name": "X-Other", "link_headers[].names": "token",
        "link_headers[].pattern": "a.c", "link_headers[].prefix": "p",
        "link_headers[].suffix": "s", "link_headers[].hash": "md5",
    ]

    @Test func `every key changes the configuration by file and by environment alike`() throws {
        let entries = [
            "CALLTRACE_SWITCHES_0_NAME": "a", "CALLTRACE_TENANTS_0_NAME": "a",
            "CALLTRACE_AGENTS_0_ID": "1",
            "CALLTRACE_AGENTS_0_NAME": "a", "CALLTRACE_LINK_HEADERS_0_NAME": "X-A",
            "CALLTRACE_OTLP_HEADERS_0_NAME": "X-A", "CALLTRACE_OTLP_HEADERS_0_VALUE": "v",
            "CALLTRACE_LOGS_PATTERNS_0_PATTERN": "a", "CALLTRACE_TRUNKS_0_NAME": "a",
            "CALLTRACE_TRUNKS_0_ADDRESSES": "192.0.2.1",
        ]
        // Keys that go together, or not: each is changed where the others are as they must be.
        let pairs = [
            "CALLTRACE_LOKI_USERNAME": "u", "CALLTRACE_LOKI_PASSWORD": "p",
            "CALLTRACE_LOKI_CERTIFICATE": "c", "CALLTRACE_LOKI_KEY": "k",
        ]
        for row in Configuration.reference where row.key != "hep.tls" {
            let base = row.key == "loki.token" ? entries : entries.merging(pairs) { $1 }
            let before = try Configuration.parse(yaml: "", file: "", environment: base)
            let text = try #require(Self.others[row.key])
            var environment = base
            environment[row.environment] = text
            let changed = try Configuration.parse(yaml: "", file: "", environment: environment)
            #expect(changed != before, "\(row.key)")

            var values = text
            if row.default == "[]" { values = "[\(text)]" }
            var yaml = ""
            let parts = row.key.split(separator: ".")
            if parts.count == 1 {
                yaml = "\(row.key): \(values)"
            } else if let list = parts.firstIndex(where: { $0.hasSuffix("[]") }) {
                // The entry's other keys come from the environment, which must not hide this one.
                environment = base
                environment[row.environment] = nil
                yaml = "\(parts[list].dropLast(2)): [{\(parts[list + 1]): \(values)}]"
                if list > 0 { yaml = "\(parts[0]): {\(yaml)}" }
            } else {
                environment = base
                environment[row.environment] = nil
                yaml = "\(parts[0]): {\(parts[1]): \"\(text)\"}"
                if row.default == "[]" { yaml = "\(parts[0]): {\(parts[1]): \(values)}" }
            }
            let read = try Configuration.parse(yaml: yaml, file: "x", environment: environment)
            #expect(read == changed, "\(row.key)")
        }
    }

    @Test func `every row says all there is to say, once`() {
        let rows = Configuration.reference
        #expect(Set(rows.map(\.key)).count == rows.count)
        #expect(Set(rows.map(\.environment)).count == rows.count)
        for row in rows {
            #expect(!row.type.isEmpty && !row.default.isEmpty && !row.meaning.isEmpty, "\(row.key)")
            #expect(row.environment.hasPrefix("CALLTRACE_"))
            #expect(!row.meaning.hasSuffix("."))
            #expect(!ConfigurationEnvironment.others.contains(row.environment))
        }
        #expect(rows.first { $0.key == "hep.udp" }?.environment == "CALLTRACE_HEP_UDP")
        #expect(
            rows.first { $0.key == "switches[].log_level" }?.environment
                == "CALLTRACE_SWITCHES_0_LOG_LEVEL")
        #expect(rows.first { $0.key == "hep.tls" }?.default == "\"\"")
    }

    // The page is written apart from the code; without it there is nothing to compare.
    @Test(.enabled(if: isThere(documentation), "docs/configuration.md is not there yet"))
    func `the documentation has every key, its variable, form, default and meaning`() throws {
        let text = try String(contentsOf: Self.documentation, encoding: .utf8)
        for row in Configuration.reference {
            #expect(text.contains(row.key), "\(row.key)")
            #expect(text.contains(row.environment), "\(row.environment)")
            #expect(text.contains(row.type), "\(row.key): \(row.type)")
            #expect(text.contains(row.default), "\(row.key): \(row.default)")
            #expect(text.contains(row.meaning), "\(row.key): \(row.meaning)")
        }
    }

    // The example is written apart from the code, too.
    @Test(.enabled(if: isThere(example), "config/calltrace.yaml is not there yet"))
    func `the example file is accepted`() throws {
        _ = try Configuration.load(path: Self.example.path, environment: [:])
    }

    // The contract is no part of the repository.
    @Test(.enabled(if: isThere(contract), "the contract is not beside the repository"))
    func `the sample is the contract's own`() throws {
        let text = try String(contentsOf: Self.contract, encoding: .utf8)
        #expect(text.contains(ConfigurationSamples.contract))
    }
}
