// A file system that is as full as a test says.

import Journal
import Synchronization

/// What is free; nothing is known of it until a test says something.
final class ManualSpace: Sendable {
    private let answer = Mutex<@Sendable () -> DiskSpace?>({ nil })

    /// What the journal is told.
    var found: DiskSpace? { answer.withLock { $0 }() }

    /// From now on so much is free of 1 TiB.
    func set(free: Int64) { set { DiskSpace(freeBytes: free, totalBytes: 1 << 40) } }

    /// From now on this is asked.
    func set(_ answer: @escaping @Sendable () -> DiskSpace?) {
        self.answer.withLock { $0 = answer }
    }
}
