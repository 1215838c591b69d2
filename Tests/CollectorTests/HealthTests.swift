// What the collector says of itself, in the log and for the doctor.

import Doctor
import Ingest
import Testing

@testable import Collector
@testable import Journal

struct HealthTests {
    @Test func `the doctor has advice for every reason of a refusal, and for no other`() {
        #expect(
            Set(RefusalAdvice.all.map(\.reason)) == Set(RefusalReason.allCases.map(\.rawValue)))
        #expect(RefusalAdvice.all.count == RefusalReason.allCases.count)
        #expect(RefusalAdvice.allOfLog.map(\.reason) == LogRefusal.allCases.map(\.rawValue))
    }

    @Test func `the doctor has words for every fault of an agent and every appearance`() {
        // Faults of packets that are refused are told as refusals.
        let told = Set(FaultAdvice.all.map(\.fault)).union(RefusalAdvice.all.map(\.reason))
        #expect(told.isSuperset(of: AgentFault.allCases.map(\.rawValue)))
        #expect(
            Set(AppearanceAdvice.all.map(\.appearance))
                == Set(Appearance.allCases.map(\.rawValue)).subtracting(["other"]))
    }

    @Test func `the journal's changes are said once each way`() {
        var (well, readOnly, failing) = (
            JournalStatistics(), JournalStatistics(), JournalStatistics()
        )
        well.freeBytes = 7
        readOnly.isReadOnly = true
        failing.isFailing = true
        failing.lastWriteError = "disk on fire"
        func lines(_ before: JournalStatistics, _ now: JournalStatistics) -> [String] {
            JournalWatch.changes(from: before, to: now).map { "\($0.level): \($0.line)" }
        }
        for one in [well, readOnly, failing] { #expect(lines(one, one).isEmpty) }
        #expect(lines(well, readOnly).first?.hasPrefix("error: nothing is recorded") == true)
        #expect(lines(readOnly, well) == ["notice: the disk has room again: recording goes on"])
        #expect(
            lines(well, failing)
                == ["error: the journal cannot be written, trying again: disk on fire"])
        #expect(lines(failing, well) == ["notice: the journal is written again"])
        #expect(lines(failing, readOnly).count == 2)
    }

    @Test func `every way to lose a record has a place and a reason of its own`() {
        let labels = DropStage.allCases.map { "\($0.stage)/\($0.reason)" }
        #expect(labels == ["journal/no_block", "journal/read_only", "events/malformed"])
    }
}
