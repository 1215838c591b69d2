// Outputs that were looked at once and must not change unseen.

import Foundation
import Testing

/// Compares an output with the file that holds it.
enum Golden {
    /// Writes the files anew instead of comparing.
    static let rewrites = ProcessInfo.processInfo.environment["CALLTRACE_REWRITE_GOLDENS"] == "1"

    /// A file beside these tests.
    static func url(_ name: String) -> URL {
        URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/\(name)")
    }

    /// Fails unless the file is there and holds these very bytes.
    static func expect(
        _ output: String, matches name: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        if rewrites {
            try Data(output.utf8).write(to: url(name))
            return
        }
        let known = try? Data(contentsOf: url(name))
        let golden = try #require(
            known, "Fixtures/\(name) is missing; CALLTRACE_REWRITE_GOLDENS=1 writes it",
            sourceLocation: sourceLocation)
        // Bytes, since strings that differ in composed characters count as equal.
        guard golden != Data(output.utf8) else { return }
        let lines = String(decoding: golden, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
        let got = output.split(separator: "\n", omittingEmptySubsequences: false)
        let line =
            zip(lines, got).enumerated().first { $1.0 != $1.1 }?.offset
            ?? min(lines.count, got.count)
        Issue.record(
            """
            \(name) differs at line \(line + 1)
            is:     \(got.indices.contains(line) ? got[line] : "(end)")
            was:    \(lines.indices.contains(line) ? lines[line] : "(end)")
            """, sourceLocation: sourceLocation)
    }
}
