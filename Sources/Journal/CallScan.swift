// One search for calls: the newest facts first, until the page is full.

import CallGraph
import GRDB
import Synchronization

/// Goes through the facts of a journal backwards.
///
/// What became of a call stands behind its begin and is met before it: steps are kept by the call's number
/// until the begin is met. Of calls whose steps were not seen the records are read.
struct CallScan: Sendable {
    private let journal: RecordJournal
    private let query: CallQuery
    private let filter: CallFilter
    private let now: Timestamp
    private let reader: DialogReader
    private var steps = CallStepTable()
    /// Frames whose steps nobody has asked for yet, the newest first: mostly nothing matches.
    private var waiting: [FactFrame] = []
    /// The beginnings of all calls from this number on have been passed.
    private var passed = UInt64.max
    private var found: [Finding] = []
    private var warnings = ReadWarnings()
    private var callsRead = 0
    private var isIncomplete = false
    /// True while every fact behind the place that is looked at has been seen.
    private var hasSeenAllLater = true

    private enum Finding: Sendable {
        case match(CallMatch, CallSteps, seenAll: Bool)
        case call(CallMatch, FoundCall)

        var match: CallMatch {
            switch self {
            case .match(let match, _, _), .call(let match, _): match
            }
        }
    }

    /// A search that has not begun.
    init(_ query: CallQuery, of journal: RecordJournal, now: Timestamp) {
        self.journal = journal
        self.query = query
        self.now = now
        filter = CallFilter(query)
        reader = DialogReader(reader: journal, now: now)
    }

    private var limit: Int { min(max(query.limit, 1), Limits.callsPerPageMax) }
    private var isFull: Bool { found.count > limit }

    /// The page.
    mutating func run() async throws -> CallPage {
        // Taken before the segments are read: what is written in between is then left out there.
        let unstored = journal.queue.withLock { $0.facts() }
        try await scan(unstored.lists, of: "memory")
        for segment in journal.catalog.segments.reversed()
        where !isFull && segment.firstNumber < unstored.firstNumber {
            try await scan(segment, below: unstored.firstNumber)
        }
        for file in journal.catalog.unreadable where !isFull {
            warn("segment left out: \(file.reason)")
        }
        var calls: [FoundCall] = []
        for finding in found.prefix(limit) {
            if let call = try await call(of: finding) { calls.append(call) }
        }
        if callsRead > Limits.callsReadPerSearchMax {
            warn(
                "of more than \(Limits.callsReadPerSearchMax) calls it is not known what became of them; "
                    + "ask for a shorter time")
        }
        let next = isFull ? found[limit - 1].match.position : nil
        return CallPage(
            calls: calls, next: next, isComplete: !isIncomplete, warnings: warnings.lines)
    }

    private mutating func scan(_ segment: Segment, below end: UInt64) async throws {
        let latest = query.interval.upperBound.advanced(bySeconds: Limits.foundCallSeconds)
        guard segment.lastTime >= query.interval.lowerBound else { return }
        guard segment.firstTime <= latest else {
            hasSeenAllLater = false
            return
        }
        do {
            let times = query.interval
            let plan = try await journal.shelf.read(segment) { db in
                try SegmentQueries.factPlan(db, times: times, below: end)
            }
            try await scan(plan.unmerged, of: segment.name)
            if !plan.hasAllLater { hasSeenAllLater = false }
            var from = 0
            while from < plan.runs.count && !isFull {
                try Task.checkCancellation()
                let part = plan.runs[
                    from..<min(from + JournalLimits.factRunsPerFetch, plan.runs.count)]
                let packed = try await journal.shelf.read(segment) { db in
                    try SegmentQueries.factRuns(db, part)
                }
                for facts in packed where !isFull { try await scan(facts, of: segment.name) }
                from = part.endIndex
            }
        } catch {
            try Task.checkCancellation()
            hasSeenAllLater = false
            // Retention may have taken it away meanwhile: then there is nothing to warn of.
            guard journal.catalog.contains(segment.name) else { return }
            warn("segment \(segment.name) cannot be searched: \(error)")
        }
    }

    private mutating func scan(
        _ lists: [(number: UInt64, facts: FactList)], of place: String
    ) async throws {
        // A few at a time: the newest calls are in the last of them.
        var end = lists.endIndex
        while end > 0 && !isFull {
            let part = lists[max(0, end - JournalLimits.factListsPerFrame)..<end]
            end = part.startIndex
            var builder = FactFrameBuilder()
            for (number, facts) in part where !builder.add(facts, block: number) {
                noteDamage("block \(number) of \(place) has facts that cannot be read")
            }
            guard builder.count > 0 else { continue }
            do {
                try await scan(FactFrame(builder.finish()))
            } catch let error as FactDamage {
                noteDamage("facts of \(place) cannot be read: \(error)")
            }
        }
    }

