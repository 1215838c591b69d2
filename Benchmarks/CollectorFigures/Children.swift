// The programs that this one started, so that none outlives it.

internal import Foundation
internal import Synchronization

/// Starts programs and remembers them until they have ended.
final class Children: Sendable {
    private let running = Mutex<Set<pid_t>>([])

    /// Starts a program: without input, with the settings of nobody's environment.
    func start(
        _ program: String, _ arguments: [String], output: Any?, errors: Any? = nil
    ) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.filter {
            !$0.key.hasPrefix("CALLTRACE_")
        }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = errors ?? FileHandle.standardError
        try process.run()
        let identifier = process.processIdentifier
        running.withLock { _ = $0.insert(identifier) }
        return process
    }

    /// Waits for a program that was started here and gives back how it ended.
    func wait(for process: Process) -> Int32 {
        process.waitUntilExit()
        let identifier = process.processIdentifier
        running.withLock { _ = $0.remove(identifier) }
        return process.terminationStatus
    }

    /// Ends all that still run, each by its number.
    func endAll() {
        let left = running.withLock { Array($0) }
        for identifier in left { kill(identifier, SIGTERM) }
        if !left.isEmpty { Thread.sleep(forTimeInterval: 0.5) }
        for identifier in left { kill(identifier, SIGKILL) }
    }
}
