// Segments of the format before this one: frames in the rows of their blocks.

import CallGraph
import Foundation
import GRDB
import Testing

@testable import Journal

struct FormerFormatTests {
    /// Makes of a segment what the build before would have written.
    static func makeFormer(_ bench: Bench, _ name: String) throws {
        let frames = URL(fileURLWithPath: bench.segmentPath("\(name).frames"))
        let bytes = try Data(contentsOf: frames)
        let queue = try DatabaseQueue(path: bench.segmentPath("\(name).sqlite"))
        try queue.write { db in
            try db.execute(
                sql: """
                    CREATE TABLE former (
                        number INTEGER PRIMARY KEY, first_time INTEGER NOT NULL,
                        last_time INTEGER NOT NULL, opened INTEGER NOT NULL,
                        record_count INTEGER NOT NULL, raw_bytes INTEGER NOT NULL,
                        data BLOB NOT NULL)
                    """)
            for row in try Row.fetchAll(db, sql: "SELECT * FROM block") {
                let (offset, length): (Int, Int) = (row["frame_offset"], row["frame_bytes"])
                try db.execute(
                    sql: """
                        INSERT INTO former SELECT number, first_time, last_time, opened,
                        record_count, raw_bytes, ? FROM block WHERE number = ?
                        """,
                    arguments: [bytes[offset..<offset + length], row["number"]])
            }
            try db.execute(sql: "DROP TABLE block; ALTER TABLE former RENAME TO block")
            try db.execute(sql: "PRAGMA user_version = 2")
        }
        try queue.close()
        try FileManager.default.removeItem(at: frames)
    }

    /// A journal of three blocks in the format before, `journal.sqlite` included.
    static func bench() async throws -> Bench {
        let bench = try await DamageTests.bench()
        try makeFormer(bench, "20261122T22")
        try Spoiler.execute("PRAGMA user_version = 2", on: bench.directory + "/journal.sqlite")
        return bench
    }

    @Test func `its records are found, followed and counted`() async throws {
        let bench = try await Self.bench()
        let journal = try bench.open()
        #expect(journal.statistics.unreadableSegments == 0)
        #expect(journal.statistics.records == 3)
        #expect(try await journal.texts("x") == ["1", "2", "3"])
        let follower = try journal.follower(named: "loki")
        #expect(try await follower.next(maxBlocks: 9).flatMap(\.block.texts) == ["1", "2", "3"])
    }

    @Test func `what comes goes into a segment of its own, and its keys are merged`() async throws {
        let bench = try await Self.bench()
        let journal = try bench.open()
        journal.append("x", text: "4", time: bench.clock.now)
        try await journal.end()
        #expect(try bench.segmentFiles() == ["20261122T22-2.sqlite", "20261122T22.sqlite"])
        let former = bench.segmentPath("20261122T22.sqlite")
        #expect(try Spoiler.number("PRAGMA user_version", on: former) == 2)
        #expect(try Spoiler.number("SELECT count(*) FROM block_keys", on: former) == 0)
        #expect(try Spoiler.number("SELECT count(*) FROM run", on: former) == 1)
        let after = try bench.open()
        #expect(after.statistics.unreadableSegments == 0)
        #expect(try await after.texts("x") == ["1", "2", "3", "4"])
    }

    @Test func `one block that is spoilt is left out, counted and named`() async throws {
        let bench = try await Self.bench()
        try Spoiler.execute(
            "UPDATE block SET data = substr(data, 1, length(data) - 1) WHERE number = 2",
            on: bench.segmentPath("20261122T22.sqlite"))
        let journal = try bench.open()
        let found = try await FrameFileTests.all(journal)
        #expect(found.records.map(\.text) == ["1", "3"])
        #expect(found.warnings.first?.hasPrefix("block 2 of 20261122T22 cannot be read") == true)
        #expect(journal.statistics.unreadableBlocks == 1)
    }

    @Test func `retention deletes it whole`() async throws {
        let bench = try await Self.bench()
        bench.clock.advance(seconds: 3 * 86_400)
        let journal = try bench.open(JournalOptions(retentionDays: 1, retentionBytes: 0))
        journal.append("x", text: "4", time: bench.clock.now)
        journal.seal(bench.clock)
        try await journal.writeAll()
        await journal.deleteOld()
        #expect(try bench.segmentFiles() == ["20261125T22.sqlite"])
    }
}
