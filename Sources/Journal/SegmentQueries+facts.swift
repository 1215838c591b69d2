// The questions for facts that are put to one segment file.

import CallGraph
import Foundation
import GRDB

/// Where the facts of a segment are.
struct FactPlan: Sendable {
    /// The facts of blocks that are in no run, in order.
    var unmerged: [(number: UInt64, facts: FactList)] = []
    /// The runs, the newest first: their rows, and whether they can only say what became of calls.
    var runs: [Int64] = []
    /// False when runs that may say what became of calls were left out.
    var hasAllLater = true
}

extension SegmentQueries {
    /// What of a segment's blocks below `end` has to be looked at.
    ///
    /// Runs without facts of `times` are left out, and those more than a day later, which do not say much
    /// of what became of its calls.
    static func factPlan(
        _ db: Database, times: ClosedRange<Timestamp>, below end: UInt64
    ) throws -> FactPlan {
        var plan = FactPlan()
        let lists = try Row.fetchCursor(
            db, sql: "SELECT number, facts FROM block_facts ORDER BY number")
        while let row = try lists.next() {
            let number = UInt64(bitPattern: try row.decode(Int64.self, atIndex: 0))
            guard number < end else { break }
            let facts: Data = try row.decode(atIndex: 1)
            plan.unmerged.append((number, FactList(stored: Array(facts))))
        }
        let latest = times.upperBound.advanced(bySeconds: Limits.foundCallSeconds)
        let runs = try Row.fetchCursor(
            db,
            sql: """
                SELECT id, first_time FROM fact_run WHERE last_time >= ?
                ORDER BY first_number DESC
                """,
            arguments: [times.lowerBound.microseconds])
        while let row = try runs.next() {
            if Timestamp(microseconds: try row.decode(atIndex: 1)) > latest {
                plan.hasAllLater = false
            } else {
                plan.runs.append(try row.decode(atIndex: 0))
            }
        }
        return plan
    }

    /// These runs.
    static func factRuns(_ db: Database, _ ids: ArraySlice<Int64>) throws -> [PackedFacts] {
        let statement = try db.cachedStatement(
            sql: "SELECT first_number, last_number, raw_bytes, data FROM fact_run WHERE id = ?")
        return ids.map { id in
            let unreadable = PackedFacts(numbers: 0...0, rawBytes: 0, data: nil)
            do {
                guard let row = try Row.fetchOne(statement, arguments: [id]) else {
                    return unreadable
                }
                let first = UInt64(bitPattern: try row.decode(Int64.self, atIndex: 0))
                let last = UInt64(bitPattern: try row.decode(Int64.self, atIndex: 1))
                return PackedFacts(
                    numbers: first...max(first, last), rawBytes: try row.decode(atIndex: 2),
                    data: try row.decode(atIndex: 3))
            } catch {
                return unreadable
            }
        }
    }
}
