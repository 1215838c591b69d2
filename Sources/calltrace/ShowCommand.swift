// `calltrace ID`: the whole call.

internal import ArgumentParser
internal import AsyncHTTPClient
internal import CallGraph
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

    @Argument(
        help:
            "Any identity of the call: a Call-ID, a channel's UUID, a Session-ID, a call's own id.")
    var id: String

    @OptionGroup var options: ServerOptions

    @Option(name: .long, help: "text (a ladder) or json.")
    var format: Format = .text

    @Flag(name: .long, help: "For every leg the links that brought it in, and what showed each.")
    var why = false

    @Flag(name: .long, help: "Walk through conferences, queues and lots as if they were one call.")
    var throughHubs = false

    @Flag(name: .long, help: "Join by guesses too: same media, same numbers at the same time.")
    var guess = false

    @Flag(name: .long, help: "Leave out what a transfer or a pick-up brought in.")
    var noTransfer = false

    @Option(
        name: .long, help: "A moment (RFC 3339) of the wanted call, where an ID was used twice.")
    var at: String?

    @Flag(name: .long, help: "Plain text without colours.")
    var noColor = false

    /// Names of commands that this version does not have: an operator who types one wants to hear that,
    /// not that no call is called so.
    private static let reserved = ["export", "import"]

    func validate() throws {
        if Self.reserved.contains(id) {
            throw ValidationError("this version has no `calltrace \(id)`")
        }
        if let at, Timestamp(rfc3339: at) == nil {
            throw ValidationError("--at takes a moment as in 2026-11-22T23:26:31Z")
        }
    }

    func run() async throws {
        let answer = try await options.ask("/api/v1/trace/", id: id, query: query)
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
        default: throw options.refused(answer)
        }
    }

    private var query: String {
        var parts: [String] = []
        if throughHubs { parts.append("through_hubs=1") }
        if guess { parts.append("guess=1") }
        if noTransfer { parts.append("no_transfer=1") }
        // Checked before: digits and the signs of RFC 3339; `+` would be read as a blank.
        if let at { parts.append("at=\(at.replacing("+", with: "%2B").replacing(" ", with: "T"))") }
        if format == .text {
            parts.append(
                "format=text&width=\(Terminal.width)&color=\(Terminal.usesColor(unless: noColor) ? 1 : 0)"
            )
            if why { parts.append("why=1") }
        }
        return parts.isEmpty ? "" : "?\(parts.joined(separator: "&"))"
    }
}
