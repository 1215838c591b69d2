// What is found about the recorded calls: what happened in them, and nothing else.

import CallGraph
import CallTraceTesting
import Foundation
import Ingest
import Testing

@Suite(.serialized) struct RecordedFindingTests {
    /// The findings about signalling of each recording, of all its calls together; the others have none.
    private static let expected: [String: Set<String>] = [
        // A call that gets an announcement and then 408, and one whose far side rings with media and is busy.
        "c-failures": ["early-media"], "h-loopback": ["early-media"],
    ]

    private static let codes: Set<String> = [
        "authentication-loop", "glare", "loop", "codecs", "transfer-failed", "early-media",
        "unreachable-media",
    ]

    @Test(
        .enabled(if: !RecordedCountTests.folders.isEmpty, "needs ../shared/captures"),
        arguments: RecordedCountTests.folders)
    func `signalling is found wanting where it was`(folder: URL) async throws {
        let store = MemoryStore()
        let lane = IngestLane(
            sink: store, hasher: store.hasher, admission: Admission(keys: []) { _ in true },
            metrics: CountingMetrics())
        let last = try RecordedMessages(folder: folder).play(into: lane)
        let data = try Data(contentsOf: folder.appending(path: "scenario.json"))
        let file = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        var found: Set<String> = []
        var texts: [String] = []
        for call in try #require(file["calls"] as? [[String: Any]]) {
            guard let id = (call["sip_call_ids"] as? [String])?.first else { continue }
            let trace = try #require(try await TraceBuilder(reader: store).trace(id, now: last))
            let some = trace.findings.filter { Self.codes.contains($0.code) }
            found.formUnion(some.map(\.code))
            texts += some.map { "\(call["label"] ?? ""): \($0.text)" }
        }
        #expect(
            found == Self.expected[folder.lastPathComponent] ?? [],
            "\(texts.joined(separator: "\n"))")
    }
}
