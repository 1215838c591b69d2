// The file of frames beside the tables: what a crash, a bad disk or an operator may leave of it.

import CallGraph
import Foundation
import GRDB
import Testing

@testable import Journal

struct FrameFileTests {
    static func all(_ journal: RecordJournal) async throws -> RecordSelection {
        try await journal.records(
            carrying: [journal.hasher.key("x")], in: .distantPast ... .distantFuture, limit: 99)
    }

    @Test func `bytes behind the last frame that is named are cut off, and the next stand there`()
        async throws
    {
        let bench = try await DamageTests.bench()
        let sound = try Data(contentsOf: bench.framesFile)
        // What a process leaves that is killed between the frames and the transaction.
        try (sound + Data(repeating: 0x28, count: 100_000)).write(to: bench.framesFile)
        let journal = try bench.open()
        #expect(try await journal.texts("x") == ["1", "2", "3"])
        journal.append("x", text: "4", time: bench.clock.now)
        try await journal.end()
        let after = try Data(contentsOf: bench.framesFile)
        #expect(after.prefix(sound.count) == sound)
        #expect(after.count < sound.count + 200)
        #expect(try await bench.open().texts("x") == ["1", "2", "3", "4"])
        #expect(try bench.segmentFiles().count == 1)
    }

    @Test func `a transaction that fails leaves nothing, and its blocks are written again`()
        async throws
    {
        let bench = try await DamageTests.bench()
        let path = bench.segmentPath("20261122T22.sqlite")
        let journal = try bench.open()
        journal.append("x", text: "4", time: bench.clock.now)
        journal.seal(bench.clock)
        // Somebody holds the lock for longer than the writer waits.
        let holder = try Spoiler.lock(path)
        await #expect(throws: (any Error).self) { try await journal.writeAll() }
        try holder.close()
        journal.append("x", text: "5", time: bench.clock.now)
        try await journal.end()
        #expect(try await bench.open().texts("x") == ["1", "2", "3", "4", "5"])
        let end = try Spoiler.number("SELECT max(frame_offset + frame_bytes) FROM block", on: path)
        #expect(try Data(contentsOf: bench.framesFile).count == end)
    }

