// What must hold for every recording: the graph depends on what was said and on nothing else.

import CallTraceTesting
import Foundation
import Testing

// One at a time: all at once they would hold every thread that sockets wait for.
@Suite(.serialized) struct RecordedPropertyTests {
    /// The recording that the project carries, and those beside it where they are there.
    static let folders: [URL] = {
        var found = [RepositoryFiles.basicBridge]
        guard let captures = RepositoryFiles.shared("captures"),
            let names = try? FileManager.default.contentsOfDirectory(atPath: captures.path)
        else { return found }
        // Without what is long and shows nothing that others do not.
        for name in names.sorted() where !["a-basic-bridge", "j-midcall"].contains(name) {
            let folder = captures.appending(path: name)
            let truth = folder.appending(path: "scenario.json")
            if FileManager.default.fileExists(atPath: truth.path) { found.append(folder) }
        }
        return found
    }()

    @Test(arguments: folders)
    func `any order, a second time and a restart anywhere give the same graph`(
        folder: URL
    ) async throws {
        let recorded = try RecordedMessages(folder: folder).messages
        let graph = try await RecordedGraph(recorded)
        #expect(!graph.calls.isEmpty)

        var random = SystemRandomNumberGenerator()
        let shuffled = recorded.shuffled(using: &random)
        #expect(try await RecordedGraph(shuffled) == graph, "shuffled")
        #expect(try await RecordedGraph(recorded.reversed()) == graph, "reversed")
        #expect(try await RecordedGraph(recorded + recorded) == graph, "twice")
        var restarts: Set<Int> = []
        for _ in 0..<5 { restarts.insert(Int.random(in: 0..<recorded.count, using: &random)) }
        #expect(
            try await RecordedGraph(recorded, restarts: restarts) == graph,
            "restarts at \(restarts.sorted())")
    }
}
