// The load generator as a program of its own, so that its CPU is not counted as anybody else's.

internal import Foundation
internal import LoadGenerator

/// A load that goes on, and what it came to.
final class LoadRun {
    /// What carries the packets.
    enum Transport: String {
        case udp
        case tcp
    }

    /// What the generator says at the end.
    struct Report: Codable {
        let sent: Int
        let refused: Int
        let bytes: Int
        let seconds: Double
        let cpuSeconds: Double
        let lateMillisecondsMax: Double
        let skippedMilliseconds: Double
        let sessions: UInt64

        /// Packets a second, as they were sent.
        var rate: Double { seconds > 0 ? Double(sent) / seconds : 0 }
        /// CPU seconds of the generator for a million packets.
        var cpuPerMillion: Double { sent > 0 ? cpuSeconds * 1e6 / Double(sent) : 0 }
    }

    /// The names of the calls that are sent.
    let settings: TrafficSettings

    private let children: Children
    private let process: Process
    private let output = Pipe()

    init(
        program: String, children: Children, port: UInt16, transport: Transport, rate: Int,
        seconds: Double, settings: TrafficSettings
    ) throws {
        self.settings = settings
        self.children = children
        process = try children.start(
            program,
            [
                "--port", "\(port)", "--transport", transport.rawValue, "--rate", "\(rate)",
                "--seconds", "\(seconds)", "--seed", "\(settings.seed)",
                "--dialogs", "\(settings.liveDialogs)", "--json",
            ], output: output)
    }

    /// Whether it still sends.
    var isRunning: Bool { process.isRunning }

    /// Calls `body` about every half second until it ends, then gives the report.
    func finish(_ body: () -> Void = {}) throws -> Report {
        while process.isRunning {
            body()
            Thread.sleep(forTimeInterval: 0.5)
        }
        let status = children.wait(for: process)
        let data = output.fileHandleForReading.readDataToEndOfFile()
        guard status == 0, let report = try? JSONDecoder().decode(Report.self, from: data) else {
            throw BenchError("the generator ended with \(status)")
        }
        return report
    }

    /// Ends it before its time.
    func stop() {
        process.terminate()
        _ = children.wait(for: process)
    }

    /// Call-IDs of `count` calls spread evenly over all that were sent.
    func callIDs(_ count: Int, of report: Report) -> [String] {
        let names = SessionNames(seed: settings.seed, weights: settings.weights)
        // The youngest sessions may not have sent their first packet.
        let certain = report.sessions - min(report.sessions, UInt64(settings.sessionCount))
        guard certain > UInt64(count), count > 0 else { return [] }
        return (0..<UInt64(count)).map { index in
            var number = certain * index / UInt64(count)
            while !names.isCall(number) { number += 1 }
            return names.callID(number, leg: index % 2 == 0 ? .caller : .callee)
        }
    }
}
