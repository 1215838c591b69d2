// What can go wrong with the journal, in words for an operator.

import GRDB
import Glibc

/// Why a journal cannot be opened, run or followed.
package enum JournalError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The process may not create, read or write this.
    case noPermission(path: String)
    /// There is no room on the disk.
    case diskFull(path: String)
    /// There is something, but no journal of this program.
    case notAJournal(path: String)
    /// A later version of this program wrote it.
    case newerFormat(path: String, found: Int, known: Int)
    /// Another process has it open.
    case inUse(path: String)
    /// Anything else that the system or SQLite said.
    case failed(path: String, reason: String)
    /// `run()` has returned, and with it the files are closed.
    case closed
    /// `run()` was called a second time.
    case alreadyRunning
    /// The end came before everything could be written.
    case lost(records: Int, reason: String)
    /// A follower's name is empty or longer than `JournalLimits.followerNameBytesMax`.
    case badFollowerName(String)

    package var description: String {
        switch self {
        case .noPermission(let path):
            "journal: no permission to create or write \(path)"
        case .diskFull(let path):
            "journal: no space left on the disk of \(path)"
        case .notAJournal(let path):
            "journal: \(path) is not a journal of calltrace; it is left as it is"
        case .newerFormat(let path, let found, let known):
            "journal: \(path) has format \(found), this version reads up to \(known)"
        case .inUse(let path):
            "journal: \(path) is in use by another process"
        case .failed(let path, let reason):
            "journal: \(path): \(reason)"
        case .closed:
            "journal: it is closed"
        case .alreadyRunning:
            "journal: it is running already"
        case .lost(let records, let reason):
            "journal: \(records) records could not be written before the end: \(reason)"
        case .badFollowerName(let name):
            "journal: '\(name)' cannot name a follower"
        }
    }

    /// The error for what the system said about a file, by its number (`errno`).
    init(code: Int32, _ path: String) {
        switch code {
        case ENOSPC, EDQUOT: self = .diskFull(path: path)
        case EACCES, EPERM, EROFS: self = .noPermission(path: path)
        default:
            // strerror gives a text of the C library's own, read before anything else is called.
            self = unsafe .failed(path: path, reason: String(cString: strerror(code)))
        }
    }

    /// The error for what SQLite said about a file.
    init(_ error: any Error, path: String) {
        guard let error = error as? DatabaseError else {
            self = (error as? JournalError) ?? .failed(path: path, reason: "\(error)")
            return
        }
        switch error.resultCode {
        case .SQLITE_FULL: self = .diskFull(path: path)
        case .SQLITE_PERM, .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_AUTH:
            self = .noPermission(path: path)
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .inUse(path: path)
        case .SQLITE_MISUSE: self = .closed
        case .SQLITE_NOTADB, .SQLITE_FORMAT: self = .notAJournal(path: path)
        default: self = .failed(path: path, reason: error.message ?? "\(error.resultCode)")
        }
    }
}

extension Error {
    /// True when a file itself is found broken: trying again cannot help.
    var isDamage: Bool {
        if self is FrameDamage { return true }
        guard let error = self as? DatabaseError else { return false }
        switch error.resultCode {
        // SQLITE_ERROR: a table is missing. SQLITE_CONSTRAINT: a number is taken that was free.
        case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_ERROR, .SQLITE_CONSTRAINT: return true
        default: return false
        }
    }
}
