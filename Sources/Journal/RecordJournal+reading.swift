// Look-ups: what is not stored yet first, then the segments, the oldest first.

package import CallGraph
import GRDB
import Synchronization

extension RecordJournal {
    /// The records with one of `keys` that were captured within `interval`, in order of receipt.
    ///
    /// At most `limit`, the first ones. A record that only shares 32 bits of a key may be among
    /// them.
    /// What cannot be read is left out, counted, and said in the warnings.
    ///
    /// When more than `blocksMax` blocks on disk may have an answer, none of these is read.
    package func records(
        carrying keys: Set<IdentityKey>, in interval: ClosedRange<Timestamp>, limit: Int,
        blocksMax: Int
    ) async throws -> RecordSelection {
        let query = RecordQuery(keys, in: interval)
        var answer = RecordAnswer(limit: limit, blocksMax: blocksMax)
        var warnings = ReadWarnings()
        guard !keys.isEmpty else { return RecordSelection() }

        // Taken before the segments are read: what is written in between is then left out there.
        let unstored = queue.withLock { $0.find(query, limit: limit) }
        for segment in catalog.segments
        where segment.firstNumber < unstored.firstNumber && segment.overlaps(interval) {
            guard !answer.isCut else { break }
            try await search(
                segment, for: query, below: unstored.firstNumber, into: &answer, &warnings)
        }
        for pending in unstored.sealed where !answer.isCut {
            _ = query.search(pending.block, number: pending.number, into: &answer)
        }
        answer.add(unstored.open)

        for file in catalog.unreadable { warnings.add("segment left out: \(file.reason)") }
        if answer.isCut { warnings.add("only the first \(max(limit, 0)) records are shown") }
        return RecordSelection(
            records: answer.records, isComplete: warnings.isEmpty, warnings: warnings.lines)
    }

    private func search(
        _ segment: Segment, for query: RecordQuery, below end: UInt64,
        into answer: inout RecordAnswer, _ warnings: inout ReadWarnings
    ) async throws {
        do {
            let numbers = try await shelf.read(segment) { db in
                try SegmentQueries.candidates(db, for: query, below: end)
            }
            guard answer.admits(blocks: numbers.count) else { return }
            var from = 0
            while from < numbers.count && !answer.isCut {
                let part = numbers[from..<min(from + JournalLimits.blocksPerFetch, numbers.count)]
                let known = inflated.withLock { inflated in
                    part.map { number in (number, inflated.find(number)) }
                }
                let missing = known.filter { $0.1 == nil }.map(\.0)[...]
                let blocks = try await shelf.blocks(of: segment) { db, frames in
                    try SegmentQueries.blocks(db, frames, numbers: missing, for: query)
                }
                let fetched = Dictionary(blocks.map { ($0.number, $0) }) { first, _ in first }
                for (number, block) in known where !answer.isCut {
                    if let block {
                        _ = query.search(block, number: number, into: &answer)
                    } else if let packed = fetched[number] {
                        search(packed, of: segment, for: query, into: &answer, &warnings)
                    }
                }
                from = part.endIndex
            }
        } catch {
            try Task.checkCancellation()
            // Retention may have taken it away meanwhile: then there is nothing to warn of.
            guard catalog.contains(segment.name) else { return }
            if error.isDamage { catalog.put(broken: segment.name) }
            warnings.add("segment \(segment.name) cannot be read: \(error)")
        }
    }

    private func search(
        _ packed: PackedBlock, of segment: Segment, for query: RecordQuery,
        into answer: inout RecordAnswer, _ warnings: inout ReadWarnings
    ) {
        do {
            let block = try packed.unpack().block
            guard query.search(block, number: packed.number, into: &answer) else {
                throw BlockCodecError.size(packed.rawBytes)
            }
            inflated.withLock { $0.keep(block, number: packed.number) }
        } catch {
            counts.withLock { $0.unreadableBlocks += 1 }
            warnings.add("block \(packed.number) of \(segment.name) cannot be read: \(error)")
        }
    }

    /// The blocks on disk after `number`, at most `limit`; empty when there is none.
    ///
    /// The second part is the number up to which all has been looked at: blocks that cannot be read
    /// are counted and passed over.
    func storedBlocks(
        after number: UInt64, limit: Int
    ) async throws -> (blocks: [StoredBlock], through: UInt64) {
        let recent = queue.withLock { $0.recentBlocks(after: number, limit: limit) }
        if let recent, let last = recent.last { return (recent, last.number) }
        guard let segment = catalog.segment(after: number) else { return ([], number) }
        let packed: [PackedBlock]
        do {
            packed = try await shelf.blocks(of: segment) { db, frames in
                try SegmentQueries.blocks(db, frames, after: number, limit: limit)
            }
        } catch {
            let isThere = catalog.contains(segment.name) && shelf.paths.segmentExists(segment.name)
            // What may pass must not cost a follower an hour of records: its owner tries again.
            guard error.isDamage || !isThere else { throw error }
            if isThere { catalog.put(broken: segment.name) }
            return ([], segment.lastNumber)
        }
        var blocks: [StoredBlock] = []
        for block in packed {
            if let block = try? block.unpack() {
                blocks.append(block)
            } else {
                counts.withLock { $0.unreadableBlocks += 1 }
            }
        }
        return (blocks, packed.last?.number ?? segment.lastNumber)
    }

    /// When the first block after `number` was begun; nil when none is on disk.
    func opened(after number: UInt64) async -> Timestamp? {
        guard let segment = catalog.segment(after: number) else { return nil }
        let opened = try? await shelf.read(segment) { db in
            try SegmentQueries.opened(db, after: number)
        }
        return opened ?? segment.firstOpened
    }
}
