// `calltrace doctor`: is everything heard that should be?

internal import ArgumentParser

/// Asks a collector how it is and prints what it says.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Say what is heard from whom, what is missing, why, and what to do.",
        discussion: """
            Exit codes: 0 no error (there may be warnings), 3 an error: calls are missed, or the \
            collector did not answer.
            """)

    @OptionGroup var options: ServerOptions

    @Option(name: .long, help: "text or json.")
    var format: ShowCommand.Format = .text

    @Flag(name: .long, help: "Plain text without colours.")
    var noColor = false

    func run() async throws {
        let color = Terminal.usesColor(unless: noColor) ? 1 : 0
        let query = format == .text ? "?format=text&color=\(color)" : ""
        let answer = try await options.ask("/api/v1/doctor", query: query)
        guard answer.status == 200 else { throw options.refused(answer) }
        StandardStreams.answer(answer.body)
        if !answer.isComplete { throw ExitCode(3) }
    }
}
