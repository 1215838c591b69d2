// One record for each call that is over.

internal import CallGraph
internal import EventSocket
internal import Ingest
internal import Journal
internal import Logging
internal import SIP
internal import ServiceLifecycle

/// Reads what was recorded a moment ago, and records a summary of each call that is over: one line in Loki,
/// one trace elsewhere.
///
/// Begins with what comes after its start: a call that was up before is not summed up.
struct CallFinisher: Service {
    let journal: RecordJournal
    let follower: JournalFollower
    let lane: IngestLane
    let tenants: TenantDirectory
    let logger: Logger
    let clock: @Sendable () -> Timestamp

    /// Blocks read at once.
    private static let blocksPerRead = 8
    /// How long the loop rests when nothing is new.
    private static let restMilliseconds = 100
    /// Legs whose company is asked for under one lock.
    private static let legsAtOnce = 64
    /// Seconds after which a call without an end is forgotten, and between looks for such.
    private static let forgottenSeconds: Int64 = 24 * 3600
    private static let sweepSeconds: Int64 = 3600

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var ledger = CallLedger(hasher: journal.hasher)
            var through = journal.lastStored
            var sweep = clock().advanced(bySeconds: Self.sweepSeconds)
            while !Task.isCancelled {
                do {
                    let found = try await follower.ahead(
                        of: through, maxBlocks: Self.blocksPerRead)
                    for stored in found.blocks { read(stored, into: &ledger) }
                    let isBusy = found.through > through
                    through = found.through
                    report(&ledger, now: clock())
                    if clock() > sweep {
                        sweep = clock().advanced(bySeconds: Self.sweepSeconds)
                        ledger.forget(
                            before: clock().advanced(bySeconds: -Self.forgottenSeconds))
                    }
                    if !isBusy {
                        try await Task.sleep(for: .milliseconds(Self.restMilliseconds))
                    }
                } catch {
                    if error is CancellationError { return }
                    logger.warning("cannot read the journal for summaries of calls: \(error)")
                    try? await Task.sleep(for: .seconds(1))
                }
            }
        }
    }

    /// Takes the facts of a block, and the last events of channels.
    private func read(_ stored: StoredBlock, into ledger: inout CallLedger) {
        let block = stored.block
        // In the order of the records, each of which begins one call at most.
        var beginnings: [DialogBeginning] = []
        var steps: [DialogStep] = []
        block.facts.forEach { fact in
            switch fact {
            case .beginning(let beginning): beginnings.append(beginning)
            case .step(let step): steps.append(step)
            }
        }
        var next = 0
        let now = clock()
        block.forEach { place, kind in
            kind == .event || next < beginnings.count && Int(beginnings[next].record) == place
        } _: { place, entry in
            if entry.header.kind == .event {
                return take(event: entry, of: block, into: &ledger, now: now)
            }
            let bytes = block.bytes.span.extracting(entry.payload)
            let outline = place < block.outlines.count ? block.outlines[place] : nil
            let callID =
                outline?.callID.range(in: bytes.count)
                ?? SIPMessage.parse(bytes).callID.range.clamped(to: 0..<bytes.count)
            ledger.take(
                beginnings[next], texts: block.facts.bytes, callID: bytes.extracting(callID))
            next += 1
        }
        for step in steps { ledger.take(step, now: now) }
    }

    private func take(
        event entry: RecordBlock.Entry, of block: RecordBlock, into ledger: inout CallLedger,
        now: Timestamp
    ) {
        let json = block.bytes[entry.payload]
        guard CallEnd.mayEnd(event: json), let event = try? SwitchEvent(json: Array(json)),
            event.name == "CHANNEL_HANGUP_COMPLETE"
        else { return }
        ledger.take(
            hangup: event, node: String(decoding: block.bytes[entry.node], as: UTF8.self),
            time: entry.header.time, now: now)
    }

    /// Records the calls that are over.
    private func report(_ ledger: inout CallLedger, now: Timestamp) {
        while true {
            let due = ledger.takeDue(now: now, limit: Self.legsAtOnce)
            guard !due.isEmpty else { return }
            for company in lane.companies(of: due) {
                guard let call = ledger.finish(company, tenants: tenants) else { continue }
                lane.consume(call, received: now)
            }
        }
    }
}
