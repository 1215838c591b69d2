// The command line: what happened to this call?

internal import ArgumentParser
internal import Collector

/// `calltrace ID`, `calltrace search`, `calltrace serve`.
@main
struct CalltraceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calltrace",
        abstract: "What happened to this call?",
        usage: """
            calltrace ID [--why] [--at TIME] [--server URL] [--token TOKEN] [--format text|json]
            calltrace search [NUMBER] [--status 4xx] [--since -2h] […]
            calltrace tail [NUMBER] [--status 5xx] […]
            calltrace export ID --format pcapng|html|svg|… [-o FILE] [--redact]
            calltrace import FILE…
            calltrace doctor [--server URL] [--token TOKEN] [--format text|json]
            calltrace serve --config FILE
            """,
        discussion: """
            ID is any identity of the call: a SIP Call-ID, a channel's UUID, a Session-ID, or the \
            call's own 32 digits.
            Exit codes: 0 found, 1 not found, 2 wrong usage, 3 the server did not answer or the \
            answer is incomplete.
            """,
        version: CollectorVersion.text,
        subcommands: [
            ShowCommand.self, SearchCommand.self, TailCommand.self, ExportCommand.self,
            ImportCommand.self,
            DoctorCommand.self, ServeCommand.self,
        ],
        defaultSubcommand: ShowCommand.self)

    /// Every error of usage ends with 2, whatever the argument parser's own code for it is.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let code as ExitCode {
            exit(withError: code)
        } catch {
            let message = fullMessage(for: error)
            if exitCode(for: error) == .success {
                StandardStreams.usage(message, to: 1)
                exit(withError: ExitCode.success)
            }
            StandardStreams.usage(message, to: 2)
            exit(withError: ExitCode(2))
        }
    }
}
