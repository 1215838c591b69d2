// journal.sqlite: what belongs to the whole journal and not to a segment.

import CallGraph
import Foundation
import GRDB

/// The seed of the keys and the followers' places, held open and locked while the journal is.
///
/// The lock keeps a second process out: two writers would give the same numbers twice.
struct JournalLedger: Sendable {
    /// Makes the keys of this journal.
    let hasher: IdentityHasher
    private let queue: DatabaseQueue

    /// Opens `journal.sqlite`, or makes it with a fresh seed.
    init(path: String) throws(JournalError) {
        do {
            // A look before anything is changed: what is not ours stays as it is.
            if FileManager.default.fileExists(atPath: path) { try Self.check(path: path) }
            let queue = try DatabaseQueue(path: path, configuration: Self.configuration)
            hasher = try queue.write { db in
                let applicationID = JournalFormat.journalApplicationID
                if try JournalFormat.kind(db, applicationID: applicationID) == .empty {
                    try JournalFormat.create(
                        JournalFormat.journalTables, applicationID: applicationID, in: db)
                    try Self.save(IdentityHasher.random(), in: db)
                }
                // An earlier version of the program must not write into a journal of this one.
                try db.execute(sql: "PRAGMA user_version = \(JournalFormat.version)")
                // Written even when nothing changes: this takes the lock that is then kept.
                try db.execute(
                    sql: """
                        INSERT INTO meta VALUES ('opened', 1)
                        ON CONFLICT DO UPDATE SET value = value + 1
                        """)
                guard let hasher = try Self.hasher(db) else {
                    throw JournalError.notAJournal(path: path)
                }
                return hasher
            }
            self.queue = queue
        } catch {
            throw JournalError(error, path: path)
        }
    }

    /// The last block that this follower is done with; 0 for one that was never seen before.
    func cursor(_ name: String) throws(JournalError) -> UInt64 {
        try access { db in
            let sql = "SELECT block FROM cursor WHERE name = ?"
            return UInt64(max(try Int64.fetchOne(db, sql: sql, arguments: [name]) ?? 0, 0))
        }
    }

    /// The furthest place of any follower; 0 without followers.
    func furthestCursor() throws(JournalError) -> UInt64 {
        try access { db in
            let furthest = try Int64.fetchOne(db, sql: "SELECT max(block) FROM cursor") ?? 0
            return UInt64(min(max(furthest, 0), JournalLimits.blockNumberMax))
        }
    }

    /// Notes that this follower is done with all blocks up to `block`; a cursor never goes back.
    func setCursor(_ name: String, block: UInt64) throws(JournalError) {
        try access { db in
            try db.execute(
                sql: """
                    INSERT INTO cursor VALUES (?, ?)
                    ON CONFLICT DO UPDATE SET block = max(block, excluded.block)
                    """,
                arguments: [name, Int64(bitPattern: block)])
        }
    }

    /// Closes the file and gives up the lock.
    func close() throws { try queue.close() }

    private func access<Answer>(
        _ body: (Database) throws -> Answer
    ) throws(JournalError) -> Answer {
        do {
            return try queue.write(body)
        } catch {
            throw JournalError(error, path: queue.path)
        }
    }

    private static func check(path: String) throws {
        let queue = try DatabaseQueue(path: path, configuration: .reading)
        let kind = try queue.read { db in
            try JournalFormat.kind(db, applicationID: JournalFormat.journalApplicationID)
        }
        try queue.close()
        switch kind {
        // Seed and places are kept as they were in version 1.
        case .ours, .older, .empty: return
        case .foreign: throw JournalError.notAJournal(path: path)
        case .newer(let version):
            throw JournalError.newerFormat(
                path: path, found: version, known: JournalFormat.version)
        }
    }

    private static func save(_ hasher: IdentityHasher, in db: Database) throws {
        var bytes = Data()
        for word in [hasher.seed.0, hasher.seed.1] {
            for shift in 0..<8 as Range<UInt64> {
                bytes.append(UInt8(truncatingIfNeeded: word >> (shift * 8)))
            }
        }
        try db.execute(sql: "INSERT INTO meta VALUES ('seed', ?)", arguments: [bytes])
    }

    private static func hasher(_ db: Database) throws -> IdentityHasher? {
        let stored = try Data.fetchOne(db, sql: "SELECT value FROM meta WHERE name = 'seed'")
        guard let stored, stored.count == 16 else { return nil }
        var words: [UInt64] = [0, 0]
        for (index, byte) in stored.enumerated() {
            words[index / 8] |= UInt64(byte) << UInt64(index % 8 * 8)
        }
        return IdentityHasher(seed: (words[0], words[1]))
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "journal-ledger"
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
        }
        configuration.journalMode = .wal
        return configuration
    }
}
