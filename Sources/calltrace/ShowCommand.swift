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

    @OptionGroup var follow: FollowOptions

    @Flag(name: .long, help: "Plain text without colours.")
    var noColor = false

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
            StandardStreams.say("nothing is known of \(id)\(advice)")
            throw ExitCode(1)
        default: throw options.refused(answer)
        }
    }

    /// What else to try: a number is no identity of a call, and many have one.
    private var advice: String {
        let digits = id.hasPrefix("+") ? id.dropFirst() : id[...]
        guard (2...20).contains(digits.utf8.count), digits.allSatisfy(\.isNumber) else { return "" }
        return "; of the calls of a number, `calltrace search \(id)` tells"
    }

    private var query: String {
        var parts = follow.parameters
        if format == .text {
            parts.append(
                "format=text&width=\(Terminal.width)&color=\(Terminal.usesColor(unless: noColor) ? 1 : 0)"
            )
            if why { parts.append("why=1") }
        }
        return parts.isEmpty ? "" : "?\(parts.joined(separator: "&"))"
    }
}
