// The writer's loop: sealed blocks to disk, again and again until they are there.

import CallGraph
import Synchronization

extension RecordJournal {
    /// Writes what is appended until `shutdown()` or cancellation, then the rest, and closes.
    ///
    /// A write that fails is counted and tried again after growing waits; meanwhile blocks pend,
    /// the oldest are kept, and `append` refuses what there is no room for. Throws when it runs
    /// already, and when at the end something could not be written. Followers are to stop before:
    /// afterwards they can commit no more.
    @concurrent
    package func run() async throws {
        let (begins, _) = hasBegun.compareExchange(
            expected: false, desired: true, ordering: .acquiringAndReleasing)
        guard begins else { throw JournalError.alreadyRunning }
        try await withTaskExecutorPreference(QueueTaskExecutor(label: "journal-clock")) {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await self.tick() }
                group.addTask { await self.watchSpace() }
                await writeUntilStopped()
                group.cancelAll()
            }
            try await finish()
        }
    }

    /// Wakes the writer so that it looks at the clock.
    private func tick() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(JournalLimits.tickMilliseconds))
            sealIfOld(now: now())
            wakeUp.yield()
        }
    }

    private func writeUntilStopped() async {
        var wait = Duration.milliseconds(JournalLimits.retryMillisecondsMin)
        var notBefore = ContinuousClock.now
        var nextRetention = ContinuousClock.now
        for await _ in wakeUps {
            if isStopping.load(ordering: .acquiring) { return }
            guard ContinuousClock.now >= notBefore else { continue }
            do {
                while try await writeSome() {}
                wait = .milliseconds(JournalLimits.retryMillisecondsMin)
            } catch {
                note(error)
                counts.withLock { $0.isFailing = true }
                notBefore = .now + wait
                wait = min(wait * 2, .milliseconds(JournalLimits.retryMillisecondsMax))
            }
            if ContinuousClock.now >= nextRetention {
                nextRetention = .now + .seconds(JournalLimits.retentionSeconds)
                await deleteOld()
            }
        }
    }

    /// Deletes the segments that retention does not keep.
    func deleteOld() async {
        do {
            await shelf.remove(try await writer.retain(now: now()))
        } catch {
            note(error)
        }
    }

    /// Writes up to a transaction of pending blocks; false when none is pending.
    func writeSome() async throws -> Bool {
        let (count, last) = try await writePending()
        guard count > 0 else { return false }
        // Only now that the copies above are gone can the blocks be used again as they are.
        queue.withLock { $0.written(count) }
        stored.stored(through: last)
        try await writer.merge()
        return true
    }

    private func writePending() async throws -> (count: Int, last: UInt64) {
        let blocks = queue.withLock { $0.next(JournalLimits.blocksPerTransactionMax) }
        guard !blocks.isEmpty else { return (0, 0) }
        let count = try await writer.write(blocks)
        counts.withLock { counts in
            counts.isFailing = false
            for stored in blocks.prefix(count) {
                counts.recordsWritten += UInt64(stored.recordCount)
                counts.bytesWritten += UInt64(stored.block.bytes.count)
            }
        }
        return (count, blocks[count - 1].number)
    }

    private func finish() async throws {
        queue.withLock { $0.close() }
        var attempts = 0
        while true {
            do {
                while try await writeSome() {}
                break
            } catch {
                note(error)
                attempts += 1
                guard attempts < JournalLimits.closingAttemptsMax else { break }
                // Returns at once when the task is cancelled: then the attempts follow each other.
                try? await Task.sleep(for: .milliseconds(JournalLimits.retryMillisecondsMin))
            }
        }
        let lost = queue.withLock { $0.dropPending() }
        // The writer last, so that it can tidy up the files that readers had open too.
        await shelf.removeAll()
        try? await writer.close()
        stored.finish()
        try? ledger.close()
        if lost > 0 {
            let reason = counts.withLock { $0.lastWriteError } ?? ""
            throw JournalError.lost(records: lost, reason: reason)
        }
    }

    private func note(_ error: any Error) {
        counts.withLock { counts in
            counts.writeErrors += 1
            counts.lastWriteError = "\(error)"
        }
    }
}
