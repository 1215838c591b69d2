// `calltrace ID`: the whole call.

internal import ArgumentParser
internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOFoundationCompat

/// Asks a collector for a call and prints what it says.
struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Print the whole call. The same as `calltrace ID`.")

    /// The forms of the answer.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
    }

    @Argument(help: "Any identity of the call: a Call-ID or a channel's UUID.")
    var id: String

    @OptionGroup var options: ServerOptions

    @Option(name: .long, help: "text (a ladder) or json.")
    var format: Format = .text

    @Flag(name: .long, help: "Plain text without colours.")
    var noColor = false

    /// Names of commands that this version does not have: an operator who types one wants to hear that,
    /// not that no call is called so.
    private static let reserved = ["search", "export", "import", "doctor"]

    func validate() throws {
        if Self.reserved.contains(id) {
            throw ValidationError("this version has no `calltrace \(id)`")
        }
    }

    func run() async throws {
        let answer: ServerAnswer
        do {
            answer = try await options.get("/api/v1/trace/", id: id, query: query)
        } catch {
            StandardStreams.say("\(options.server) did not answer: \(ServerOptions.words(error))")
            throw ExitCode(3)
        }
        switch answer.status {
        case 200:
            StandardStreams.answer(answer.body)
            if !answer.isComplete {
                StandardStreams.say("the answer is incomplete; its warnings say why")
                throw ExitCode(3)
            }
        case 404 where answer.isOurs:
            if format == .json { StandardStreams.answer(answer.body) }
            StandardStreams.say("nothing is known of \(id)")
            throw ExitCode(1)
        default:
            let body = String(decoding: answer.body.prefix(500), as: UTF8.self)
            StandardStreams.say("\(options.server) answered \(answer.status): \(body)")
            throw ExitCode(3)
        }
    }

    private var query: String {
        guard format == .text else { return "" }
        return "?format=text&width=\(Terminal.width)&color=\(useColor ? 1 : 0)"
    }

    private var useColor: Bool {
        !noColor && Terminal.isInteractive
            && ProcessInfo.processInfo.environment["NO_COLOR", default: ""].isEmpty
    }
}
