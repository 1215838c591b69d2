// Does to files what bad disks do.

import Foundation
import GRDB

/// Spoils files of a journal.
enum Spoiler {
    /// Overwrites all of a file with bytes that are no database.
    static func overwrite(_ path: String) throws {
        try? FileManager.default.removeItem(atPath: path + "-wal")
        try? FileManager.default.removeItem(atPath: path + "-shm")
        try Data(repeating: 0x5a, count: 20_000).write(to: URL(fileURLWithPath: path))
    }

    /// Carries out SQL on a file.
    static func execute(_ sql: String, on path: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }

    /// Takes the lock of those who write, until the answer is closed.
    static func lock(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        return queue
    }

    /// The answer of SQL that asks for one number.
    static func number(_ sql: String, on path: String) throws -> Int? {
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }
        return try queue.read { try Int.fetchOne($0, sql: sql) }
    }
}
