// The collector as its users run it, on a folder and ports of its own.

internal import Foundation
internal import Measuring

/// A `calltrace serve` that was started here.
final class CollectorUnderTest {
    /// Where HEP goes, over UDP and over TCP.
    let hepPort: UInt16
    /// Its HTTP side.
    let web: Web
    /// Its journal.
    let data: URL

    private let program: String
    private let folder: URL
    private let children: Children
    private var process: Process?

    /// Seconds that it may take to start, and to stop.
    private static let patienceSeconds = 60.0

    /// Prepares `folder`, which is emptied; nothing runs yet. `more` is added to the configuration.
    init(program: String, folder: URL, more: String, children: Children) throws {
        self.program = program
        self.folder = folder
        self.children = children
        try? FileManager.default.removeItem(at: folder)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        hepPort = try FreePort.find()
        web = Web(port: try FreePort.find())
        data = folder.appendingPathComponent("data")
        let text = """
            data_dir: \(data.path)
            hep: {udp: "127.0.0.1:\(hepPort)", tcp: "127.0.0.1:\(hepPort)"}
            http: {address: "127.0.0.1:\(web.port)"}
            switches: []
            retention: {days: 7, bytes: 100GiB}
            \(more)

            """
        try text.write(to: configuration, atomically: false, encoding: .utf8)
    }

    private var configuration: URL { folder.appendingPathComponent("calltrace.yaml") }
    private var log: URL { folder.appendingPathComponent("serve.log") }

    /// Starts it; returns the seconds until `/readyz` answered 200.
    func start() throws -> Double {
        _ = FileManager.default.createFile(atPath: log.path, contents: nil)
        let output = try FileHandle(forWritingTo: log)
        let begun = Clock.monotonicNanoseconds()
        process = try children.start(
            program, ["serve", "--config", configuration.path], output: output, errors: output)
        while true {
            let seconds = Double(Clock.monotonicNanoseconds() - begun) / 1e9
            if web.get("/readyz", within: 1).status == 200 { return seconds }
            guard seconds < Self.patienceSeconds, process?.isRunning == true else {
                throw BenchError("the collector did not start:\n\(lastLines)")
            }
            Thread.sleep(forTimeInterval: 0.002)
        }
    }

    /// Asks it to end (SIGTERM) and waits for that; returns the seconds that it took.
    @discardableResult
    func stop() throws -> Double {
        guard let process else { return 0 }
        let begun = Clock.monotonicNanoseconds()
        process.terminate()
        let status = children.wait(for: process)
        self.process = nil
        guard status == 0 else {
            throw BenchError("the collector ended with \(status):\n\(lastLines)")
        }
        return Double(Clock.monotonicNanoseconds() - begun) / 1e9
    }

    /// Removes what it wrote.
    func remove() { try? FileManager.default.removeItem(at: folder) }

    /// Its cost so far.
    var cost: ProcessCost { ProcessCost(of: process?.processIdentifier ?? 0) }

    /// Its counts now; nil when it does not answer.
    var counters: Counters? {
        let answer = web.get("/metrics")
        return answer.status == 200 ? Counters(exposition: answer.body) : nil
    }

    /// Waits until its counts stand still and blocks older than a second are written, and gives them.
    func settledCounters() throws -> Counters {
        var last = -1
        for _ in 0..<600 {
            guard let now = counters else { throw BenchError("the collector went silent") }
            let received = now.packets + now.refused + now.kernelDrops
            if received == last {
                Thread.sleep(forTimeInterval: 1.5)
                return counters ?? now
            }
            last = received
            Thread.sleep(forTimeInterval: 0.1)
        }
        throw BenchError("the collector's counts do not come to rest")
    }

    /// Bytes that its journal takes on disk.
    var journalBytes: Int { JournalFiles.bytes(in: data) }

    private var lastLines: String {
        let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").suffix(10).joined(separator: "\n")
    }
}