    private mutating func scan(_ packed: PackedFacts, of segment: String) async throws {
        do {
            try await scan(try packed.unpack())
        } catch let error where error is FactDamage || error is BlockCodecError {
            noteDamage(
                "facts of blocks \(packed.numbers.lowerBound) to \(packed.numbers.upperBound) of "
                    + "\(segment) cannot be read: \(error)")
        }
    }

    private mutating func scan(_ frame: FactFrame) async throws {
        waiting.append(frame)
        let matches = try frame.matches(filter)
        if !matches.matches.isEmpty {
            while !waiting.isEmpty { takeSteps(of: waiting.removeFirst()) }
        }
        for match in matches.matches.reversed() where !isFull {
            try await take(
                match, steps.steps(of: match.number),
                seenAll: hasSeenAllLater && !steps.hasOverflowed)
        }
        passed = min(passed, matches.lowestNumber)
        steps.forget(from: passed)
        if waiting.count > JournalLimits.factFramesWaitingMax {
            takeSteps(of: waiting.removeFirst())
        }
    }

    /// Keeps the steps of calls whose beginnings are still to come.
    private mutating func takeSteps(of frame: FactFrame) {
        do {
            try frame.forEachStep(below: passed) { steps.take($0) }
        } catch {
            noteDamage("what became of some calls cannot be read: \(error)")
        }
    }

    /// Decides whether a call that began as asked also ended as asked.
    private mutating func take(
        _ match: CallMatch, _ steps: CallSteps, seenAll: Bool
    ) async throws {
        // What the collector has seen since the call began is all that can be known of it.
        let seenAll = seenAll && match.position.block >= journal.firstOwnNumber
        let isYoung = now.seconds(since: match.time) <= CallScan.silenceSeconds
        let isSettled = steps.isDecided || seenAll && (isYoung || !steps.isEmpty)
        if !match.isWithinDialog {
            if isSettled {
                guard admits(steps.outcome, steps.status) else { return }
                found.append(.match(match, steps, seenAll: seenAll))
                return
            }
            if query.status == nil && query.outcome == nil {
                found.append(.match(match, steps, seenAll: seenAll))
                return
            }
            // An old call that nothing became of rang long, or nobody answered: nothing else.
            if seenAll, query.status != nil { return }
            if seenAll, query.outcome != .timeout, query.outcome != .inProgress { return }
        }
        guard mayRead() else { return }
        guard let begun = try await record(of: match), let call = FoundCall(invite: begun) else {
            return
        }
        guard
            let (whole, isComplete) = try await reader.complete(
                call, isWithinDialog: match.isWithinDialog)
        else { return }
        if !isComplete { warn("not all records of a call could be read: \(call.dialog.callID)") }
        guard admits(whole.dialog.outcome, whole.dialog.status) else { return }
        found.append(.call(match, whole))
    }

    private func admits(_ outcome: Outcome, _ status: Int?) -> Bool {
        if let wanted = query.outcome, wanted != outcome { return false }
        return query.status?.matches(status) ?? true
    }

    /// The call of a finding; nil when its record cannot be read.
    private mutating func call(of finding: Finding) async throws -> FoundCall? {
        switch finding {
        case .call(_, let call): return call
        case .match(let match, let steps, let seenAll):
            guard let begun = try await record(of: match) else { return nil }
            guard var call = FoundCall(invite: begun) else {
                noteDamage("record \(match.position.text) is not the begin of a call")
                return nil
            }
            steps.describe(&call.dialog)
            let isYoung = now.seconds(since: match.time) <= CallScan.silenceSeconds
            let isKnown =
                steps.isOver || seenAll && !steps.isSilent && (isYoung || !steps.isEmpty)
            guard !isKnown, mayRead() else { return call }
            let read = try await reader.complete(call, isWithinDialog: false)
            guard let (whole, isComplete) = read else { return call }
            if !isComplete {
                warn("not all records of a call could be read: \(call.dialog.callID)")
            }
            return whole
        }
    }

    /// True while further calls may be read whole.
    private mutating func mayRead() -> Bool {
        callsRead += 1
        return callsRead <= Limits.callsReadPerSearchMax
    }

    /// The INVITE that a call began with.
    private mutating func record(of match: CallMatch) async throws -> CallGraph.Record? {
        let position = match.position
        if let found = journal.queue.withLock({ $0.record(at: position) }) {
            if found == nil { noteDamage("record \(position.text) is not there") }
            return found
        }
        guard let record = try await journal.block(position.block)?.record(at: position) else {
            // Retention may have taken it away meanwhile.
            if journal.catalog.hasBlock(position.block) {
                noteDamage("block \(position.block) cannot be read")
            }
            return nil
        }
        return record
    }

    private mutating func noteDamage(_ line: String) {
        hasSeenAllLater = false
        journal.counts.withLock { $0.unreadableBlocks += 1 }
        warn(line)
    }

    private mutating func warn(_ line: String) {
        isIncomplete = true
        warnings.add(line)
    }

    /// How long an attempt may be silent before it may be dead: RFC 3261's timer C, 3 minutes.
    private static let silenceSeconds = 180.0
}
