// The tables on disk and the numbers by which a file is known to be ours.
// docs/formats/journal.md describes them with byte widths; a test holds the two together.

import GRDB

/// What stands in the two kinds of SQLite files.
package enum JournalFormat {
    /// SQLite's application id of `journal.sqlite`, big-endian at byte 68: "CTRJ".
    package static let journalApplicationID: Int32 = 0x4354_524a
    /// SQLite's application id of a segment, big-endian at byte 68: "CTRS".
    package static let segmentApplicationID: Int32 = 0x4354_5253
    /// SQLite's user version of both, big-endian at byte 60.
    package static let version = 3
    /// The first version whose segments are read.
    package static let versionReadable = 2
    /// The first version whose frames stand in a file beside the tables, and not in the rows of their blocks.
    static let versionOfFrameFiles = 3
    /// The file of what belongs to the whole journal.
    package static let journalFile = "journal.sqlite"
    /// The folder of the segments.
    package static let segmentsFolder = "segments"
    /// The extension of a segment's file.
    package static let segmentExtension = "sqlite"
    /// The extension of the file of a segment's frames.
    package static let framesExtension = "frames"
    /// The extension that it has while the segment is deleted.
    package static let doomedExtension = "deleted"
    /// The name whose key stands in each segment, so that one of another seed is noticed.
    package static let seedProbe = "calltrace journal, keys of the second form"

    /// The tables of `journal.sqlite`.
    package static let journalTables = """
        CREATE TABLE meta (name TEXT PRIMARY KEY NOT NULL, value BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE cursor (name TEXT PRIMARY KEY NOT NULL, block INTEGER NOT NULL) WITHOUT ROWID;
        """

    /// The tables of a segment.
    ///
    /// The frames of blocks stand in a file of their own, and their keys apart from their rows, so that
    /// taking these away when they are merged writes little.
    package static let segmentTables = """
        CREATE TABLE segment (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            seed_probe INTEGER NOT NULL, start INTEGER NOT NULL, seconds INTEGER NOT NULL,
            first_number INTEGER NOT NULL, last_number INTEGER NOT NULL,
            first_time INTEGER NOT NULL, last_time INTEGER NOT NULL,
            first_opened INTEGER NOT NULL, last_opened INTEGER NOT NULL,
            blocks INTEGER NOT NULL, records INTEGER NOT NULL);
        CREATE TABLE block (
            number INTEGER PRIMARY KEY, first_time INTEGER NOT NULL, last_time INTEGER NOT NULL,
            opened INTEGER NOT NULL, record_count INTEGER NOT NULL, raw_bytes INTEGER NOT NULL,
            frame_offset INTEGER NOT NULL, frame_bytes INTEGER NOT NULL,
            frame_check INTEGER NOT NULL);
        CREATE TABLE block_keys (
            number INTEGER PRIMARY KEY, first_time INTEGER NOT NULL, last_time INTEGER NOT NULL,
            keys BLOB NOT NULL);
        CREATE TABLE run (
            id INTEGER PRIMARY KEY, size INTEGER NOT NULL,
            first_number INTEGER NOT NULL, last_number INTEGER NOT NULL,
            first_time INTEGER NOT NULL, last_time INTEGER NOT NULL);
        CREATE TABLE run_page (
            run INTEGER NOT NULL, first_key INTEGER NOT NULL, data BLOB NOT NULL,
            PRIMARY KEY (run, first_key)) WITHOUT ROWID;
        CREATE TABLE block_facts (number INTEGER PRIMARY KEY, facts BLOB NOT NULL);
        CREATE TABLE fact_run (
            id INTEGER PRIMARY KEY, first_number INTEGER NOT NULL, last_number INTEGER NOT NULL,
            first_time INTEGER NOT NULL, last_time INTEGER NOT NULL, raw_bytes INTEGER NOT NULL,
            data BLOB NOT NULL);
        """

    /// What kind of file a connection has opened.
    enum Kind: Equatable {
        /// One of ours, of a version that is read.
        case ours(Int)
        /// A database without any table.
        case empty
        /// One of ours, of a later version.
        case newer(Int)
        /// One of ours, of a version that was never released and is not read any more.
        case older(Int)
        /// Somebody else's.
        case foreign
    }

    /// Looks at the head of a database.
    static func kind(_ db: Database, applicationID: Int32) throws -> Kind {
        let found = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        if found == applicationID {
            if version > Self.version { return .newer(version) }
            return version < versionReadable ? .older(version) : .ours(version)
        }
        let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
        return found == 0 && version == 0 && tables == 0 ? .empty : .foreign
    }

    /// Makes the tables in an empty database, with the numbers it is known by.
    static func create(_ tables: String, applicationID: Int32, in db: Database) throws {
        try db.execute(sql: "PRAGMA application_id = \(applicationID)")
        try db.execute(sql: "PRAGMA user_version = \(version)")
        try db.execute(sql: tables)
    }
}
