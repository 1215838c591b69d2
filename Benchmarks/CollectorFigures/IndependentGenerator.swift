// A second generator, by other hands, to check the first against.

internal import Foundation

/// `hepload`, which lies beside the project on some machines.
struct IndependentGenerator {
    /// What it says at the end.
    struct Report: Decodable {
        let sent: Int
        let bytes: Int
    }

    private let program: String
    private let children: Children

    /// Compiles it; nil when there is no source or no compiler.
    static func build(_ bench: Bench) throws -> IndependentGenerator? {
        guard let source = bench.programs.independentSource,
            FileManager.default.fileExists(atPath: source.path)
        else { return nil }
        let scratch = bench.programs.scratch
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        let program = scratch.appendingPathComponent("hepload").path
        let compiler = try? bench.children.start(
            "/usr/bin/env", ["cc", "-O2", "-o", program, source.path], output: nil)
        guard let compiler, bench.children.wait(for: compiler) == 0 else {
            bench.say("  it does not compile here")
            return nil
        }
        return IndependentGenerator(program: program, children: bench.children)
    }

    /// Sends at `rate` and gives the report.
    func run(port: UInt16, rate: Int, seconds: Double) throws -> Report {
        let output = Pipe()
        let process = try children.start(
            program,
            [
                "--target", "127.0.0.1:\(port)", "--rate", "\(rate)", "--seconds", "\(seconds)",
                "--concurrency", "16000", "--flows", "4", "--seed", "1", "--json",
            ], output: output)
        let data = output.fileHandleForReading.readDataToEndOfFile()
        guard children.wait(for: process) == 0 else {
            throw BenchError("the independent generator failed")
        }
        return try JSONDecoder().decode(Report.self, from: data)
    }
}
