// Calls as a collector lists them.

internal import ArgumentParser
internal import Foundation
internal import TraceRendering

/// A page of calls as a collector says it.
struct CallList: Decodable {
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

    /// A page, and the answer that it is of; ends the program when there is none.
    static func ask(
        _ options: ServerOptions, _ query: String
    ) async throws -> (ServerAnswer, CallList) {
        let answer = try await options.ask("/api/v1/calls", query: query)
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
