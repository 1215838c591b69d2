// What all steps share: the programs, the folder, and what was found so far.

internal import Foundation
internal import LoadGenerator

/// One run of the bench.
final class Bench {
    /// How long each step takes and how much it sends.
    let plan: Plan
    /// The programs under test and around it.
    let programs: Programs
    /// What was started.
    let children: Children
    /// All that was measured.
    private(set) var figures: [Figure] = []
    /// What was wrong, besides figures that miss their bounds.
    private(set) var problems: [String] = []

    private let begun = Date()
    private let folder: URL
    private var seed: UInt64 = 1000

    init(plan: Plan, programs: Programs, folder: URL, children: Children) {
        self.plan = plan
        self.programs = programs
        self.folder = folder
        self.children = children
    }

    /// Says what goes on.
    func say(_ text: String) {
        let seconds = Int(Date().timeIntervalSince(begun))
        let time = "\(seconds / 60):" + (seconds % 60 < 10 ? "0" : "") + "\(seconds % 60)"
        FileHandle.standardError.write(Data("[\(time)] \(text)\n".utf8))
    }

    /// Notes a figure.
    func note(
        _ name: String, _ value: Double, _ unit: String, must: Double? = nil, aim: Double? = nil,
        _ sense: Figure.Sense = .lower
    ) {
        let figure = Figure(
            name: name, value: value, unit: unit, must: must, aim: aim, sense: sense)
        figures.append(figure)
        say("  \(name): \(Figure.text(value)) \(unit)\(figure.isWell ? "" : "  MISSED")")
    }

    /// Notes something that must not be.
    func problem(_ text: String) {
        problems.append(text)
        say("  WRONG: \(text)")
    }

    /// A collector on an empty folder; `more` is added to its configuration.
    func collector(_ more: String = "") throws -> CollectorUnderTest {
        try CollectorUnderTest(
            program: programs.calltrace, folder: folder.appendingPathComponent("collector"),
            more: more, children: children)
    }

    /// Runs `body` with a started collector on an empty folder, and `afterwards` when it is stopped;
    /// then the folder is removed.
    func withCollector(
        _ more: String = "", _ body: (CollectorUnderTest) throws -> Void,
        afterwards: (CollectorUnderTest) -> Void = { _ in }
    ) throws {
        let collector = try collector(more)
        defer { collector.remove() }
        _ = try collector.start()
        try body(collector)
        try collector.stop()
        afterwards(collector)
    }

    /// Starts a load with a seed that no load before had.
    func load(
        on collector: CollectorUnderTest, _ transport: LoadRun.Transport = .udp, rate: Int,
        seconds: Double, dialogs: Int = 20_000
    ) throws -> LoadRun {
        seed += 1
        return try LoadRun(
            program: programs.hepgen, children: children, port: collector.hepPort,
            transport: transport, rate: rate, seconds: seconds,
            settings: TrafficSettings(seed: seed, liveDialogs: dialogs))
    }

    /// Removes what the run wrote.
    func tidy() { try? FileManager.default.removeItem(at: folder) }
}

/// The programs that a bench runs.
struct Programs {
    /// The collector.
    let calltrace: String
    /// The project's generator.
    let hepgen: String
    /// The source of a generator that nobody of this project's generator wrote; nil without one.
    let independentSource: URL?
    /// Where what is compiled here goes.
    let scratch: URL
}
