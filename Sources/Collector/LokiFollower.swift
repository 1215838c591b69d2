// Ships the journal to Loki: a follower with a durable place of its own.

internal import CallGraph
internal import Journal
internal import Logging
internal import LokiPush
internal import PrometheusText
internal import ServiceLifecycle

/// Follows the journal and pushes every record to Loki, at least once.
///
/// Its place in the journal moves only when Loki has settled what it was sent. A Loki that is away holds up
/// nothing but this: the journal keeps the records, and they are sent when it is back.
final class LokiFollower<Transport: LokiTransport>: Service {
    /// The follower's name in the journal and in metrics.
    static var name: String { "loki" }

    private let journal: RecordJournal
    private let follower: JournalFollower
    private let transport: Transport
    private let encoding: LokiEncoding
    private let defaultTenant: LokiTenant?
    private let entries: LokiEntries
    private let metrics: CollectorMetrics
    private let logger: Logger

    init(
        journal: RecordJournal, follower: JournalFollower, transport: Transport,
        encoding: LokiEncoding,
        defaultTenant: LokiTenant?, entries: LokiEntries, metrics: CollectorMetrics, logger: Logger
    ) {
        self.journal = journal
        self.follower = follower
        self.transport = transport
        self.encoding = encoding
        self.defaultTenant = defaultTenant
        self.entries = entries
        self.metrics = metrics
        self.logger = logger
    }

    /// Follows until the service group shuts down, then sends what is left for as long as
    /// `drainSeconds`: what is not sent by then is sent after the next start.
    func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.follow() }
            group.addTask {
                try? await gracefulShutdown()
                await self.drain()
            }
            // Whichever is first: the journal is closed, or all is sent, or there is no time left.
            await group.next()
            group.cancelAll()
        }
    }

    private static var drainSeconds: Int64 { 3 }
    /// Blocks read at once; a push holds less than the largest of them.
    private static var blocksPerRead: Int { 8 }

    /// Waits until everything was sent, for as long as `drainSeconds`. Nothing comes in any more.
    private func drain() async {
        let end = ContinuousClock.now + .seconds(Self.drainSeconds)
        while ContinuousClock.now < end && !Task.isCancelled {
            journal.sealIfOld(now: .distantFuture)
            let isWritten = journal.statistics.pendingBlocks == 0
            if isWritten, await follower.lagSeconds(now: .distantFuture) == 0 { return }
            try? await Task.sleep(for: .milliseconds(20))
        }
    }

    private func follow() async {
        while !Task.isCancelled {
            do {
                let blocks = try await follower.next(maxBlocks: Self.blocksPerRead)
                if blocks.isEmpty { return }
                for stored in blocks {
                    try await push(stored.block)
                    try await follower.commit(through: stored.number)
                }
            } catch is CancellationError {
                return
            } catch {
                logger.error("cannot read the journal for Loki: \(error)")
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }

    /// Pushes the records of a block, in order, a batch a tenant.
    private func push(_ block: RecordBlock) async throws(CancellationError) {
        var batches: [LokiTenant?: LokiBatch] = [:]
        var full: [(tenant: LokiTenant?, batch: LokiBatch)] = []
        block.forEach { entry in
            let (labels, line, tenant) = entries.entry(block.record(entry, block: 0))
            if !batches[tenant, default: LokiBatch()].append(labels: labels, line) {
                if let batch = batches[tenant] { full.append((tenant, batch)) }
                var next = LokiBatch()
                _ = next.append(labels: labels, line)
                batches[tenant] = next
            }
            return true
        }
        for (tenant, batch) in batches where !batch.isEmpty { full.append((tenant, batch)) }
        for (tenant, batch) in full { try await push(batch, tenant: tenant) }
    }

    private func push(_ batch: LokiBatch, tenant: LokiTenant?) async throws(CancellationError) {
        let client = LokiClient(
            transport: transport, encoding: encoding,
            tenant: tenant ?? defaultTenant, clock: ContinuousClock())
        let outcome = try await client.push(batch) { retry in
            metrics.lokiRetries.increment()
            // Once when it begins and then with every doubling: not a line for every try.
            if retry.failures & (retry.failures - 1) == 0 {
                logger.warning("Loki does not take logs, trying again: \(retry.reason)")
            }
        }
        metrics.lokiAccepted.increment(by: outcome.accepted)
        metrics.lokiRefused.increment(by: outcome.refused)
        for reason in outcome.reasons.prefix(1) {
            logger.warning("Loki refused \(outcome.refused) entries for good: \(reason)")
        }
    }
}
