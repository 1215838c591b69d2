// What an answer has to say about itself, in bounds.

/// Warnings for an operator, of which only the first few are kept.
struct ReadWarnings: Sendable {
    private var first: [String] = []
    private var count = 0

    /// True when there is nothing to warn of.
    var isEmpty: Bool { count == 0 }

    /// The first warnings, and how many more there were.
    var lines: [String] {
        count > first.count ? first + ["and \(count - first.count) more warnings"] : first
    }

    /// Adds a warning.
    mutating func add(_ line: String) {
        count += 1
        if first.count < JournalLimits.warningsMax { first.append(line) }
    }
}
