// `calltrace export`: a call to take away.

internal import ArgumentParser
internal import Foundation
internal import TraceRendering

/// Asks a collector for a call in another form and writes it to a file or to standard output.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write a call as a file of another form.",
        discussion: """
            json      everything, for programs
            pcapng    the SIP messages as packets, for Wireshark; ids in a comment on each
            html      one page with everything in it, without scripts; opens without a network
            svg       the ladder as a drawing
            mermaid   the ladder as a sequence diagram, for tickets and wikis
            text      the ladder as text
            otlp      the spans of the call, a line of OTLP JSON for each request

            With --redact numbers, names, addresses, credentials and keys are pseudonyms, the same for \
            the same. A key makes them the same in every export with it.

            Examples:
              calltrace export CALL-ID --format pcapng -o call.pcapng
              calltrace export CALL-ID --format html --redact > call.html

            Exit codes: 0 written, 1 the call is not known, 2 wrong usage or the file cannot be \
            written, 3 the server did not answer or the answer is incomplete.
            """)

    @Argument(
        help:
            "Any identity of the call: a Call-ID, a channel's UUID, a Session-ID, a call's own id.")
    var id: String

    @Option(
        name: .long,
        help: ArgumentHelp(
            "\(ExportFormat.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "form"))
    var format: ExportFormat

    @Option(name: [.short, .long], help: "Where to write it; - is standard output. (default: -)")
    var output: String?

    @Flag(name: .long, help: "Pseudonyms instead of numbers, names, addresses and secrets.")
    var redact = false

    @Option(
        name: .long,
        help: """
            The key of the pseudonyms; implies --redact. CALLTRACE_REDACT_KEY sets it too, unseen by \
            other users. Without one the collector's own, or one of this export alone.
            """)
    var redactKey: String?

    @OptionGroup var follow: FollowOptions

    @OptionGroup var options: ServerOptions

    @Flag(name: .long, help: "Plain text; it always is.")
    var noColor = false

    func validate() throws {
        if format.isBinary, file == nil, Terminal.isInteractive {
            throw ValidationError(
                "\(format.rawValue) is no text for a terminal: give -o FILE, or send it into a file"
            )
        }
        if let key, key.isEmpty || !key.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) {
            throw ValidationError("the redaction key must be visible ASCII without blanks")
        }
    }

    func run() async throws {
        let headers = key.map { [("X-Calltrace-Redact-Key", $0)] } ?? []
        let answer = try await options.ask(
            "/api/v1/trace/", id: id, query: query, headers: headers)
        switch answer.status {
        case 200:
            try write(answer.body)
            if !answer.isComplete {
                StandardStreams.say("the call may be incomplete; its warnings say why")
                throw ExitCode(3)
            }
        case 404 where answer.isOurs:
            StandardStreams.say("nothing is known of \(id)")
            throw ExitCode(1)
        default: throw options.refused(answer)
        }
    }

    /// The file; nil for standard output.
    private var file: String? { output.flatMap { $0 == "-" ? nil : $0 } }

    private var key: String? {
        guard redactKey == nil else { return redactKey }
        let key = ProcessInfo.processInfo.environment["CALLTRACE_REDACT_KEY", default: ""]
        return redact && !key.isEmpty ? key : nil
    }

    private var query: String {
        var parts = ["format=\(format.rawValue)"] + follow.parameters
        if redact || redactKey != nil { parts.append("redact=1") }
        return "?\(parts.joined(separator: "&"))"
    }

    private func write(_ bytes: [UInt8]) throws {
        guard let file else { return StandardStreams.answer(bytes) }
        do {
            // Whole or not at all.
            try Data(bytes).write(to: URL(filePath: file), options: .atomic)
        } catch {
            StandardStreams.say("cannot write \(file): \(error.localizedDescription)")
            throw ExitCode(2)
        }
    }
}

extension ExportFormat: ExpressibleByArgument {}