    @Test func `frames that are cut anywhere cost what was behind, and another segment is begun`()
        async throws
    {
        let bench = try await DamageTests.bench()
        let sound = try Data(contentsOf: bench.framesFile)
        let offsets = try (1...3).map { number in
            try #require(
                try Spoiler.number(
                    "SELECT frame_offset + frame_bytes FROM block WHERE number = \(number)",
                    on: bench.segmentPath("20261122T22.sqlite")))
        }
        for length in 16..<sound.count {
            try sound.prefix(length).write(to: bench.framesFile)
            let journal = try bench.open()
            #expect(journal.unreadableSegments == ["20261122T22 is damaged"])
            let found = try await Self.all(journal)
            let left = (1...3).filter { offsets[$0 - 1] <= length }.map(String.init)
            #expect(found.records.map(\.text) == left)
            #expect(found.warnings.count == 3 - left.count)
            #expect(journal.statistics.unreadableBlocks == 3 - left.count)
        }
        let journal = try bench.open()
        journal.append("x", text: "4", time: bench.clock.now)
        try await journal.end()
        #expect(try bench.segmentFiles() == ["20261122T22-2.sqlite", "20261122T22.sqlite"])
        #expect(try Data(contentsOf: bench.framesFile).count == sound.count - 1)
        #expect(try await Self.all(bench.open()).records.map(\.text) == ["1", "2", "4"])
    }

    @Test func `a file that is cut while it is open is read as far as it goes`() async throws {
        let bench = try await DamageTests.bench()
        let journal = try bench.open()
        #expect(try await journal.block(2) != nil)
        #expect(truncate(bench.framesFile.path, 40) == 0)
        // The second is in memory, the others are not.
        let found = try await Self.all(journal)
        #expect(found.records.map(\.text) == ["2"])
        #expect(found.warnings.count == 2)
        let follower = try journal.follower(named: "loki")
        #expect(try await follower.ahead(of: 0, maxBlocks: 9).blocks.isEmpty)
        #expect(await follower.missedBlocks == 0)
    }

    @Test func `every byte of the frames may be wrong without harm`() async throws {
        let bench = try await DamageTests.bench()
        let sound = try Data(contentsOf: bench.framesFile)
        for place in 0..<sound.count {
            var spoilt = sound
            spoilt[place] ^= 0xff
            try spoilt.write(to: bench.framesFile)
            let journal = try bench.open()
            let found = try await Self.all(journal)
            let texts = found.records.map(\.text)
            #expect(Set(texts).isSubset(of: ["1", "2", "3"]))
            #expect(place < 16 ? texts.isEmpty : texts.count >= 2)
            #expect(texts.count == 3 || !found.isComplete)
        }
    }

    @Test(arguments: [Data(), Data("CTR".utf8), Data(repeating: 0x5a, count: 2000)])
    func `tables with the frames of something else are named and left alone`(frames: Data)
        async throws
    {
        let bench = try await DamageTests.bench()
        try frames.write(to: bench.framesFile)
        let journal = try bench.open()
        #expect(journal.statistics.unreadableSegments == 1)
        journal.append("x", text: "4", time: bench.clock.now)
        try await journal.end()
        #expect(try Data(contentsOf: bench.framesFile) == frames)
        #expect(try await Self.all(bench.open()).records.map(\.text) == ["4"])
    }

    @Test func `tables without frames and frames without tables are named and left alone`()
        async throws
    {
        let bench = try await DamageTests.bench()
        let stray = bench.segmentPath("20261122T22.frames")
        let moved = bench.segmentPath("20261101T00.frames")
        try FileManager.default.moveItem(atPath: stray, toPath: moved)
        let journal = try bench.open()
        #expect(
            journal.unreadableSegments == [
                "20261122T22 cannot be used: the file of its frames is missing",
                "20261101T00.frames has no tables beside it",
            ])
        #expect(journal.statistics.unreadableSegments == 2)
        journal.append("x", text: "4", time: bench.clock.now)
        journal.seal(bench.clock)
        try await journal.writeAll()
        let found = try await Self.all(journal)
        #expect(found.records.map(\.text) == ["4"] && found.warnings.count == 2)
        try await journal.end()
        #expect(FileManager.default.fileExists(atPath: moved))
        #expect(!FileManager.default.fileExists(atPath: stray))
        #expect(try bench.segmentFiles() == ["20261122T22-2.sqlite", "20261122T22.sqlite"])
    }

    @Test func `the name of frames without tables is not taken for a new segment`() async throws {
        let bench = try Bench()
        _ = try bench.open().statistics
        try Data("cat".utf8).write(to: bench.framesFile)
        let journal = try bench.open()
        journal.append("x", text: "1", time: bench.clock.now)
        try await journal.end()
        #expect(try bench.segmentFiles() == ["20261122T22-2.sqlite"])
        #expect(try Data(contentsOf: bench.framesFile) == Data("cat".utf8))
    }

    @Test func `a deletion that a crash broke off is finished`() async throws {
        let bench = try await DamageTests.bench()
        let doomed = bench.segmentPath("20261122T22.deleted")
        try FileManager.default.moveItem(atPath: bench.framesFile.path, toPath: doomed)
        let journal = try bench.open()
        #expect(journal.statistics.deletedSegments == 1)
        #expect(journal.statistics.unreadableSegments == 0)
        let found = try await Self.all(journal)
        #expect(found.records.isEmpty && found.isComplete)
        let left = try FileManager.default.contentsOfDirectory(
            atPath: bench.directory + "/segments")
        #expect(left.isEmpty)
    }

    @Test func `the bytes of the journal are those of all its files`() async throws {
        let bench = try Bench()
        let journal = try await RetentionTests.journal(bench, hours: 3)
        try await journal.end()
        let folder = bench.directory + "/segments"
        let sizes = try FileManager.default.contentsOfDirectory(atPath: folder).map { name in
            let found = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
            return (found[.size] as? Int64) ?? 0
        }
        #expect(sizes.count == 6)
        #expect(try bench.open().statistics.bytesOnDisk == sizes.reduce(0, +))
    }

    @Test func `a log that grows is copied into the tables, after the frames`() async throws {
        let bench = try Bench()
        let journal = try bench.open()
        for number in 0..<JournalLimits.transactionsPerCheckpoint {
            journal.append("x", text: "\(number)", time: bench.clock.now)
            journal.seal(bench.clock)
            try await journal.writeAll()
        }
        // The tables alone, without their log, are what a loss of power may leave.
        let log = bench.segmentPath("20261122T22.sqlite-wal")
        #expect(FileManager.default.fileExists(atPath: log))
        let crashed = try bench.crashed()
        for end in ["-wal", "-shm"] {
            try FileManager.default.removeItem(
                atPath: crashed.segmentPath("20261122T22.sqlite") + end)
        }
        #expect(
            try await crashed.open().texts("x").count == JournalLimits.transactionsPerCheckpoint)
    }
}
