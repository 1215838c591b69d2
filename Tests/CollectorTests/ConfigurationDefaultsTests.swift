// What holds when nobody says anything, and the files that others write.

import CallGraph
import LokiPush
import Testing

@testable import Collector

struct ConfigurationDefaultsTests {
    @Test func `without a file every default of the contract holds`() throws {
        let configuration = try Configuration.load(path: nil, environment: [:])
        #expect(configuration.dataDirectory == "./data")
        #expect(configuration.hep.udp == ListenAddress(host: "0.0.0.0", port: 9060))
        #expect(configuration.hep.tcp == ListenAddress(host: "0.0.0.0", port: 9060))
        #expect(configuration.hep.tls == nil)
        #expect(configuration.hep.certificate == "")
        #expect(configuration.hep.key == "")
        #expect(configuration.hep.clientCA == "")
        #expect(configuration.hep.authKeys == [])
        #expect(configuration.hep.allow == [])
        #expect(configuration.hep.receiveBufferBytes == 32 << 20)
        #expect(configuration.hep.udpSockets == 1)
        #expect(configuration.hep.tcpConnectionsMax == 1_024)
        #expect(configuration.hep.tcpIdleSeconds == 600)
        #expect(configuration.http.address == ListenAddress(host: "127.0.0.1", port: 9080))
        #expect(configuration.http.tokens == [] && configuration.http.redactKey == nil)
        #expect(configuration.metrics.seriesMax == 4_500)
        #expect(configuration.switches == [])
        #expect(configuration.logs.syslogUDP == nil && configuration.logs.syslogTCP == nil)
        #expect(configuration.logs.allow == [] && configuration.logs.patterns == [])
        #expect(configuration.loki.url == "")
        #expect(configuration.loki.tenant == nil)
        #expect(configuration.loki.encoding == .protobuf)
        #expect(configuration.retention.days == 7)
        #expect(configuration.retention.bytes == 21_474_836_480)
        #expect(configuration.retention.minFree == nil)
        #expect(configuration.tenants == [])
        #expect(configuration.agents == [])
    }

    @Test func `the contract's example is the defaults and one switch`() throws {
        var configuration = try Configuration.parse(
            yaml: ConfigurationSamples.contract, file: "calltrace.yaml", environment: [:])
        let fs1 = try #require(configuration.switches.first)
        #expect(configuration.switches.count == 1)
        #expect(fs1.name == "fs1")
        #expect(fs1.address == ListenAddress(host: "127.0.0.1", port: 8021))
        #expect(fs1.password == Secret("ClueCon"))
        #expect(fs1.logLevel == .info)
        configuration.switches = []
        #expect(try configuration == Configuration.load(path: nil, environment: [:]))
    }

    @Test func `a switch of a name alone has the values of the contract's example`() throws {
        let short = try ConfigurationSamples.parse("switches:\n  - name: fs1\n")
        let whole = try ConfigurationSamples.parse(ConfigurationSamples.contract)
        #expect(short.switches == whole.switches)
    }

    @Test(
        arguments: [
            "", "# nothing but a comment\n", "---\n", "null\n", "{}\n", "\u{feff}",
            "hep:\nhttp: ~\nloki: null\nretention: {}\nswitches:\ntenants: []\nagents: null\n",
            "hep:\n  tls:\n  auth_keys:\nloki:\n  url: ~\n",
        ])
    func `a file or section that says nothing leaves the defaults`(yaml: String) throws {
        let defaults = try Configuration.load(path: nil, environment: [:])
        #expect(try ConfigurationSamples.parse(yaml) == defaults)
    }

    @Test func `JSON strings in nested lists are read as a generator writes them`() throws {
        let configuration = try ConfigurationSamples.parse(ConfigurationSamples.generated)
        #expect(configuration.dataDirectory == "/srv/x/data")
        #expect(configuration.hep.udp == ListenAddress(host: "127.0.0.1", port: 4001))
        #expect(configuration.hep.allow.map(\.description) == ["127.0.0.0/8"])
        #expect(configuration.hep.authKeys.map(\.text) == ["a \"b\" ü", "42"])
        #expect(configuration.hep.udpSockets == 2)
        #expect(configuration.http.tokens == [])
        #expect(configuration.switches.map(\.name) == ["fs1", "fs2"])
        #expect(
            configuration.switches.map(\.address.description) == [
                "127.0.0.1:4003", "127.0.0.2:4003",
            ])
        #expect(configuration.switches.map(\.logLevel) == [.info, .debug])
        #expect(configuration.loki.url == "http://127.0.0.1:3100")
        #expect(configuration.tenants.map(\.name) == ["acme", "beta"])
        #expect(
            configuration.tenants.map(\.domains) == [["acme.test", "acme.example"], ["beta.test"]])
        #expect(configuration.tenants.map(\.lokiTenant.name) == ["a", "beta"])
    }

    @Test func `a file may begin with a byte order mark and end its lines the other way`() throws {
        let yaml = "\u{feff}data_dir: /var/lib/x\r\nhep:\r\n  udp: \"\"\r\n"
        let configuration = try ConfigurationSamples.parse(yaml)
        #expect(configuration.dataDirectory == "/var/lib/x")
        #expect(configuration.hep.udp == nil)
    }

    @Test func `words that YAML 1.1 took for something else are text`() throws {
        let yaml = """
            data_dir: no
            http: {tokens: [yes, 0777, 1e3, on, true, 12:30:45, 2026-01-01]}
            switches:
              - {name: "null", address: fs-1.example:8021, password: 007}
              - {name: off, address: "[2001:db8::1]:8021", password: 1_000, log_level: none}
            loki: {tenant: y}
            """
        let configuration = try ConfigurationSamples.parse(yaml)
        #expect(configuration.dataDirectory == "no")
        #expect(
            configuration.http.tokens.map(\.text)
                == ["yes", "0777", "1e3", "on", "true", "12:30:45", "2026-01-01"])
        #expect(configuration.switches.map(\.name) == ["null", "off"])
        #expect(configuration.switches.map(\.password.text) == ["007", "1_000"])
        #expect(configuration.switches.map(\.address.host) == ["fs-1.example", "2001:db8::1"])
        #expect(configuration.loki.tenant == LokiTenant("y"))
    }

    @Test func `agents get names by capture id`() throws {
        let configuration = try ConfigurationSamples.parse(
            "agents:\n  - id: 101\n    name: fs1\n  - {id: 4294967295, name: sbc.1}\n")
        #expect(configuration.agents.map(\.id) == [101, 4_294_967_295])
        #expect(configuration.agents.map(\.name) == ["fs1", "sbc.1"])
    }
}
