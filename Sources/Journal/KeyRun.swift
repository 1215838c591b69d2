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
        var blocks = 0
        var first: Int64 = 0
        var last: Int64 = 0
        var firstTime = Int64.max
        var lastTime = Int64.min
        while let row = try lists.next() {
            let number: Int64 = try row.decode(atIndex: 0)
            if blocks == 0 { first = number }
            // Entries say a block's number in a byte, counted from the first of the run.
            guard let offset = UInt8(exactly: number &- first) else { break }
            let keys = KeyList(stored: try row.decode(atIndex: 3))
            if blocks > 0 && entries.count + keys.count > JournalLimits.keysPerRunMax { break }
            keys.forEach { entries.append(RunEntry(key: $0, block: offset)) }
            firstTime = min(firstTime, try row.decode(atIndex: 1))
            lastTime = max(lastTime, try row.decode(atIndex: 2))
            last = number
            blocks += 1
        }
        guard blocks > 0 else { return (0, 0) }
        entries = SpreadSort.sorted(entries)

        try db.execute(
            sql: """
                INSERT INTO run (first_number, last_number, first_time, last_time)
                VALUES (?, ?, ?, ?)
                """,
            arguments: [first, last, firstTime, lastTime])
        let run = db.lastInsertedRowID
        let insert = try db.cachedStatement(sql: "INSERT INTO run_page VALUES (?, ?, ?)")
        var from = 0
        while from < entries.count {
            let to = min(from + JournalLimits.entriesPerPage, entries.count)
            if let page = RunPage(entries[from..<to]) {
                try insert.execute(arguments: [run, RunPage.column(page.firstKey), page.data])
            }
            from = to
        }
        try db.execute(sql: "DELETE FROM block_keys WHERE number <= ?", arguments: [last])
        return (blocks, entries.count)
    }
}
