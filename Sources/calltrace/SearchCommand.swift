// `calltrace search`: which calls were there?

internal import ArgumentParser
internal import Foundation
internal import TraceRendering

/// Asks a collector for calls and prints them, the newest first.
struct SearchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "Find calls, the newest first.",
        discussion: """
            Numbers, domains and nodes are compared whole and as they were sent; 123* finds what begins \
            so, *123 what ends so. `calltrace CALL-ID` then shows the call.
            """)

    @OptionGroup var filter: CallFilterOptions

    @Option(
        name: .long, parsing: .unconditional,
        help: "Not before: a moment (RFC 3339), or so long ago: -15m, -2h, -7d.")
    var since: String?

    @Option(name: .long, parsing: .unconditional, help: "Not after, in the same forms.")
    var until: String?

    @Option(name: .long, help: "How many calls, up to 1000. (default: 50)")
    var limit: Int?

    @Option(name: .long, help: "Where the next page begins, as the page before said.")
    var cursor: String?

    @Flag(name: .long, help: "Page after page, until there is no more.")
    var all = false

    @OptionGroup var options: ServerOptions

    @Option(name: .long, help: "text (a table) or json (an object for each page).")
    var format: ShowCommand.Format = .text

    @Flag(name: .long, help: "Plain text; it always is.")
    var noColor = false

    func run() async throws {
        var rows: [CallTable.Row] = []
        var count = 0
        var isComplete = true
        var place = cursor
        repeat {
            let (answer, page) = try await CallList.ask(options, query(at: place))
            if format == .json { StandardStreams.answer(answer.body) }
            if format == .text { rows += page.calls.map(\.row) }
            for warning in page.warnings { StandardStreams.say(warning) }
            count += page.calls.count
            isComplete = isComplete && page.complete
            place = page.next
        } while all && place != nil

        if count > 0 {
            if format == .text { StandardStreams.answer(Array(CallTable.render(rows).utf8)) }
            let more =
                place.map { "there are more: the same with --cursor \($0), or --all; " } ?? ""
            StandardStreams.say("\(more)`calltrace CALL-ID` shows a call")
        } else if isComplete {
            StandardStreams.say("no call is as asked")
        }
        guard isComplete else {
            StandardStreams.say("the answer is incomplete; its warnings say why")
            throw ExitCode(3)
        }
        if count == 0 { throw ExitCode(1) }
    }

    private func query(at place: String?) -> String {
        filter.query([
            ("since", since), ("until", until), ("limit", limit.map(String.init)),
            ("cursor", place),
        ])
    }
}
