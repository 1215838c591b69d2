// Addresses, networks and sizes.

import CallGraph
import Testing

@testable import Collector

struct ConfigurationAddressTests {
    @Test(
        arguments: [
            ("0.0.0.0:9060", "0.0.0.0", 9060), ("[::]:9060", "::", 9060),
            (":9060", "0.0.0.0", 9060),
            ("[2001:db8::1]:1", "2001:db8::1", 1), ("localhost:65535", "localhost", 65_535),
            ("fs1.my_net.example:8021", "fs1.my_net.example", 8021),
        ] as [(String, String, UInt16)])
    func `an address is a host and a port`(text: String, host: String, port: UInt16) throws {
        #expect(try ListenAddress(parsing: text) == ListenAddress(host: host, port: port))
    }

    @Test func `an address is written as it is read`() throws {
        for text in ["0.0.0.0:9060", "[::]:9060", "a.b:1"] {
            #expect(try ListenAddress(parsing: text).description == text)
        }
    }

    @Test(
        arguments: [
            ("::", 0, 0), ("::1", 0, 1), ("1::", 1 << 48, 0),
            ("2001:db8::8:800:200c:417a", 0x2001_0db8_0000_0000, 0x0008_0800_200c_417a),
            ("1:2:3:4:5:6:7:8", 0x0001_0002_0003_0004, 0x0005_0006_0007_0008),
            ("1:2:3:4:5:6:7::", 0x0001_0002_0003_0004, 0x0005_0006_0007_0000),
            ("::ffff:192.0.2.1", 0, 0xffff_c000_0201),
            ("1:2:3:4:5:6:1.2.3.4", 0x0001_0002_0003_0004, 0x0005_0006_0102_0304),
            ("FE80::A", 0xfe80_0000_0000_0000, 10),
        ] as [(String, UInt64, UInt64)])
    func `IPv6 is read in every form`(text: String, high: UInt64, low: UInt64) {
        #expect(Endpoint(parsing: text) == Endpoint(family: .v6, high: high, low: low, port: 0))
    }

