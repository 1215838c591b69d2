// What is free on a file system.

internal import Foundation

/// The room that there is on a file system, and how much of it may be written to.
package struct DiskSpace: Sendable, Equatable {
    /// Bytes that this process may still write.
    package var freeBytes: Int64
    /// Bytes of the whole file system.
    package var totalBytes: Int64

    /// So much of so much.
    package init(freeBytes: Int64, totalBytes: Int64) {
        self.freeBytes = freeBytes
        self.totalBytes = totalBytes
    }

    /// The file system of `path`, as it is now; nil when it cannot be told.
    init?(of path: String) {
        var found = statvfs()
        guard unsafe statvfs(path, &found) == 0 else { return nil }
        // Blocks for everybody, not those that are kept for root. A network file system may tell
        // numbers beyond all bounds.
        func bytes(_ blocks: UInt) -> Int64 {
            let (bytes, isTooMuch) = blocks.multipliedReportingOverflow(by: found.f_frsize)
            return isTooMuch ? .max : Int64(clamping: bytes)
        }
        self.init(freeBytes: bytes(found.f_bavail), totalBytes: bytes(found.f_blocks))
    }

    /// Bytes to be left free: as many as the operator says, else the default of this file system.
    func reserve(_ minFreeBytes: Int64?) -> Int64 {
        minFreeBytes
            ?? min(JournalLimits.reserveBytes, totalBytes / JournalLimits.reservePart)
    }

    /// True when the journal should take nothing, given whether it does now.
    ///
    /// Once it takes nothing, a part of the reserve must be free beyond it before it does again.
    func isScarce(reserve: Int64, wasScarce: Bool) -> Bool {
        guard reserve > 0 else { return false }
        let slack = wasScarce ? reserve / JournalLimits.reserveSlackPart : 0
        return freeBytes - slack < reserve
    }
}
