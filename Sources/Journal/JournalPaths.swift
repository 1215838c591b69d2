// Where the files of a journal are.

import Foundation
import Glibc

/// The folders and files of one journal.
struct JournalPaths: Sendable {
    /// The journal's folder.
    let directory: String

    /// The file of seed and cursors.
    var journal: String { "\(directory)/\(JournalFormat.journalFile)" }
    /// The folder of the segments.
    var segments: String { "\(directory)/\(JournalFormat.segmentsFolder)" }

    /// The file of a segment.
    func segment(_ name: String) -> String {
        "\(segments)/\(name).\(JournalFormat.segmentExtension)"
    }

    /// The file of a segment and those that SQLite puts beside it.
    func segmentFiles(_ name: String) -> [String] {
        ["", "-wal", "-shm"].map { segment(name) + $0 }
    }

    /// Bytes of a segment on disk; what is not there counts nothing.
    func segmentBytes(_ name: String) -> Int64 {
        var sum: Int64 = 0
        // Asked after every transaction; Foundation's attributes would cost a hundredth of all work.
        for path in segmentFiles(name).prefix(2) {
            var status = stat()
            // The path outlives the call, and the system fills the structure that is lent to it.
            if unsafe stat(path, &status) == 0 { sum += Int64(status.st_size) }
        }
        return sum
    }

    /// True when there is a file of this segment's name, whatever it is.
    func segmentExists(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: segment(name))
    }

    /// The names of all files that look like segments, sorted.
    func segmentNames() throws(JournalError) -> [String] {
        let suffix = ".\(JournalFormat.segmentExtension)"
        do {
            return try FileManager.default.contentsOfDirectory(atPath: segments)
                .filter { $0.hasSuffix(suffix) && $0.count > suffix.count }
                .map { String($0.dropLast(suffix.count)) }
                .sorted()
        } catch {
            throw Self.describe(error, path: segments)
        }
    }

    /// Makes the folders that are missing, closed to other users: calls are private.
    func create() throws(JournalError) {
        for path in [directory, segments] {
            do {
                try FileManager.default.createDirectory(
                    atPath: path, withIntermediateDirectories: true,
                    attributes: [.posixPermissions: 0o750])
            } catch {
                throw Self.describe(error, path: path)
            }
            let attributes = try? FileManager.default.attributesOfItem(atPath: path + "/")
            let isFolder = attributes?[.type] as? FileAttributeType == .typeDirectory
            guard isFolder else { throw .notAJournal(path: path) }
        }
    }

    /// Deletes the files of a segment; those that are not there do not matter.
    func deleteSegment(_ name: String) throws(JournalError) {
        for path in segmentFiles(name) {
            do {
                try FileManager.default.removeItem(atPath: path)
            } catch CocoaError.fileNoSuchFile {
                continue
            } catch {
                throw Self.describe(error, path: path)
            }
        }
    }

    private static func describe(_ error: any Error, path: String) -> JournalError {
        switch (error as? CocoaError)?.code {
        case .fileWriteNoPermission, .fileReadNoPermission, .fileWriteVolumeReadOnly:
            .noPermission(path: path)
        case .fileWriteOutOfSpace: .diskFull(path: path)
        case .fileWriteFileExists: .notAJournal(path: path)
        default: .failed(path: path, reason: "\(error.localizedDescription)")
        }
    }
}
