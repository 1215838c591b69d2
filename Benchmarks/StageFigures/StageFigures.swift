// make bench-stages: what each stage of a message's way costs.

internal import ArgumentParser
internal import Foundation
internal import Measuring

/// Measures every stage, prints a table, and ends with 1 when one is over its threshold.
@main
struct StageFigures: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "StageFigures",
        abstract: "Measures instructions and time of each stage of a message's way.")

    @Option(help: "The file with the thresholds.")
    var thresholds = "Benchmarks/StageFigures/thresholds.json"

    @Flag(help: "Set the thresholds by what is measured now.")
    var writeThresholds = false

    @Option(help: "A folder for what is written on the way.")
    var scratch = ".build/bench"

    @Option(help: "Only do this stage --count times; that is how instructions are counted.")
    var stage: Stage?

    @Option(help: "How often, with --stage.")
    var count = 1000

    /// Runs of which the median is taken.
    private static let timedRuns = 7

    func run() throws {
        if let stage {
            print(
                try stage.run(
                    count: count, prepared: stage.countedCounts.many, scratch: scratch))
            return
        }
        let scratch = URL(fileURLWithPath: self.scratch)
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        let figures = try measure(counter(scratch))
        if writeThresholds {
            guard figures.allSatisfy({ $0.instructions != nil }) else {
                throw StageError("thresholds need instructions")
            }
            try Thresholds(figures).write(to: thresholds)
        }
        let bounds = try Thresholds(path: thresholds)
        print(StageFigure.head)
        for figure in figures { print(figure.row(bounds.stages[figure.stage.rawValue])) }
        if !figures.allSatisfy({ $0.isWell(bounds.stages[$0.stage.rawValue]) }) {
            throw ExitCode(1)
        }
    }

    private func counter(_ scratch: URL) -> InstructionCounter? {
        do {
            return try InstructionCounter(scratch: scratch)
        } catch {
            say("instructions are not counted: \(error)")
            return nil
        }
    }

    private func measure(_ counter: InstructionCounter?) throws -> [StageFigure] {
        var figures: [StageFigure] = []
        for stage in Stage.allCases {
            say("\(stage.title) …")
            var times: [Double] = []
            for _ in 0..<Self.timedRuns {
                times.append(
                    try stage.run(
                        count: stage.timedCount, prepared: stage.timedCount, scratch: scratch))
            }
            figures.append(
                StageFigure(
                    stage: stage, nanoseconds: Percentiles(times).median,
                    instructions: try counter?.instructions(of: stage)))
        }
        // Before blocks can be sealed they are filled: that part is known by then.
        if let seal = figures.firstIndex(where: { $0.stage == .seal }),
            let append = figures.first(where: { $0.stage == .append })?.instructions
        {
            figures[seal].instructions = figures[seal].instructions.map { $0 - append }
        }
        return figures
    }

    private func say(_ text: String) {
        FileHandle.standardError.write(Data("\(text)\n".utf8))
    }
}
