// Instructions, counted by callgrind.

internal import Foundation

/// Runs this program under valgrind.
///
/// Two runs that differ only in how often a stage is done: what they differ in, divided by that, is what
/// one costs. Valgrind 3.19 gives up on the debugging information of Swift (DWARF 5), so that a copy
/// without it is run.
struct InstructionCounter {
    private let valgrind: String
    private let program: URL
    private let scratch: URL

    /// A counter; throws with the reason where there can be none.
    init(scratch: URL) throws {
        guard let valgrind = Self.find("valgrind") else { throw StageError("no valgrind here") }
        guard let strip = Self.find("strip") else { throw StageError("no strip (binutils) here") }
        self.valgrind = valgrind
        self.scratch = scratch
        program = scratch.appendingPathComponent("StageFigures-stripped")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
        guard try Self.run(strip, ["--strip-debug", "-o", program.path, own]).status == 0 else {
            throw StageError("strip failed")
        }
    }

    /// Instructions of a stage done once.
    func instructions(of stage: Stage) throws -> Double {
        let (few, many) = stage.countedCounts
        return try (total(stage, many) - total(stage, few)) / Double(many - few)
    }

    private func total(_ stage: Stage, _ count: Int) throws -> Double {
        let (status, output) = try Self.run(
            valgrind,
            [
                "--tool=callgrind", "--callgrind-out-file=/dev/null", program.path, "--stage",
                stage.rawValue, "--count", "\(count)", "--scratch", scratch.path,
            ])
        let line = output.split(separator: "\n").last { $0.contains("Collected :") }
        let number = line?.split(separator: ":").last.flatMap {
            Double($0.trimmingCharacters(in: .whitespaces))
        }
        guard status == 0, let number else {
            throw StageError("valgrind failed on \(stage.rawValue):\n\(output.suffix(2000))")
        }
        return number
    }

    private static func find(_ name: String) -> String? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
            .map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// How it ended, and what it wrote to standard error.
    private static func run(
        _ program: String, _ arguments: [String]
    ) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let errors = Pipe()
        process.standardOutput = FileHandle.nullDevice
        process.standardError = errors
        try process.run()
        let data = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }
}
