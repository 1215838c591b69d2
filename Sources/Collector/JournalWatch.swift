// A line in the log when the journal stops recording, and when it goes on.

internal import Journal
internal import Logging
internal import ServiceLifecycle

/// Looks at the journal each second and says what has changed; the journal itself has no log.
struct JournalWatch: Service {
    let journal: RecordJournal
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var before = JournalStatistics()
            while !Task.isCancelled {
                let now = journal.statistics
                for (level, line) in Self.changes(from: before, to: now) {
                    logger.log(level: level, "\(line)")
                }
                before = now
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }

    /// What an operator should hear of a change, once each way.
    static func changes(
        from before: JournalStatistics, to now: JournalStatistics
    ) -> [(level: Logger.Level, line: String)] {
        var lines: [(level: Logger.Level, line: String)] = []
        if now.isReadOnly && !before.isReadOnly {
            lines.append(
                (
                    .error,
                    """
                    nothing is recorded from now on: the disk has \(now.freeBytes ?? 0) bytes free, and \
                    \(now.reserveBytes ?? 0) are to stay free (retention.min_free)
                    """
                ))
        }
        if before.isReadOnly && !now.isReadOnly {
            lines.append((.notice, "the disk has room again: recording goes on"))
        }
        if now.isFailing && !before.isFailing {
            let reason = now.lastWriteError ?? "unknown"
            lines.append((.error, "the journal cannot be written, trying again: \(reason)"))
        }
        if before.isFailing && !now.isFailing {
            lines.append((.notice, "the journal is written again"))
        }
        return lines
    }
}
