// Files that are broken or meant to do harm: refused in a line, in bounded time, never a trap.

import Testing

@testable import Collector

struct ConfigurationHostileTests {
    @Test func `every prefix of a file is read or refused`() {
        let bytes = Array(ConfigurationSamples.generated.utf8)
        for count in 0...bytes.count {
            let problem = ConfigurationSamples.problem(
                String(decoding: bytes[..<count], as: UTF8.self))
            #expect(!problem.contains("\n"))
        }
    }

    @Test func `every byte replaced leaves a file that is read or refused in one line`() {
        let bytes = Array(ConfigurationSamples.generated.utf8)
        let replacements =
            [0x00, 0x09, 0x0a, 0x0d, 0x80, 0xff] + Array(" !\"#%&'*,-:>?@[]`{|}~a0".utf8)
        for index in bytes.indices {
            // Every replacement at every place would be 17,000 files; each place gets three, by turns.
            for turn in 0..<3 {
                var changed = bytes
                changed[index] = replacements[(index * 3 + turn) % replacements.count]
                let problem = ConfigurationSamples.problem(String(decoding: changed, as: UTF8.self))
                #expect(problem.isEmpty || problem.hasPrefix("calltrace.yaml"))
                #expect(!problem.contains("\n"))
            }
        }
    }

    @Test(arguments: ["[", "{", "- ", "? ", "a: {", "[{"])
    func `deep nesting is refused`(opening: String) {
        for depth in [900, 1_100, 100_000] {
            let problem = ConfigurationSamples.problem(String(repeating: opening, count: depth))
            #expect(problem.hasPrefix("calltrace.yaml:"))
        }
    }

    @Test func `nesting beyond the reader's limit says so`() {
        #expect(
            ConfigurationSamples.problem(String(repeating: "[", count: 2_000))
                == "calltrace.yaml:1: nested deeper than 1000 levels; a configuration has four")
        let closed = String(repeating: "[", count: 500) + String(repeating: "]", count: 500)
        #expect(
            ConfigurationSamples.problem("data_dir: \(closed)")
                == "calltrace.yaml:1: `data_dir` takes one value: path")
    }

    private static let aliases =
        "anchors and aliases (`&name`, `*name`) are not taken; write the value itself"

    @Test(
        arguments: [
            ("hep: &a {udp: \":1\"}", 1), ("hep:\n  udp: &a \":1\"", 2), ("&a hep: {}", 1),
            ("&a {}", 1),
            ("hep:\n  udp: *a", 2), ("http: {tokens: [&a b]}", 1), ("switches: [&a {name: b}]", 1),
            ("hep: {udp: &a x, tcp: *a }", 1),
        ])
    func `anchors and aliases are refused`(yaml: String, line: Int) {
        #expect(ConfigurationSamples.problem(yaml) == "calltrace.yaml:\(line): \(Self.aliases)")
    }

    @Test(arguments: ["k: ", "? ", "? {a: ", "- "])
    func `a file that would grow without end by aliases is refused before it grows`(key: String) {
        // Each line holds the one before it nine times: 9^40 values.
        var yaml = "a0: &k0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1...40 {
            let before = Array(repeating: "*k\(level - 1)", count: 9).joined(separator: " ,")
            yaml += "\(key)&k\(level) [\(before) ]\n"
        }
        #expect(ConfigurationSamples.problem(yaml) == "calltrace.yaml:2: \(Self.aliases)")
    }

    @Test(
        arguments: [
            "? &a x\n? *a\n", "? &a x\n? [*a]\n", "? &a x\n? {*a : *a }\n", "? &a x\n?\t*a\n",
            "? &a x\n? [\"q\":*a ]\n", "? &a x\n? [x,*a ]\n", "&a x: y\n*a : z\n",
            "? &a x\u{85}? *a\u{85}",
            "? &a x\u{2028}*a : y\n", "- &a-1_Z x\n- *a-1_Z\n", "? &a x\r*a : y\r",
            "&a x: y\n? !!str *a\n",
        ])
    func `an alias is seen wherever the reader would see it`(yaml: String) {
        #expect(throws: ConfigurationError.self) {
            try ConfigurationFile(name: "calltrace.yaml").checkText(yaml)
        }
    }

    @Test func `stars in quotes, comments and words are no aliases`() throws {
        let stars = Array(repeating: "# a * b, **bold**, 5*6\n", count: 100).joined()
        let configuration = try ConfigurationSamples.parse(
            stars + "http: {tokens: [\"*a\", a*b, '*', \"a *b\", a&b, \"&c\"]}\n")
        #expect(configuration.http.tokens.map(\.text) == ["*a", "a*b", "*", "a *b", "a&b", "&c"])
    }

    @Test func `a file above one mebibyte is refused, one below is read`() {
        let comment = "#" + String(repeating: "x", count: (1 << 20) - 2) + "\n"
        #expect(ConfigurationSamples.problem(comment) == "")
        #expect(
            ConfigurationSamples.problem(comment + "\n")
                == "calltrace.yaml: larger than 1 MiB; this cannot be a configuration")
    }

    @Test func `a list of too many entries is refused`() {
        let many = Array(repeating: "1.1.1.1", count: 10_001).joined(separator: ",")
        #expect(
            ConfigurationSamples.problem("hep: {allow: [\(many)]}")
                == "calltrace.yaml:1: `hep.allow` has more than 10000 entries")
        #expect(
            ConfigurationSamples.problem("", ["CALLTRACE_HEP_ALLOW": many])
                == "CALLTRACE_HEP_ALLOW: `hep.allow` has more than 10000 entries")
    }

    @Test func `a long value is cut in the error`() {
        let long = String(repeating: "é", count: 5_000)
        let problem = ConfigurationSamples.problem("hep: {udp: \(long)}")
        #expect(problem.unicodeScalars.count < 200)
        #expect(problem.contains("…`"))
    }
}
