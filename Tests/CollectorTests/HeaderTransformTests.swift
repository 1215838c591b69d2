// What `link_headers` turns values into, and what it refuses.

import CallGraph
import Testing

@testable import Collector

struct HeaderTransformTests {
    private static func settings(_ entry: String) throws -> [LinkHeaderSettings] {
        try Configuration.parse(yaml: "link_headers: [{\(entry)}]", file: "x", environment: [:])
            .linkHeaders
    }

    private static func name(_ value: String, _ entry: String) throws -> String? {
        let entries = try settings("name: X-A, \(entry)")
        let transform = try #require(entries.first.flatMap { HeaderTransform($0) })
        return transform(value)
    }

    @Test func `the first group counts, or all that matches, and what does not match is nothing`()
        throws
    {
        let traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        #expect(
            try Self.name(traceparent, "pattern: '^00-([0-9a-f]{32})'")
                == "0af7651916cd43dd8448eb211c80319c")
        #expect(try Self.name("id=77;x", "pattern: '[0-9]+'") == "77")
        #expect(try Self.name("none", "pattern: '[0-9]+'") == nil)
    }

    @Test func `prefix and suffix are put around it, and a digest is taken last`() throws {
        #expect(try Self.name(" abc ", "prefix: 'a-', suffix: _b2b-1") == "a-abc_b2b-1")
        // RFC 1321 §A.5, FIPS 180-4.
        #expect(try Self.name("abc", "hash: md5") == "900150983cd24fb0d6963f7d28e17f72")
        #expect(
            try Self.name("abc", "hash: sha1") == "a9993e364706816aba3e25717850c26c9cd0d89d")
        #expect(
            try Self.name("c", "prefix: ab, hash: sha256")
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test func `a value that is absurdly long is nothing`() throws {
        #expect(try Self.name(String(repeating: "a", count: 513), "suffix: x") == nil)
        #expect(try Self.name(String(repeating: "a", count: 512), "suffix: x") != nil)
    }

    @Test func `without a transform there is none, and standard headers stay`() throws {
        let entries = try Self.settings("name: X-Trace-Id, names: token")
        #expect(HeaderTransform(try #require(entries.first)) == nil)
        let rules = LinkRules(entries)
        #expect(rules.headers.map(\.label) == ["X-Trace-Id", "X-CID", "X-Call-ID"])
        #expect(rules.headers.map(\.meaning) == [.token, .dialog, .dialog])
        // Named again, it is what the configuration says.
        let own = LinkRules(try Self.settings("name: x-cid, names: token"))
        #expect(own.headers.map(\.meaning) == [.token, .dialog])
    }

    @Test(arguments: [
        ("name: 'no header'", "name"), ("name: ''", "name"), ("name: X-A, pattern: '('", "pattern"),
        ("name: X-A, names: both", "names"), ("name: X-A, hash: crc", "hash"),
    ])
    func `what cannot be is refused by its name`(entry: String, key: String) {
        let error = #expect(throws: ConfigurationError.self) { try Self.settings(entry) }
        #expect(
            error.map { "\($0)".contains("link_headers[0].\(key)") } ?? false, "\(error as Any)")
    }

    @Test func `one header stands once`() {
        #expect(throws: ConfigurationError.self) {
            try Configuration.parse(
                yaml: "link_headers: [{name: X-A}, {name: x-a}]", file: "x", environment: [:])
        }
    }
}
