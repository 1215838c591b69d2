// The exposition read by a parser that is not ours.

import CoreMetrics
import Foundation
import PrometheusText
import Testing

struct OutsideParserTests {
    /// The parser lies beside the repository, in a place that not everybody has.
    static let tools = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "shared/tools")

    static var parserIsThere: Bool {
        FileManager.default.fileExists(atPath: tools.appending(path: "promtext.py").path)
            && FileManager.default.fileExists(atPath: "/usr/bin/python3")
    }

    @Test(.enabled(if: parserIsThere, "needs ../shared/tools/promtext.py and python3"))
    func `a strict parser finds nothing wrong with an exposition full of oddities`() throws {
        let registry = PrometheusRegistry()
        registry.declare("calltrace_journal_bytes", .gauge, help: "")
        registry.counter(
            "calltrace_hep_packets_total", help: "A line\nand another.",
            labels: [("transport", "u\"d\\p\n"), ("version", "3")]
        ).increment(by: 41)
        let histogram = registry.histogram(
            "calltrace_call_setup_seconds", help: "Set-up.", buckets: [0.1, 1e-7, 1e20])
        for value in [0.0, 0.1, 3, .infinity] { histogram.observe(value) }
        registry.gauge("9 bad name", help: "", labels: [("ä", ""), ("", "}")]).set(.nan)
        registry.gauge("small", help: "").set(1e-300)
        PrometheusMetricsFactory(registry: registry)
            .makeTimer(label: "a.b", dimensions: [("le", "1")]).recordNanoseconds(5)

        let program = """
            import sys
            sys.path.insert(0, sys.argv[1])
            import promtext
            seen = promtext.Metrics(sys.stdin.read())
            problems = seen.problems + seen.contract_problems()
            total = seen.total("calltrace_hep_packets_total", transport='u"d\\\\p\\n')
            print(problems, total, seen.total("calltrace_call_setup_seconds_count"))
            """
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments = ["-B", "-c", program, Self.tools.path]
        let input = Pipe()
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data(registry.exposition()))
        try input.fileHandleForWriting.close()
        let answer = try output.fileHandleForReading.readToEnd()
        process.waitUntilExit()
        #expect(String(decoding: answer ?? Data(), as: UTF8.self) == "[] 41.0 4.0\n")
    }
}
