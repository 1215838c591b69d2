// What is counted of the recordings, against what the user agents and the switches' CDRs say.

import CallGraph
import CallTraceTesting
import Foundation
import Ingest
import Testing

@Suite(.serialized) struct RecordedCountTests {
    static let folders: [URL] = {
        guard let captures = RepositoryFiles.shared("captures"),
            let names = try? FileManager.default.contentsOfDirectory(atPath: captures.path)
        else { return [] }
        return names.sorted().map { captures.appending(path: $0) }.filter {
            FileManager.default.fileExists(atPath: $0.appending(path: "scenario.json").path)
        }
    }()

    /// What the truth file of a recording says.
    private struct Truth {
        var outcomes: [String: Outcome] = [:]
        var seconds: [Double] = []
        var channels = 0
        /// Calls that a switch took over: its CDR begins with that.
        var recovered = 0

        init(folder: URL) throws {
            let data = try Data(contentsOf: folder.appending(path: "scenario.json"))
            let file = try #require(
                try JSONSerialization.jsonObject(with: data) as? [String: Any])
            for call in try #require(file["calls"] as? [[String: Any]]) {
                let agents = call["ua_dialogs"] as? [[String: Any]] ?? []
                var statuses: [String: Int] = [:]
                for dialog in agents {
                    guard let id = dialog["call_id"] as? String else { continue }
                    statuses[id] = dialog["status"] as? Int
                }
                let all = call["channels"] as? [[String: Any]] ?? []
                let died = Set(
                    all.filter { $0["hangup_cause"] as? String == nil }
                        .compactMap { $0["sip_call_id"] as? String })
                channels += all.count { $0["hangup_cause"] as? String != nil }
                for id in call["sip_call_ids"] as? [String] ?? [] {
                    let record = all.first {
                        $0["sip_call_id"] as? String == id && $0["hangup_cause"] as? String != nil
                    }
                    let answered = Int64(record?["answer_uepoch"] as? String ?? "") ?? 0
                    let ended = Int64(record?["end_uepoch"] as? String ?? "") ?? 0
                    let status =
                        statuses[id] ?? (record?["sip_term_status"] as? String).flatMap { Int($0) }
                    if answered > 0 {
                        outcomes[id] = .answered
                        if died.contains(id) {
                            recovered += 1
                        } else {
                            seconds.append(Double(ended - answered) / 1_000_000)
                        }
                    } else if let status {
                        outcomes[id] = Outcome(status: status)
                    } else {
                        Issue.record("\(id) has no outcome in the truth")
                    }
                }
            }
            seconds.sort()
        }
    }

    @Test(.enabled(if: !folders.isEmpty, "needs ../shared/captures"), arguments: folders)
    func `attempts, answers, lengths and channels are those of the truth`(folder: URL) throws {
        let truth = try Truth(folder: folder)
        let store = MemoryStore()
        let metrics = CountingMetrics()
        let lane = IngestLane(
            sink: store, hasher: store.hasher, admission: Admission(keys: []) { _ in true },
            metrics: metrics)
        let last = try RecordedMessages(folder: folder).play(into: lane)
        let counts = metrics.value
        var expected: [Outcome: Int] = [:]
        for outcome in truth.outcomes.values { expected[outcome, default: 0] += 1 }
        #expect(counts.attempts == expected)
        #expect(counts.setups.count == expected[.answered] ?? 0)
        let talks = counts.talks.sorted()
        #expect(talks.count == truth.seconds.count + truth.recovered)
        if truth.recovered == 0 {
            for (measured, said) in zip(talks, truth.seconds) {
                #expect(abs(measured - said) <= 0.05, "\(measured) s, and \(said) s in the CDR")
            }
        }
        let ended = counts.channels.count {
            if case .ended = $0.change { true } else { false }
        }
        #expect(ended == truth.channels)
        for node in lane.nodes(now: last) {
            #expect(node.active == 0, "calls of \(node.name)")
            // A switch that was killed says nothing of its channels; its connection's end does.
            if truth.recovered == 0 { #expect(node.channels ?? 0 == 0, "channels of \(node.name)") }
            #expect(node.conferences == 0, "conferences of \(node.name)")
        }
    }
}
