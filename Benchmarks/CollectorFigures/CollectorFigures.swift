// make bench: drives the real collector with load and measures what it costs and how it answers.

internal import ArgumentParser
internal import Foundation

/// Runs all steps, prints the table, and ends with 1 when a figure is not where it must be.
@main
struct CollectorFigures: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "CollectorFigures",
        abstract: "Measures the collector under load: CPU, losses, memory, disk, answers.")

    /// What can be run on its own.
    enum Step: String, CaseIterable, ExpressibleByArgument {
        case cost
        case full
        case ramp
        case visible
        case flood
        case loki
    }

    @Flag(help: "Short loads and a small journal: shows that all works, not the figures.")
    var quick = false

    @Option(parsing: .upToNextOption, help: "Only these steps.")
    var only: [Step] = []

    @Option(help: "Where to write the figures as JSON.")
    var json: String?

    @Option(help: "The collector; by default the one beside this program.")
    var binary: String?

    @Option(help: "The project's folder; by default the current one.")
    var root = "."

    func run() throws {
        let machine = Machine()
        let children = Children()
        let root = URL(fileURLWithPath: root).standardizedFileURL
        let scratch = root.appendingPathComponent(".build/bench")
        let folder = scratch.appendingPathComponent(
            "run-\(ProcessInfo.processInfo.processIdentifier)")
        Interruption.onSignal {
            children.endAll()
            try? FileManager.default.removeItem(at: folder)
        }
        let beside = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent()
        let programs = Programs(
            calltrace: binary ?? beside.appendingPathComponent("calltrace").path,
            hepgen: beside.appendingPathComponent("hepgen").path,
            independentSource: root.appendingPathComponent("../shared/tools/hepload.c")
                .standardizedFileURL, scratch: scratch)
        for program in [programs.calltrace, programs.hepgen] {
            guard FileManager.default.isExecutableFile(atPath: program) else {
                throw BenchError("\(program) is not there: build it first (make bench)")
            }
        }
        let bench = Bench(
            plan: quick ? .quick : .full, programs: programs, folder: folder, children: children)
        defer {
            children.endAll()
            bench.tidy()
        }
        try measure(bench)
        try report(bench, machine)
    }

    private func measure(_ bench: Bench) throws {
        func wanted(_ step: Step) -> Bool { only.isEmpty || only.contains(step) }
        if let caveat = bench.plan.caveat { bench.say(caveat) }
        if wanted(.cost) { try CostStep(bench: bench).run() }
        var held: Double?
        if wanted(.full) { held = try FullJournalStep(bench: bench).run() }
        if wanted(.ramp) { try RampStep(bench: bench).run(sure: held) }
        if wanted(.visible) { try VisibleStep(bench: bench).run() }
        if wanted(.flood) { try FloodStep(bench: bench).run() }
        if wanted(.loki) { try LokiStep(bench: bench).run() }
    }

    private func report(_ bench: Bench, _ machine: Machine) throws {
        var caveats = bench.plan.caveat.map { [$0] } ?? []
        if !only.isEmpty {
            caveats.append("only \(only.map(\.rawValue).joined(separator: ", "))")
        }
        let record = BenchRecord(
            caveats: caveats, machine: machine, figures: bench.figures,
            problems: bench.problems)
        print(record.text)
        if let json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            try encoder.encode(record).write(to: URL(fileURLWithPath: json))
        }
        if !bench.problems.isEmpty || bench.figures.contains(where: { !$0.isWell }) {
            throw ExitCode(1)
        }
    }
}
