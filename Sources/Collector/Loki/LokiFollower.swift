// Ships the journal to Loki: a follower with a durable place of its own.

internal import CallGraph
internal import Journal
internal import Logging
internal import LokiPush
internal import ServiceLifecycle
internal import Synchronization

/// Follows the journal and pushes every record to Loki, at least once.
///
/// Its place in the journal moves only when Loki has settled what it was sent. A Loki that is away holds up
/// nothing but this: the journal keeps the records, and they are sent when it is back. A few pushes are under
/// way at the same time, so that a Loki that takes a tenth of a second for each is not what a backlog waits for.
final class LokiFollower<Transport: LokiTransport>: Service {
    /// The follower's name in the journal and in metrics.
    static var name: String { "loki" }

    private let journal: RecordJournal
    private let follower: JournalFollower
    private let client: @Sendable (LokiTenant?) -> LokiClient<Transport, ContinuousClock>
    private let names: CallNames
    private let mentions: LogMentions
    private let tenants: [LokiTenant?]
    private let settings: LokiSettings
    private let metrics: LokiMetrics
    private let logger: Logger
    private let clock: @Sendable () -> Timestamp
    private let isFinishing = Atomic(false)
    /// Pushes that Loki has settled, until the loop looks at them.
    private let settled = Mutex<[[UInt64]]>([])
    private let warnings = Mutex(RareWarnings())

