// `calltrace tail`: the calls that come in just now.

internal import ArgumentParser
internal import Foundation
internal import TraceRendering

/// Prints calls as they begin, and again when something became of them, until it is interrupted.
struct TailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tail", abstract: "Print calls as they come, until Ctrl-C.",
        discussion: """
            A line when a call begins, and another when it is answered, fails or ends. The filters are \
            those of search.

            Examples:
              calltrace tail --status 5xx
              calltrace tail --domain acme.test --node fs1
            """)

    /// Calls of one question: what a busy second holds, and what of them is looked at again.
    private static let callsMax = 1000

    @OptionGroup var filter: CallFilterOptions

    @Option(name: .long, help: "Seconds between two questions, 1 to 60.")
    var every = 2

    @Option(name: .long, help: "End after so many seconds; 0 goes on until Ctrl-C.")
    var seconds = 0

    @OptionGroup var options: ServerOptions

    func validate() throws {
        guard (1...60).contains(every) else { throw ValidationError("--every takes 1 to 60") }
        guard (0...86_400).contains(seconds) else {
            throw ValidationError("--seconds takes 0 to 86400")
        }
    }

    func run() async throws {
        let begin = Date()
        let format = ISO8601DateFormatter()
        // What the agents stamp may be a little behind our own clock.
        var since = format.string(from: begin.addingTimeInterval(-5))
        var shown: [String: String] = [:]
        var isFirst = true
        while true {
            let (_, list) = try await CallList.ask(
                options,
                filter.query([("since", since), ("limit", String(Self.callsMax))]))
            var rows: [CallTable.Row] = []
            var seen: [String: String] = [:]
            for call in list.calls.reversed() {
                let state = "\(call.outcome) \(call.duration_seconds ?? -1)"
                seen[call.call_id] = state
                if shown[call.call_id] != state { rows.append(call.row) }
            }
            // What is no longer on the page began long ago, and is not told of again.
            shown = seen
            if list.calls.count == Self.callsMax, let oldest = list.calls.last {
                since = oldest.start
            }
            for warning in list.warnings where isFirst { StandardStreams.say(warning) }
            if isFirst || !rows.isEmpty {
                StandardStreams.answer(
                    Array(CallTable.lines(rows, withHeadings: isFirst).utf8))
            }
            isFirst = false
            if seconds > 0, Date().timeIntervalSince(begin) >= Double(seconds) { return }
            try await Task.sleep(for: .seconds(every))
        }
    }
}
