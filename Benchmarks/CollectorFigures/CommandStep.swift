// The command as an operator runs it.

internal import Foundation
internal import Measuring

/// Times `calltrace ID` from the start of the process to its first byte.
struct CommandStep {
    let bench: Bench

    /// Runs the command again and again against a server that has answered before.
    func run(_ collector: CollectorUnderTest, callID: String) throws {
        bench.say("calltrace ID, \(bench.plan.commandRuns) times")
        var times: [Double] = []
        for _ in 0..<bench.plan.commandRuns {
            let output = Pipe()
            let begun = Clock.monotonicNanoseconds()
            let process = try bench.children.start(
                bench.programs.calltrace,
                [callID, "--server", "http://127.0.0.1:\(collector.web.port)"], output: output)
            let first = output.fileHandleForReading.availableData
            times.append(Double(Clock.monotonicNanoseconds() - begun) / 1e6)
            let rest = output.fileHandleForReading.readDataToEndOfFile()
            let status = bench.children.wait(for: process)
            if status != 0 || (first + rest).range(of: Data(callID.utf8)) == nil {
                bench.problem("calltrace \(callID) ended with \(status)")
            }
        }
        let found = Percentiles(times)
        bench.note(
            "calltrace ID, start to first byte, median", found.median, "ms", must: 60, aim: 25)
        bench.note("calltrace ID, start to first byte, p99", found.at(99), "ms")
    }
}