    /// A follower; `names` knows nobody yet, and `tenants` are in the order that it has.
    init(
        journal: RecordJournal, follower: JournalFollower, transport: Transport,
        names: CallNames, mentions: LogMentions, tenants: [LokiTenant?], settings: LokiSettings,
        metrics: LokiMetrics,
        logger: Logger, clock: @escaping @Sendable () -> Timestamp
    ) {
        self.journal = journal
        self.follower = follower
        self.names = names
        self.mentions = mentions
        self.tenants = tenants
        self.settings = settings
        self.metrics = metrics
        self.logger = logger
        self.clock = clock
        let encoding = settings.encoding
        client = { tenant in
            LokiClient(
                transport: transport, encoding: encoding, tenant: tenant, clock: ContinuousClock(),
                replay: LokiStreams.late)
        }
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
    /// Blocks read at once.
    private static var blocksPerRead: Int { 8 }
    /// Blocks before the place that are read again after a start, to know the calls that were up.
    private static var blocksLearnt: UInt64 { 256 }
    /// Pushes under way at the same time, each of 1.5 MiB at most before compression.
    private static var pushesMax: Int { 4 }
    /// How long the loop rests when there is nothing to do: a tenth of what a line waits anyway.
    private static var restMilliseconds: Int { 25 }
    /// Between two writes of the place: a crash sends again what was sent since.
    private static var commitMilliseconds: Int64 { 250 }

    /// Waits until everything was sent, for as long as `drainSeconds`. Nothing comes in any more.
    private func drain() async {
        isFinishing.store(true, ordering: .relaxed)
        let end = ContinuousClock.now + .seconds(Self.drainSeconds)
        while ContinuousClock.now < end && !Task.isCancelled {
            journal.sealIfOld(now: .distantFuture)
            let isWritten = journal.statistics.pendingBlocks == 0
            if isWritten, await follower.lagSeconds(now: .distantFuture) == 0 { return }
            try? await Task.sleep(for: .milliseconds(20))
        }
    }

    private func follow() async {
        var preparation = LokiPreparation(names: names, mentions: mentions)
        var window = LokiWindow(settleSeconds: settings.settleSeconds)
        var pushes = LokiPushes(tenants: tenants, defaultTenant: settings.tenant)
        let begin = await follower.position
        var through = begin - min(begin, Self.blocksLearnt)
        var underWay = 0
        var committed = ContinuousClock.now
        var done: UInt64?

        await withTaskGroup(of: Void.self) { group in
            while !Task.isCancelled {
                do {
                    var isBusy = false
                    var isExhausted = false
                    var isFinished = false
                    if window.wantsMore {
                        let found = try await follower.ahead(
                            of: through, maxBlocks: Self.blocksPerRead)
                        for stored in found.blocks {
                            let block = preparation.prepare(stored)
                            if stored.number > begin { window.add(block) }
                        }
                        isBusy = found.through > through
                        isExhausted = !isBusy
                        isFinished = found.isFinished
                        through = found.through
                    }
                    let isFinishing = isFinishing.load(ordering: .relaxed) || isFinished
                    let now = clock()
                    while underWay < Self.pushesMax,
                        let block = window.next(
                            now: now, isExhausted: isExhausted, isFinishing: isFinishing)
                    {
                        pushes.add(block, &preparation)
                        isBusy = true
                        underWay += send(&pushes, in: &group)
                    }
                    if underWay < Self.pushesMax {
                        pushes.flush()
                        underWay += send(&pushes, in: &group)
                    }
                    for blocks in settled.withLock({ list in
                        defer { list = [] }
                        return list
                    }) {
                        pushes.progress.settle(blocks)
                        underWay -= 1
                        isBusy = true
                    }
                    done = pushes.progress.takeDone() ?? done
                    if let number = done,
                        isFinishing
                            || committed.duration(to: .now)
                                >= .milliseconds(Self.commitMilliseconds)
                    {
                        try await follower.commit(through: number)
                        done = nil
                        committed = .now
                    }
                    if isFinished, window.isEmpty, pushes.isEmpty, underWay == 0, done == nil {
                        break
                    }
                    if !isBusy {
                        try await Task.sleep(for: .milliseconds(Self.restMilliseconds))
                    }
                } catch is CancellationError {
                    break
                } catch {
                    warn("journal", "cannot read the journal for Loki: \(error)")
                    try? await Task.sleep(for: .seconds(1))
                }
            }
            group.cancelAll()
        }
    }

    /// Has all pushes go out that are ready; how many.
    private func send(_ pushes: inout LokiPushes, in group: inout TaskGroup<Void>) -> Int {
        var count = 0
        while let push = pushes.next() {
            count += 1
            group.addTask {
                guard await self.push(push) else { return }
                self.settled.withLock { $0.append(push.blocks) }
            }
        }
        return count
    }

    /// Pushes until every line is settled; false when the task was cancelled before.
    private func push(_ push: LokiPushes.Push) async -> Bool {
        do {
            let outcome = try await client(push.tenant).push(push.batch) { [metrics] retry in
                metrics.countRetry(retry.reason, at: self.clock())
                self.warn("retry", "Loki does not take logs, trying again: \(retry.reason)")
            }
            metrics.count(outcome, bytes: push.batch.uncompressedBytes)
            if outcome.refused > 0 {
                warn(
                    "refused",
                    """
                    Loki refused \(outcome.refused) of \(push.batch.entryCount) lines for good: \
                    \(outcome.reasons.first ?? "no reason")
                    """)
            }
            return true
        } catch {
            return false
        }
    }

    private func warn(_ topic: String, _ text: String) {
        guard let more = warnings.withLock({ $0.admit(topic, at: .now) }) else { return }
        logger.warning("\(text)\(more)")
    }
}

/// Lets a warning of one topic pass once a minute: what goes wrong with one push goes wrong with the next.
struct RareWarnings {
    private var last: [String: (at: ContinuousClock.Instant, kept: Int)] = [:]

    /// What to add to the text when it may pass; nil when it may not. Topics are the program's own.
    mutating func admit(_ topic: String, at now: ContinuousClock.Instant) -> String? {
        if let known = last[topic], known.at.duration(to: now) < .seconds(60) {
            last[topic] = (known.at, known.kept + 1)
            return nil
        }
        let kept = last[topic]?.kept ?? 0
        last[topic] = (now, 0)
        return kept > 0 ? " (and \(kept) more of the kind since)" : ""
    }
}
