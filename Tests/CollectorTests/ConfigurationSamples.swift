// Configurations that several tests read.

@testable import Collector

enum ConfigurationSamples {
    /// The file as the contract shows it; a test compares the two where the contract is at hand.
    static let contract = """
        data_dir: ./data
        hep:
          udp: 0.0.0.0:9060            # an empty string turns a listener off
          tcp: 0.0.0.0:9060
          tls: ""                      # with hep.certificate, hep.key; hep.client_ca asks agents for certificates
          auth_keys: []                # when set, a packet without one of them is refused and counted
          allow: []                    # CIDRs that need no key (a bare FreeSWITCH cannot send one)
        http:
          address: 127.0.0.1:9080      # API, web page, /metrics, /healthz, /readyz
          tokens: []                   # when set, every path but /healthz and /readyz asks for one
        switches:                      # FreeSWITCH event sockets
          - name: fs1
            address: 127.0.0.1:8021
            password: ClueCon
            log_level: info            # none turns switch logs off
        loki:
          url: ""                      # http://host:3100 ; empty turns it off
          tenant: ""
          encoding: protobuf           # protobuf (with snappy) or json (with gzip)
        retention:
          days: 7
          bytes: 20GiB
        tenants: []                    # - name: acme, domains: [acme.test], loki_tenant: acme

        """

    /// As the acceptance tests' own writer of YAML puts it.
    static let generated = """
        data_dir: "/srv/x/data"
        hep:
          udp: "127.0.0.1:4001"
          tcp: "127.0.0.1:4001"
          allow:
            - "127.0.0.0/8"
          auth_keys:
            - "a \\"b\\" ü"
            - "42"
          udp_sockets: 2
        http:
          address: "127.0.0.1:4002"
          tokens: []
        switches:
          - name: "fs1"
            address: "127.0.0.1:4003"
            password: "ClueCon"
            log_level: "info"
          - name: "fs2"
            address: "127.0.0.2:4003"
            password: "ClueCon"
            log_level: "debug"
        loki:
          url: "http://127.0.0.1:3100"
        tenants:
          - name: "acme"
            domains:
              - "acme.test"
              - "Acme.example"
            loki_tenant: "a"
          - name: "beta"
            domains:
              - "beta.test"
        retention: {}

        """

    /// Reads a file of this text without an environment.
    static func parse(_ yaml: String) throws(ConfigurationError) -> Configuration {
        try Configuration.parse(yaml: yaml, file: "calltrace.yaml", environment: [:])
    }

    /// The error of a file or environment; empty when there is none.
    static func problem(_ yaml: String, _ environment: [String: String] = [:]) -> String {
        do {
            _ = try Configuration.parse(
                yaml: yaml, file: "calltrace.yaml", environment: environment)
            return ""
        } catch {
            return "\(error)"
        }
    }
}
