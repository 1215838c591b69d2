// `calltrace serve`: the collector.

internal import ArgumentParser
internal import Collector
internal import Foundation

/// Runs the collector until SIGTERM or SIGINT.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Run the collector.")

    @Option(name: .long, help: "The configuration file (YAML). Without it the defaults hold.")
    var config: String?

    func run() async throws {
        do {
            let load: @Sendable () throws -> Configuration = { [config] in
                try Configuration.load(
                    path: config, environment: ProcessInfo.processInfo.environment)
            }
            try await CollectorProgram.run(load(), reload: load)
        } catch let error as ConfigurationError {
            StandardStreams.say("\(error)")
            throw ExitCode(2)
        } catch {
            StandardStreams.say("\(CollectorProgram.words(error))")
            throw ExitCode(2)
        }
    }
}
