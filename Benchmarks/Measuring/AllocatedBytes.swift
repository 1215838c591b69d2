// What a file takes on disk.

internal import Glibc

/// The size of files as the disk has it.
package enum AllocatedBytes {
    /// Bytes of the blocks that are allocated for a file; 0 for one that is not there.
    package static func of(_ path: String) -> Int {
        var status = stat()
        // Writes the local struct.
        guard unsafe lstat(path, &status) == 0 else { return 0 }
        return Int(status.st_blocks) * 512
    }
}
