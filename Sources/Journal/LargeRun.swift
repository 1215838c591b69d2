// Large runs: many small ones merged into one, so that a look-up searches few.

import Foundation
import GRDB

/// Merges small runs into a large one.
///
/// Twenty million messages make 180 small runs; each costs a look-up five microseconds a key when it is in
/// memory, and some disk reads when it is not. Merged by sixteen there are eleven, for 0.05 µs a message.
enum LargeRun {
    /// A small run that is read from its beginning to its end.
    private struct Source {
        let id: Int64
        /// What is added to its blocks' numbers.
        let offset: UInt16
        /// Entries that were read and not taken, the next one last.
        var entries: [RunEntry] = []
        /// The smallest column that the next page may have; nil behind the last one.
        var nextPage: Int64? = .min
        /// True when pages were read that are still there.
        var hasReadPages = false
    }

    /// Merges the oldest `JournalLimits.runsPerLargeRun` small runs, when there are as many, within the
    /// caller's transaction; false when there are not.
    static func mergeOldest(_ db: Database) throws -> Bool {
        let count = JournalLimits.runsPerLargeRun
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT id, first_number, last_number, first_time, last_time FROM run
                WHERE size = \(RunSize.small.rawValue) ORDER BY first_number LIMIT \(count)
                """)
        guard rows.count == count else { return false }
        var stretch: RunStretch?
        var sources: [Source] = []
        for row in rows {
            let part = RunStretch(
                firstNumber: try row.decode(atIndex: 1), lastNumber: try row.decode(atIndex: 2),
                firstTime: try row.decode(atIndex: 3), lastTime: try row.decode(atIndex: 4))
            let whole = stretch?.joined(part) ?? part
            // Numbers have gaps where blocks were lost; 65,535 are not reached by 2048 blocks otherwise.
            guard whole.fits(.large) else { break }
            stretch = whole
            sources.append(
                Source(
                    id: try row.decode(atIndex: 0),
                    offset: UInt16(truncatingIfNeeded: part.firstNumber &- whole.firstNumber)))
        }
        guard let stretch else { return false }
        var writer = try RunWriter(stretch, size: .large, db)
        // By slices of the keys: memory stays small, and what is sorted stays in the cache.
        for slice in 1...JournalLimits.slicesPerLargeRun {
            let end =
                slice == JournalLimits.slicesPerLargeRun
                ? nil : UInt64.max / UInt64(JournalLimits.slicesPerLargeRun) * UInt64(slice)
            var entries: [RunEntry] = []
            for index in sources.indices {
                try take(from: &sources[index], below: end, into: &entries, db)
                try deletePages(of: &sources[index], db)
            }
            try writer.write(SpreadSort.sorted(entries))
        }
        try writer.finish()
        for source in sources {
            try db.execute(sql: "DELETE FROM run WHERE id = ?", arguments: [source.id])
        }
        return true
    }

    /// Takes the entries of a run below a key, or all that are left.
    private static func take(
        from source: inout Source, below end: UInt64?, into entries: inout [RunEntry],
        _ db: Database
    ) throws {
        while true {
            while let next = source.entries.last {
                if let end, next.key >= end { return }
                source.entries.removeLast()
                entries.append(next)
            }
            guard let nextPage = source.nextPage else { return }
            let statement = try db.cachedStatement(
                sql: """
                    SELECT first_key, data FROM run_page WHERE run = ? AND first_key >= ?
                    ORDER BY first_key LIMIT 1
                    """)
            guard let row = try Row.fetchOne(statement, arguments: [source.id, nextPage]) else {
                source.nextPage = nil
                return
            }
            let column: Int64 = try row.decode(atIndex: 0)
            source.nextPage = column == .max ? nil : column + 1
            let page = RunPage(
                firstKey: RunPage.key(column), data: try row.decode(atIndex: 1), size: .small)
            source.entries.reserveCapacity(page.count)
            page.forEach {
                source.entries.append(RunEntry(key: $0.key, block: $0.block &+ source.offset))
            }
            source.entries.reverse()
            source.hasReadPages = true
        }
    }

    /// Deletes the pages that were read, so that the large run takes their place: otherwise the file
    /// would keep as much room for nothing as its largest run has.
    private static func deletePages(of source: inout Source, _ db: Database) throws {
        guard source.hasReadPages else { return }
        source.hasReadPages = false
        let last = source.nextPage.map { $0 - 1 } ?? .max
        try db.cachedStatement(sql: "DELETE FROM run_page WHERE run = ? AND first_key <= ?")
            .execute(arguments: [source.id, last])
    }
}