    @Test(
        arguments: [
            "", ":", ":::", "1", "1:2", "::1::", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::",
            "12345::",
            "g::", "1.2.3.4::", "::1.2.3", "::1.2.3.4.5", "::1.2.3.4:1", "::+1", "::-1", "1.2.3",
            "1.2.3.4.5",
            "1..2.3", "256.1.1.1", "1.2.3.04", "+1.2.3.4", "1.2.3.4 ", "::%eth0",
            "1:2:3:4:5:6:7:1.2.3.4",
            "٣.1.1.1", ":1::2", "1::2:", "::ffff:0001.2.3.4",
        ])
    func `what is no address is none`(text: String) { #expect(Endpoint(parsing: text) == nil) }

    @Test(
        arguments: [
            ("10.0.0.0/8", "10.255.255.255", true), ("10.0.0.0/8", "11.0.0.0", false),
            ("10.1.2.3", "10.1.2.3", true), ("10.1.2.3", "10.1.2.2", false),
            ("0.0.0.0/0", "255.1.2.3", true),
            ("128.0.0.0/1", "127.255.255.255", false), ("128.0.0.0/1", "255.255.255.255", true),
            ("10.0.0.4/30", "10.0.0.7", true), ("10.0.0.4/30", "10.0.0.8", false),
            ("2001:db8::/32", "2001:db8:ffff::1", true), ("2001:db8::/32", "2001:db9::", false),
            ("2001:db8::/64", "2001:db8::ffff:ffff:ffff:ffff", true),
            ("2001:db8::/64", "2001:db8:0:1::", false),
            ("2001:db8::/65", "2001:db8::8000:0:0:0", false), ("::1", "::1", true),
            ("::1", "::2", false),
            ("::/0", "ff::1", true), ("0.0.0.0/0", "::1", false), ("::/0", "1.2.3.4", false),
            ("10.0.0.0/8", "::ffff:10.1.1.1", true), ("::ffff:10.0.0.0/104", "10.1.1.1", true),
        ])
    func `a network holds its addresses and no other`(network: String, address: String, isIn: Bool)
        throws
    {
        let endpoint = try #require(Endpoint(parsing: address))
        let cidr = try CIDR(parsing: network)
        #expect(cidr.contains(endpoint) == isIn)
        #expect(
            cidr.contains(family: endpoint.family, high: endpoint.high, low: endpoint.low) == isIn)
        #expect(
            cidr.contains(
                Endpoint(
                    family: endpoint.family, high: endpoint.high, low: endpoint.low, port: 5060))
                == isIn)
    }

    @Test func `an unknown address is in no network`() throws {
        #expect(try !CIDR(parsing: "0.0.0.0/0").contains(.unknown))
        #expect(try !CIDR(parsing: "::/0").contains(.unknown))
    }

    @Test func `every prefix of both families holds its first and last address alone`() throws {
        for bits in 0...32 {
            let size = UInt64(1) << UInt64(32 - bits)
            let start = 0xa5a5_a5a5 / size * size
            let text = Endpoint(family: .v4, high: 0, low: start, port: 0).addressText
            let cidr = try CIDR(parsing: "\(text)/\(bits)")
            #expect(cidr.description == "\(text)/\(bits)")
            #expect(cidr.contains(family: .v4, high: 0, low: start))
            #expect(cidr.contains(family: .v4, high: 0, low: start + size - 1))
            if bits > 0 {
                #expect(!cidr.contains(family: .v4, high: 0, low: start ^ size))
            }
        }
        for bits in 1...128 {
            // The last bit of the prefix set alone.
            let high = bits <= 64 ? UInt64(1) << UInt64(64 - bits) : 0
            let low = bits > 64 ? UInt64(1) << UInt64(128 - bits) : 0
            let text = Endpoint(family: .v6, high: high, low: low, port: 0).addressText
            let cidr = try CIDR(parsing: "\(text)/\(bits)")
            #expect(cidr.contains(family: .v6, high: high, low: low))
            #expect(!cidr.contains(family: .v6, high: 0, low: 0))
            if bits < 128 {
                #expect(throws: CIDRProblem.self) { _ = try CIDR(parsing: "\(text)/\(bits - 1)") }
            }
        }
    }

    @Test(
        arguments: [
            "", "/8", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/8/8", "10.0.0.0/33",
            "::/129",
            "10.0.0.1/31", "::1/127", "10.0.0.0/99999999999999999999", "10/8", "host/8",
            "::ffff:10.0.0.1/104",
        ])
    func `what is no network is refused`(text: String) {
        #expect(throws: CIDRProblem.self) { _ = try CIDR(parsing: text) }
    }

    @Test(
        arguments: [
            ("0", 0), ("7", 7), ("8388608", 8_388_608), ("1B", 1), ("20GiB", 20 << 30),
            ("500MB", 500_000_000),
            ("1TiB", 1 << 40), ("3kB", 3_000), ("3KB", 3_000), ("3KiB", 3_072), ("8 MiB", 8 << 20),
            ("2gib", 2 << 30),
            ("1TB", 1_000_000_000_000), ("9223372036854775807", Int.max),
            ("8388607TiB", 8_388_607 << 40),
        ])
    func `a size is a number with a unit`(text: String, bytes: Int) {
        #expect(ByteSize.parse(text) == bytes)
    }

    @Test(
        arguments: [
            "", " ", "GiB", "1.5GiB", "-1", "+1", "1e9", "20G", "20PiB", "20GiBs", "20 GiB ", "1 2",
            "0x10",
            "9223372036854775808", "8388608TiB", "٣", "20\u{a0}GiB",
        ])
    func `what is no size is none`(text: String) { #expect(ByteSize.parse(text) == nil) }

    @Test func `a size is rendered so that it is read as the same`() {
        for bytes in [0, 1, 999, 1_000, 1_024, 8 << 20, 500_000_000, 20 << 30, 1 << 50, Int.max] {
            #expect(ByteSize.parse(ByteSize.render(bytes)) == bytes)
        }
        #expect(ByteSize.render(20 << 30) == "20GiB")
        #expect(ByteSize.render(500_000_000) == "500MB")
    }

    @Test(
        arguments: [
            "http://127.0.0.1:3100", "https://loki.example", "http://[::1]:3100/base/",
            "HTTP://loki:3100",
            "http://[::1]",
        ])
    func `a Loki is a URL of HTTP`(url: String) throws {
        #expect(try ConfigurationSamples.parse("loki: {url: '\(url)'}").loki.url == url)
    }

    @Test(
        arguments: [
            "loki", "ftp://a", "http://", "http:///x", "http://a:0", "http://a:b", "http://a b",
            "http://::1",
            "http://a:1?x", "http://a#x", "http://u@a", "http://[::1", "http://ä",
        ])
    func `what is no URL of HTTP is refused`(url: String) {
        #expect(ConfigurationSamples.problem("loki: {url: '\(url)'}").contains("`loki.url` "))
    }
}
