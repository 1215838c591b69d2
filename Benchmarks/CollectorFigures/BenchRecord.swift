// What a run leaves behind.

internal import Foundation

/// All figures of a run, and on what they were measured.
struct BenchRecord: Codable {
    /// Why this is not the full table; empty when it is.
    let caveats: [String]
    /// On what it ran.
    let machine: Machine
    /// What was measured.
    let figures: [Figure]
    /// What was wrong besides.
    let problems: [String]

    /// The record for people.
    var text: String {
        var text = "\n\(machine.text)\n\n\(FigureTable.text(figures))\n"
        for problem in problems { text += "\nWRONG: \(problem)" }
        for caveat in caveats { text += "\nNOT THE FULL TABLE: \(caveat)" }
        return text
    }
}

/// The machine, as far as figures depend on it. Without names.
struct Machine: Codable {
    var processor = ""
    var cores = ProcessInfo.processInfo.activeProcessorCount
    var memoryGibibytes = Double(ProcessInfo.processInfo.physicalMemory) / 1_073_741_824
    var kernel = ""
    /// Processes that wanted a core when the run began, mean of a minute: others at work disturb.
    var loadBefore = 0.0

    init() {
        let cpu = Self.read("/proc/cpuinfo").split(separator: "\n")
            .first { $0.hasPrefix("model name") }
        processor =
            cpu?.split(separator: ":").last.map {
                $0.trimmingCharacters(in: .whitespaces)
            } ?? "unknown processor"
        kernel = Self.read("/proc/sys/kernel/osrelease").trimmingCharacters(in: .newlines)
        loadBefore =
            Self.read("/proc/loadavg").split(separator: " ").first
            .flatMap { Double($0) } ?? 0
    }

    /// One line.
    var text: String {
        "\(cores) × \(processor), \(Figure.text(memoryGibibytes)) GiB, Linux \(kernel)"
    }

    private static func read(_ path: String) -> String {
        (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    }
}
