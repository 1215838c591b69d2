// `calltrace import`: captures into a collector.

internal import ArgumentParser
internal import AsyncHTTPClient
internal import CaptureImport

/// Reads captures and sends what is in them to a collector.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Read captures (pcap, pcapng) into a collector.",
        discussion: """
            Takes plain SIP over UDP and TCP, and HEP (1, 2, 3) as agents send it. Messages keep the \
            time of their capture. - is standard input.

            Examples:
              calltrace import edge.pcapng
              ssh edge tcpdump -U -w - port 5060 | calltrace import --node edge -

            Exit codes: 0 everything was taken, 1 nothing to take was found, 2 a file cannot be read, \
            3 the collector did not answer, or not everything was taken.
            """)

    @Argument(help: "The captures, read one after the other.")
    var files: [String]

    @Option(
        name: .long,
        help: "Who shall have seen the messages, where the capture does not say. (default: import)")
    var node: String = "import"

    @OptionGroup var options: ServerOptions

    @Option(name: .long, help: "text or json: the form of the summary.")
    var format: ShowCommand.Format = .text

    @Flag(name: .long, help: "Plain text; it always is.")
    var noColor = false

    func validate() throws {
        if node.isEmpty || node.utf8.count > 64 || node.contains(where: \.isWhitespace) {
            throw ValidationError("--node takes a name of up to 64 bytes without blanks")
        }
        if files.count(where: { $0 == "-" }) > 1 {
            throw ValidationError("standard input can be read once")
        }
    }

    func run() async throws {
        Interruption.watch()
        let client = ServerOptions.makeClient()
        var session = ImportSession(options: options, node: node, client: client)
        var ending: ImportEnding?
        do throws(ImportEnding) {
            for file in files { try await session.read(file) }
            try await session.finish()
        } catch {
            ending = error
            // What stood before the place that cannot be read is good.
            if error.code == 2 { try? await session.finish() }
        }
        try? await client.shutdown()
        session.progress.clear()
        if let ending { StandardStreams.say(ending.words) }
        let summary = ImportSummary(session: session, isWhole: ending == nil)
        StandardStreams.answer(
            format == .json ? summary.json : Array(summary.text.utf8))
        if let ending { throw ExitCode(ending.code) }
        if session.tally.messages + session.tally.hepPackets == 0 {
            StandardStreams.say("no SIP and no HEP was found")
            throw ExitCode(1)
        }
    }
}
