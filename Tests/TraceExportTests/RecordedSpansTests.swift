// What must hold for the spans of every recorded call.

import CallGraph
import CallTraceTesting
import Foundation
import Testing

@testable import TraceExport

@Suite(.serialized) struct RecordedSpansTests {
    static let folders: [URL] = {
        var found = [RepositoryFiles.basicBridge]
        guard let captures = RepositoryFiles.shared("captures"),
            let names = try? FileManager.default.contentsOfDirectory(atPath: captures.path)
        else { return found }
        found += names.sorted().map { captures.appending(path: $0) }.filter {
            FileManager.default.fileExists(atPath: $0.appending(path: "scenario.json").path)
        }
        return found
    }()

    @Test(arguments: folders)
    func `spans have parents, times within the call, and ids of their own`(
        folder: URL
    ) async throws {
        let traces = try await Trace.recorded(in: folder)
        #expect(!traces.isEmpty)
        var all: Set<String> = []
        for trace in traces {
            let exported = try Exported(CallSpans(trace))
            let root = try #require(exported.spans.first)
            #expect(root["parentSpanId"] == nil && root["traceId"] as? String == trace.call.id)
            let ids = Set(exported.spans.compactMap { $0["spanId"] as? String })
            #expect(ids.count == exported.spans.count)
            func time(_ span: Exported.Object, _ name: String) throws -> Int64 {
                try #require((span[name] as? String).flatMap { Int64($0) })
            }
            let (first, last) = (
                try time(root, "startTimeUnixNano"), try time(root, "endTimeUnixNano")
            )
            for span in exported.spans {
                let (start, end) = (
                    try time(span, "startTimeUnixNano"), try time(span, "endTimeUnixNano")
                )
                #expect(first <= start && start <= end && end <= last)
                #expect(span["traceId"] as? String == trace.call.id)
                if let parent = span["parentSpanId"] as? String {
                    #expect(ids.contains(parent))
                }
                for link in span["links"] as? [Exported.Object] ?? [] {
                    #expect(link["traceId"] as? String != trace.call.id)
                }
            }
            // Every leg of the call is a span, and what was said is in one of them.
            let legs = exported.spans.filter {
                $0["parentSpanId"] as? String == root["spanId"] as? String
            }
            let callIDs = Set(legs.compactMap { Exported.attribute("sip.call_id", of: $0) })
            #expect(callIDs.isSuperset(of: trace.dialogs.map(\.callID)))
            let events = exported.spans.reduce(0) { sum, span in
                sum + (span["events"] as? [Exported.Object] ?? []).count
                    + (span["droppedEventsCount"] as? Int ?? 0)
            }
            #expect(events == trace.messages.count)
            #expect(all.isDisjoint(with: ids), "a span id in two calls")
            all.formUnion(ids)
        }
    }
}
