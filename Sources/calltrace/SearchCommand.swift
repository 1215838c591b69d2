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

    @Argument(help: "The number of the caller or the callee.")
    var anyNumber: String?

    @Option(name: .long, help: "The same as NUMBER.")
    var number: String?

    @Option(name: .long, help: "The caller.")
    var from: String?

    @Option(name: .long, help: "The callee, as dialled or as asked for by the first INVITE.")
    var to: String?

    @Option(name: .long, help: "The domain of the callee.")
    var domain: String?

    @Option(
        name: .long,
        help: "An address or a network that the first INVITE came from or went to: 10.0.0.0/8.")
    var address: String?

    @Option(name: .long, help: "The final status: 486, or a class of them: 4xx.")
    var status: String?

    @Option(name: .long, help: "How it ended: answered, busy, no_answer, abandoned …")
    var outcome: String?

    @Option(name: .long, help: "The node that saw the first INVITE.")
    var node: String?

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

    func validate() throws {
        if anyNumber != nil && number != nil {
            throw ValidationError("give the number once: as it is, or with --number")
        }
    }

    func run() async throws {
        var rows: [CallTable.Row] = []
        var count = 0
        var isComplete = true
        var place = cursor
        repeat {
            let (answer, page) = try await page(at: place)
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

    /// One page; ends the program when there is none.
    private func page(at place: String?) async throws -> (ServerAnswer, CallList) {
        let answer = try await options.ask("/api/v1/calls", query: query(at: place))
        let decoder = JSONDecoder()
        if answer.status == 200, let list = try? decoder.decode(CallList.self, from: answer.data) {
            return (answer, list)
        }
        if answer.status == 400, let said = try? decoder.decode(SaidError.self, from: answer.data) {
            StandardStreams.say(said.error.text)
            throw ExitCode(2)
        }
        throw options.refused(answer)
    }

    private func query(at place: String?) -> String {
        let parameters = [
            ("number", anyNumber ?? number), ("from", from), ("to", to), ("domain", domain),
            ("address", address), ("status", status), ("outcome", outcome), ("node", node),
            ("since", since), ("until", until), ("limit", limit.map(String.init)),
            ("cursor", place),
        ]
        let given = parameters.compactMap { name, value in
            value.map { "\(name)=\(ServerOptions.encoded($0))" }
        }
        return given.isEmpty ? "" : "?\(given.joined(separator: "&"))"
    }
}

/// A page of calls as a collector says it.
private struct CallList: Decodable {
    struct Call: Decodable {
        // The names are those of the answer.
        var call_id: String
        var from: String
        var to: String
        var domain: String
        var node: String
        var start: String
        var outcome: String
        var status: Int?
        var duration_seconds: Double?

        var row: CallTable.Row {
            CallTable.Row(
                start: start, from: from, to: to, domain: domain, outcome: outcome,
                status: status.map(String.init) ?? "", duration: duration_seconds, node: node,
                callID: call_id)
        }
    }

    var complete: Bool
    var warnings: [String]
    var calls: [Call]
    var next: String?
}

/// What a collector says of a question that it cannot answer.
private struct SaidError: Decodable {
    struct Content: Decodable { var text: String }

    var error: Content
}

extension ServerAnswer {
    fileprivate var data: Data { Data(body) }
}
