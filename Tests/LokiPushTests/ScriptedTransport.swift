// A transport that answers from a script and remembers what it was sent.

import Synchronization

@testable import LokiPush

/// Answers in order; after the script everything is accepted.
final class ScriptedTransport: LokiTransport {
    enum Step {
        case answer(Int, String = "")
        case failure
    }

    struct Sent {
        var entries: [[UInt8]]
        var tenant: LokiTenant?
        var contentType: String
    }

    struct NoConnection: Error, CustomStringConvertible {
        var description: String { "connection refused" }
    }

    private struct State {
        var script: [Step]
        var sent: [Sent] = []
    }

    private let state: Mutex<State>
    /// Entries above which a push is answered with 413, as if it were too large.
    private let entriesMax: Int

    init(_ script: [Step] = [], entriesMax: Int = .max) {
        state = Mutex(State(script: script))
        self.entriesMax = entriesMax
    }

    var sent: [Sent] { state.withLock(\.sent) }

    func post(
        body: [UInt8], contentType: String, contentEncoding: String?, tenant: LokiTenant?
    ) async throws -> (status: Int, body: String) {
        let entries = try PushReader.push(PushReader.unsnappy(body)).flatMap(\.entries).map(\.line)
        let step = state.withLock { state in
            state.sent.append(Sent(entries: entries, tenant: tenant, contentType: contentType))
            return state.script.isEmpty ? nil : state.script.removeFirst()
        }
        switch step {
        case .answer(let status, let text): return (status, text)
        case .failure: throw NoConnection()
        case nil: return entries.count > entriesMax ? (413, "too large") : (204, "")
        }
    }
}
