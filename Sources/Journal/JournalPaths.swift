// Where the files of a journal are.

import CallGraph
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

    /// The file of a segment's tables.
    func segment(_ name: String) -> String {
        "\(segments)/\(name).\(JournalFormat.segmentExtension)"
    }

    /// The file of a segment's frames.
    func frames(_ name: String) -> String {
        "\(segments)/\(name).\(JournalFormat.framesExtension)"
    }

    /// The file of a segment's tables and those that SQLite puts beside it.
    private func tableFiles(_ name: String) -> [String] {
        ["", "-wal", "-shm"].map { segment(name) + $0 }
    }

    /// The file of frames of a segment that is being deleted.
    private func doomed(_ name: String) -> String {
        "\(segments)/\(name).\(JournalFormat.doomedExtension)"
    }

    /// Bytes of a segment on disk; what is not there counts nothing.
    func segmentBytes(_ name: String) -> Int64 {
        var sum: Int64 = 0
        // Asked after every transaction; Foundation's attributes would cost a hundredth of all work.
        for path in tableFiles(name).prefix(2) + [frames(name)] {
            var status = stat()
            // The path outlives the call, and the system fills the structure that is lent to it.
            if unsafe stat(path, &status) == 0 { sum += Int64(status.st_size) }
        }
        return sum
    }

    /// True when there is a file of tables of this name, whatever it is.
    func segmentExists(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: segment(name))
    }

    /// True when a segment of this name would be in nobody's way.
    func isFree(_ name: String) -> Bool {
        [segment(name), frames(name), doomed(name)].allSatisfy {
            !FileManager.default.fileExists(atPath: $0)
        }
    }

    /// The frames of a segment, to be read; throws `FrameDamage` when there is no file.
    func frameFile(_ name: String) throws -> FrameFile {
        let path = frames(name)
        guard FileManager.default.fileExists(atPath: path) else { throw FrameDamage.missing }
        return try FrameFile(reading: path)
    }

    /// The same, to be appended to behind the frames that end at `end`.
    func frameFile(
        _ name: String, appendingAt end: Int64, _ seedProbe: IdentityKey
    ) throws -> FrameFile {
        let path = frames(name)
        guard FileManager.default.fileExists(atPath: path) else { throw FrameDamage.missing }
        return try FrameFile(appending: path, at: end, seedProbe: seedProbe)
    }

    /// The names of all files that look like tables of segments, sorted.
    func segmentNames() throws(JournalError) -> [String] {
        try names(JournalFormat.segmentExtension)
    }

    /// The names of all files of frames beside which there are no tables, sorted.
    func strayFrames() throws(JournalError) -> [String] {
        try names(JournalFormat.framesExtension).filter { !segmentExists($0) }
    }

    /// Finishes deleting segments where a crash broke it off; returns their names.
    func finishDeleting() throws(JournalError) -> [String] {
        let names = try names(JournalFormat.doomedExtension)
        for name in names { try deleteSegment(name) }
        return names
    }

    private func names(_ fileExtension: String) throws(JournalError) -> [String] {
        let suffix = ".\(fileExtension)"
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
    ///
    /// What is left when this is broken off says by its name that it is to be deleted.
    func deleteSegment(_ name: String) throws(JournalError) {
        // Paths outlive the call.
        if unsafe rename(frames(name), doomed(name)) != 0, errno != ENOENT {
            throw JournalError(code: errno, frames(name))
        }
        for path in tableFiles(name) + [doomed(name)] {
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
