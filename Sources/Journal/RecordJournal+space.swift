// Read-only while the disk is nearly full.

import CallGraph
import Synchronization

extension RecordJournal {
    /// Looks at the free space again and again until it is cancelled.
    func watchSpace() async {
        while !Task.isCancelled {
            await lookAtSpace()
            try? await Task.sleep(for: .seconds(JournalLimits.spaceSeconds))
        }
    }

    /// Takes no records from now on when too little space is free, or takes them again.
    ///
    /// What retention may delete is deleted first; what it promises to keep stays, and the records
    /// that come are refused instead: the operator decided which calls can be looked up, and an old
    /// call may be the one that somebody needs. What was taken before is still written: the reserve
    /// has room for it. A file system that does not say how full it is counts as not full.
    func lookAtSpace() async {
        guard var found = await writer.freeSpace(space) else {
            queue.withLock { $0.isReadOnly = false }
            return note(nil, reserve: nil)
        }
        let reserve = found.reserve(minFreeBytes)
        let wasScarce = queue.withLock { $0.isReadOnly }
        if !wasScarce, found.isScarce(reserve: reserve, wasScarce: false) {
            await deleteOld()
            if let again = await writer.freeSpace(space) { found = again }
        }
        let isScarce = found.isScarce(reserve: reserve, wasScarce: wasScarce)
        queue.withLock { $0.isReadOnly = isScarce }
        note(found.freeBytes, reserve: reserve)
    }

    private func note(_ freeBytes: Int64?, reserve: Int64?) {
        counts.withLock { counts in
            counts.freeBytes = freeBytes
            counts.reserveBytes = reserve
        }
    }
}
