// The operator's own forms of log lines, as functions.

internal import CallGraph
internal import Foundation
internal import Synchronization

extension LogPattern {
    /// The form of an entry of the configuration; nil when its expression cannot be used, which the
    /// configuration has checked.
    init?(_ settings: LogPatternSettings) {
        guard let search = LogPatternSearch(settings.pattern) else { return nil }
        self.init(names: settings.names) { line in search.first(in: line) }
    }
}

/// A regular expression that is tried on lines of strangers.
///
/// Lines are cut before they come here, but `(a+)+$` needs for 40 bytes what others need for a
/// megabyte: a search that takes too long is given up, and the line is as if it did not match.
private struct LogPatternSearch: Sendable {
    /// Some hundred times what a usual line takes: 16 µs for 200 bytes.
    private static let timeMax = Duration.milliseconds(5)

    private let expression: NSRegularExpression

    init?(_ pattern: String) {
        guard let expression = try? NSRegularExpression(pattern: pattern) else { return nil }
        self.expression = expression
    }

    /// The first group of the first match, or all that it matches.
    func first(in line: String) -> String? {
        let found = Mutex<NSRange?>(nil)
        let begun = ContinuousClock.now
        // Progress is reported at each place from which a match is tried, and every 10,000 steps. The
        // block is given a pointer, whose target it sets.
        unsafe expression.enumerateMatches(
            in: line, options: [.reportProgress], range: NSRange(line.startIndex..., in: line)
        ) { match, _, stop in
            if let match {
                let group = match.range(at: match.numberOfRanges > 1 ? 1 : 0)
                found.withLock { $0 = group }
                unsafe stop.pointee = true
            } else if ContinuousClock.now - begun > Self.timeMax {
                unsafe stop.pointee = true
            }
        }
        return found.withLock { $0 }.flatMap { Range($0, in: line) }.map { String(line[$0]) }
    }
}
