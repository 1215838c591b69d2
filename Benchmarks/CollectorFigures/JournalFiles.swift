// The files of a journal, as the disk has them.

internal import Foundation
internal import Glibc
internal import Measuring

/// Looks at the files under a folder.
enum JournalFiles {
    /// Bytes that they take on disk.
    static func bytes(in folder: URL) -> Int {
        paths(in: folder).reduce(0) { $0 + AllocatedBytes.of($1) }
    }

    /// Asks the kernel to forget what it has of them in memory, so that the next read is from disk.
    static func dropFromMemory(in folder: URL) {
        for path in paths(in: folder) {
            let descriptor = unsafe open(path, O_RDONLY)
            guard descriptor >= 0 else { continue }
            // Pages that are not on disk yet cannot be forgotten.
            fdatasync(descriptor)
            posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
            close(descriptor)
        }
    }

    private static func paths(in folder: URL) -> [String] {
        let names = FileManager.default.enumerator(atPath: folder.path)
        return (names?.compactMap { $0 as? String } ?? []).map {
            folder.appendingPathComponent($0).path
        }
    }
}
