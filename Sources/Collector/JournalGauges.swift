// The journal's figures as metrics.

internal import Journal
internal import PrometheusText

/// The gauges that tell how the journal stands, and the loss that only it knows of.
struct JournalGauges: Sendable {
    /// Bytes of all segments.
    private let bytes: PrometheusGauge
    /// Moves when a file or block is found that cannot be read.
    private let unreadableSegments: PrometheusGauge
    private let unreadableBlocks: PrometheusGauge
    /// Moves when a transaction fails; it is tried again.
    private let writeErrors: PrometheusGauge
    /// What waits for the disk.
    private let pendingBlocks: PrometheusGauge
    private let pendingBytes: PrometheusGauge
    /// 1 while nothing is taken because the disk is nearly full.
    private let readOnly: PrometheusGauge
    /// Bytes free on the file system; NaN when it cannot be told.
    private let freeBytes: PrometheusGauge
    /// Moves when records were accepted and could not be kept.
    private let lost: PrometheusCounter

    init(_ registry: PrometheusRegistry) {
        func gauge(_ name: String, _ help: String) -> PrometheusGauge {
            registry.gauge("calltrace_journal_\(name)", help: help)
        }
        bytes = gauge("bytes", "Bytes of the journal on disk.")
        unreadableSegments = gauge(
            "unreadable_segments", "Files of the journal that cannot be read or are damaged.")
        unreadableBlocks = gauge("unreadable_blocks", "Blocks that could not be read.")
        writeErrors = gauge("write_errors", "Writes that failed since the start.")
        pendingBlocks = gauge("pending_blocks", "Blocks that wait for the disk.")
        pendingBytes = gauge("pending_bytes", "Bytes of the blocks that wait for the disk.")
        readOnly = gauge(
            "read_only", "1 while nothing is recorded because the disk is nearly full.")
        freeBytes = gauge("free_bytes", "Bytes free on the file system of the journal.")
        lost = registry.counter(
            "calltrace_records_dropped_total", help: "Records that were lost, by where and why.",
            labels: [("stage", "journal"), ("reason", "unwritable")])
    }

    /// Sets them all.
    func set(_ statistics: JournalStatistics) {
        bytes.set(Double(statistics.bytesOnDisk))
        unreadableSegments.set(Double(statistics.unreadableSegments))
        unreadableBlocks.set(Double(statistics.unreadableBlocks))
        writeErrors.set(Double(statistics.writeErrors))
        pendingBlocks.set(Double(statistics.pendingBlocks))
        pendingBytes.set(Double(statistics.pendingBytes))
        readOnly.set(statistics.isReadOnly ? 1 : 0)
        freeBytes.set(statistics.freeBytes.map { Double($0) } ?? .nan)
        lost.increment(by: max(0, Int(clamping: statistics.lostRecords) - lost.value))
    }
}
