// When the disk does not keep up, or does not take anything.

import CallGraph
import Foundation
import Testing

@testable import Journal

struct OverloadTests {
    static let small = JournalOptions(
        retentionDays: 0, retentionBytes: 0, pendingBytesMax: 3 * Limits.blockBytesFull)

    /// Fills blocks until the journal takes no more; returns how many records it took.
    static func fill(_ journal: RecordJournal, _ clock: ManualClock) -> Int {
        var count = 0
        while journal.append("x", text: "\(count)", time: clock.now, bytes: 60_000) {
            count += 1
            if count > 1000 { break }
        }
        return count
    }

    @Test func `a full queue refuses and counts, and takes again once it is written`() async throws
    {
        let bench = try Bench(Self.small)
        let journal = try bench.open()
        let taken = Self.fill(journal, bench.clock)
        #expect(taken < 1000)
        #expect(journal.statistics.refusedAppends == 1)
        #expect(!journal.append("x", text: "no", time: bench.clock.now))
        #expect(journal.statistics.refusedAppends == 2)
        #expect(journal.statistics.pendingBytes <= Self.small.pendingBytesMax)
        // What was taken is all there, the full open block included.
        let expected = (0..<taken).map(String.init)
        #expect(try await journal.texts("x") == expected)

        try await journal.writeAll()
        #expect(journal.append("x", text: "yes", time: bench.clock.now))
        try await journal.end()
        #expect(try await bench.open().texts("x") == expected + ["yes"])
    }

    @Test func `no more blocks pend than their bound, however small they are`() throws {
        let bench = try Bench()
        let journal = try bench.open()
        for number in 0..<(JournalLimits.pendingBlocksMax + 50) {
            #expect(journal.append("x", text: "\(number)", time: bench.clock.now))
            journal.seal(bench.clock)
        }
        #expect(journal.statistics.pendingBlocks == JournalLimits.pendingBlocksMax)
        #expect(journal.statistics.refusedAppends == 0)
    }

    @Test func `a block filled beyond all bounds is dropped and counted`() async throws {
        let bench = try Bench()
        let journal = try bench.open()
        let payload = [UInt8](repeating: 0, count: 1 << 20)
        let none: [UInt8] = []
        let taken = journal.append { block in
            for _ in 0..<17 {
                block.append(
                    RecordHeader(kind: .sip, time: bench.clock.now, received: bench.clock.now),
                    node: none.span, correlation: none.span, payload: payload.span,
                    keys: IdentityKeys(journal.hasher.key("x")))
            }
        }
        #expect(taken == .taken)
        #expect(journal.statistics.lostRecords == 17)
        journal.append("x", text: "next", time: bench.clock.now)
        #expect(try await journal.texts("x") == ["next"])
    }

    @Test func `a write that fails is counted and tried again`() async throws {
        let bench = try Bench()
        let journal = try bench.open()
        let folder = bench.directory + "/segments"
        try FileManager.default.removeItem(atPath: folder)
        try Data().write(to: URL(fileURLWithPath: folder))
        journal.append("x", text: "1", time: bench.clock.now)
        journal.seal(bench.clock)

        let running = Task { try await journal.run() }
        while journal.statistics.writeErrors == 0 { await Task.yield() }
        #expect(journal.statistics.lastWriteError != nil)
        #expect(try await journal.texts("x") == ["1"])
        try FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false)
        while journal.statistics.recordsWritten == 0 { await Task.yield() }
        journal.shutdown()
        try await running.value
        #expect(journal.statistics.lostRecords == 0)
        #expect(try await bench.open().texts("x") == ["1"])
    }

    @Test func `what cannot be written before the end is counted as lost`() async throws {
        let bench = try Bench()
        let journal = try bench.open()
        let folder = bench.directory + "/segments"
        try FileManager.default.removeItem(atPath: folder)
        try Data().write(to: URL(fileURLWithPath: folder))
        for number in 0..<3 { journal.append("x", text: "\(number)", time: bench.clock.now) }
        let error = await #expect(throws: JournalError.self) { try await journal.end() }
        guard case .lost(records: 3, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(journal.statistics.lostRecords == 3)
        #expect(!journal.append("x", text: "late", time: bench.clock.now))
    }

    @Test func `a segment that breaks is left, and another one goes on`() async throws {
        let bench = try Bench()
        let journal = try bench.open()
        journal.append("x", text: "1", time: bench.clock.now)
        journal.seal(bench.clock)
        try await journal.writeAll()
        try await journal.end()
        let file = bench.segmentPath("20261122T22.sqlite")
        try Spoiler.execute("DROP TABLE block_keys", on: file)

        let second = try bench.open()
        second.append("x", text: "2", time: bench.clock.now)
        try await second.end()
        #expect(
            try bench.segmentFiles() == ["20261122T22-2.sqlite", "20261122T22.sqlite"])
        let third = try bench.open()
        let found = try await third.records(
            carrying: [third.hasher.key("x")], in: .distantPast ... .distantFuture, limit: 9)
        #expect(found.records.map(\.text) == ["2"])
        #expect(!found.isComplete)
        #expect(found.warnings.first?.contains("20261122T22 cannot be read") == true)
    }
}
