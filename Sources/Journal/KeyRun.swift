// Runs: the keys of many blocks merged into one sorted index.

import Foundation
import GRDB

/// Merges the key lists of blocks that have no run into one.
enum KeyRun {
    /// Merges the oldest unmerged lists, `JournalLimits.blocksPerRun` at most, within the caller's
    /// transaction; returns how many lists and how many keys are in the new run.
    ///
    /// `keysExpected` is how many keys there may be, so that memory is asked for once.
    static func mergeOldest(
        _ db: Database, keysExpected: Int
    ) throws -> (blocks: Int, keys: Int) {
        let lists = try Row.fetchCursor(
            db,
            sql: """
                SELECT number, first_time, last_time, keys FROM block_keys
                ORDER BY number LIMIT \(JournalLimits.blocksPerRun)
                """)
        var entries: [RunEntry] = []
        entries.reserveCapacity(min(max(keysExpected, 0), JournalLimits.keysPerRunMax))
        var stretch: RunStretch?
        var blocks = 0
        while let row = try lists.next() {
            let part = RunStretch(
                firstNumber: try row.decode(atIndex: 0), lastNumber: try row.decode(atIndex: 0),
                firstTime: try row.decode(atIndex: 1), lastTime: try row.decode(atIndex: 2))
            let whole = stretch?.joined(part) ?? part
            guard whole.fits(.small) else { break }
            let keys = KeyList(stored: try row.decode(atIndex: 3))
            if blocks > 0 && entries.count + keys.count > JournalLimits.keysPerRunMax { break }
            let offset = UInt16(truncatingIfNeeded: part.firstNumber &- whole.firstNumber)
            keys.forEach { entries.append(RunEntry(key: $0, block: offset)) }
            stretch = whole
            blocks += 1
        }
        guard let stretch else { return (0, 0) }
        // First, so that the run takes the pages that this leaves.
        try db.execute(
            sql: "DELETE FROM block_keys WHERE number <= ?", arguments: [stretch.lastNumber])
        var writer = try RunWriter(stretch, size: .small, db)
        try writer.write(SpreadSort.sorted(entries))
        try writer.finish()
        return (blocks, entries.count)
    }
}

/// The blocks that a run is about: their numbers and when their records were captured.
struct RunStretch: Sendable, Equatable {
    /// The number of its first block.
    var firstNumber: Int64
    /// The number of its last block.
    var lastNumber: Int64
    /// The earliest time of capture, µs since 1970.
    var firstTime: Int64
    /// The latest.
    var lastTime: Int64

    /// The stretch from the beginning of this one to the end of a later one.
    func joined(_ later: RunStretch) -> RunStretch {
        RunStretch(
            firstNumber: firstNumber, lastNumber: later.lastNumber,
            firstTime: min(firstTime, later.firstTime), lastTime: max(lastTime, later.lastTime))
    }

    /// True when an entry of such a run can say the number of each block.
    func fits(_ size: RunSize) -> Bool {
        lastNumber >= firstNumber
            && UInt64(bitPattern: lastNumber &- firstNumber) <= size.offsetMax
    }
}

/// Writes a run page by page.
struct RunWriter {
    private let run: Int64
    private let size: RunSize
    private let insert: Statement
    private var rest: [RunEntry] = []

    /// Begins a run about these blocks.
    init(_ stretch: RunStretch, size: RunSize, _ db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO run (size, first_number, last_number, first_time, last_time)
                VALUES (?, ?, ?, ?, ?)
                """,
            arguments: [
                size.rawValue, stretch.firstNumber, stretch.lastNumber, stretch.firstTime,
                stretch.lastTime,
            ])
        run = db.lastInsertedRowID
        self.size = size
        insert = try db.cachedStatement(sql: "INSERT INTO run_page VALUES (?, ?, ?)")
    }

    /// Takes the next entries, which are sorted and not before the last ones.
    mutating func write(_ entries: [RunEntry]) throws {
        rest.append(contentsOf: entries)
        var from = 0
        while rest.count - from >= size.entriesPerPage {
            try put(rest[from..<from + size.entriesPerPage])
            from += size.entriesPerPage
        }
        rest.removeFirst(from)
    }

    /// Writes what does not fill a page.
    mutating func finish() throws {
        try put(rest[...])
        rest.removeAll()
    }

    private func put(_ entries: ArraySlice<RunEntry>) throws {
        guard let page = RunPage(entries, size: size) else { return }
        try insert.execute(arguments: [run, RunPage.column(page.firstKey), page.data])
    }
}
