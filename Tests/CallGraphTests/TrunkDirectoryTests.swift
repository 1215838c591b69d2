// Addresses and the trunks that they belong to.

import CallGraph
import Testing

struct TrunkDirectoryTests {
    private func directory(_ trunks: [(String, [String])]) throws -> TrunkDirectory {
        TrunkDirectory(try trunks.map { ($0.0, try $0.1.map { try CIDR(parsing: $0) }) })
    }

    private func name(_ address: String, _ directory: TrunkDirectory) throws -> String {
        let endpoint = try #require(Endpoint(parsing: Substring(address)))
        return directory.names[Int(directory.number(of: endpoint))]
    }

    @Test func `the longest prefix wins, whatever lies in whatever`() throws {
        let trunks = try directory([
            ("wide", ["10.0.0.0/8", "2001:db8::/32"]),
            ("inner", ["10.1.0.0/16", "2001:db8:1::/48"]),
            ("host", ["10.1.2.3", "2001:db8:1::5"]), ("last", ["255.255.255.255"]),
        ])
        for (address, expected) in [
            ("9.255.255.255", ""), ("10.0.0.0", "wide"), ("10.1.0.0", "inner"),
            ("10.1.2.2", "inner"), ("10.1.2.3", "host"), ("10.1.2.4", "inner"),
            ("10.2.0.0", "wide"), ("10.255.255.255", "wide"), ("11.0.0.0", ""),
            ("255.255.255.255", "last"), ("2001:db7::", ""), ("2001:db8::", "wide"),
            ("2001:db8:1::5", "host"), ("2001:db8:1::6", "inner"), ("2001:db8:2::", "wide"),
            ("2001:db9::", ""), ("::ffff:10.1.2.3", "host"),
        ] {
            #expect(try name(address, trunks) == expected, "\(address)")
        }
    }

    @Test func `a look-up gives what trying each network gives`() throws {
        var generator = SeededGenerator(seed: 11)
        let networks = try (0..<60).map { index in
            let bits = UInt32.random(in: 0...12, using: &generator) + 20
            let mask = UInt32.max << (32 - bits)
            let address = UInt32.random(in: 0..<1 << 16, using: &generator) & mask
            return (
                name: "t\(index)",
                network: try CIDR(parsing: "\(Endpoint(v4: address, port: 0).addressText)/\(bits)")
            )
        }
        var seen: Set<String> = []
        let distinct = networks.filter { seen.insert($0.network.description).inserted }
        let trunks = TrunkDirectory(distinct.map { ($0.name, [$0.network]) })
        for _ in 0..<2_000 {
            let address = Endpoint(v4: .random(in: 0..<1 << 16, using: &generator), port: 5060)
            let best = distinct.filter { $0.network.contains(address) }
                .max { $0.network.prefixBits < $1.network.prefixBits }
            #expect(trunks.names[Int(trunks.number(of: address))] == best?.name ?? "")
        }
    }

    @Test func `names keep their numbers when the trunks change`() throws {
        let first = try directory([("a", ["10.0.0.1"]), ("b", ["10.0.0.2"])])
        let second = TrunkDirectory(
            [("c", [try CIDR(parsing: "10.0.0.1")]), ("b", [try CIDR(parsing: "10.0.0.3")])],
            keeping: first)
        #expect(second.names == ["", "a", "b", "c"])
        #expect(try name("10.0.0.1", second) == "c")
        #expect(try name("10.0.0.2", second) == "")
        #expect(try name("10.0.0.3", second) == "b")
    }

    @Test func `everything and nothing`() throws {
        let all = try directory([("v4", ["0.0.0.0/0"]), ("v6", ["::/0"])])
        #expect(try name("1.2.3.4", all) == "v4")
        #expect(try name("2001:db8::", all) == "v6")
        #expect(all.number(of: .unknown) == 0)
        #expect(TrunkDirectory().number(of: Endpoint(v4: 1, port: 1)) == 0)
    }
}
