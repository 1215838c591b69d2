// From one identity to the whole call: follows links through a store of records.

/// Makes traces out of what a store holds.
///
/// A round asks the store for every record that names one of the identities that the walk came upon;
/// the links in those records lead further, until nothing new is found. Live and stored records come
/// through the same reader, so the answer does not depend on what has been written yet, nor on the order
/// in which things came.
public struct TraceBuilder: Sendable {
    let reader: any RecordReader
    private let tenants: TenantDirectory
    private let rules: LinkRules
    private let live: (any LiveLinks)?

    /// A builder over this store, naming tenants by these domains, with the rules that ingest has. `live`
    /// only saves rounds: without it the answer is the same.
    public init(
        reader: any RecordReader, tenants: TenantDirectory = TenantDirectory(),
        rules: LinkRules = .standard, live: (any LiveLinks)? = nil
    ) {
        self.live = live
        self.reader = reader
        self.tenants = tenants
        self.rules = rules
    }

    /// The call that `query` is an identity of; nil when no record is about it.
    ///
    /// `now` decides whether a call without an end is still up. Throws when the store cannot be read.
    public func trace(
        _ query: String, now: Timestamp, options: TraceOptions = TraceOptions()
    ) async throws -> Trace? {
        var search = CallSearch(query: query, rules: rules, hasher: reader.hasher)
        let key = reader.hasher.key(query)
        // What the live graph knows to belong together is read at once and not link by link.
        var keys = (live?.relatives(of: key) ?? []).union([key])
        search.markAsked(keys)
        if let id = CallIdentifier(text: query) { keys.insert(reader.hasher.key(id)) }
        try await read(keys, in: .distantPast ... .distantFuture, into: &search)
        var start = search.start(at: options.at)
        guard !start.isEmpty else { return nil }
        // What was found by another name than its own has not been read whole.
        try await read(Set(start.keys.map(\.id)), around: start, into: &search)
        let chosen = start
        start = search.start(at: options.at).filter { chosen[$0.key] != nil }
        if start.isEmpty { start = chosen }

        var closure = try await close(start, &search, options)
        closure = try await guess(closure, start, &search, options)
        if closure.isCut {
            search.warn(
                "the call has more than \(Limits.identitiesPerTraceMax) legs; the rest is left out")
            search.isComplete = false
        }
        // A listener's channel names whom it hears, and nothing about that one has been read.
        let asides = Set(closure.asides.map { $0.edge.other(than: $0.member).id }).sorted()
        try await read(
            Set(asides.prefix(Limits.relatedMax)), around: closure.members.mapValues(\.lives),
            into: &search)
        search.settleUses()
        let company = try await company(of: closure, &search)
        let switches = try await switchLives(of: closure, &search, now: now)
        return TraceAssembly(
            search: search, closure: closure, start: start, company: company, switches: switches,
            tenants: tenants, now: now
        ).trace()
    }

    /// Follows links until the walk finds nothing that has not been read.
    private func close(
        _ start: [Identity: [Life]], _ search: inout CallSearch, _ options: TraceOptions
    ) async throws -> Closure<Identity> {
        var rounds = 0
        while true {
            search.settleUses()
            let closure = Closure(from: start, over: search, options: options)
            guard !closure.unread.isEmpty else { return closure }
            guard rounds < Limits.roundsMax else {
                search.isComplete = false
                search.warn("links were followed for \(rounds) rounds; there may be more legs")
                return closure
            }
            let lives = closure.members.mapValues(\.lives)
            guard try await read(Set(closure.unread.map(\.id)), around: lives, into: &search)
            else { return closure }
            rounds += 1
        }
    }

    /// Looks for what suggests a further dialog, and follows what is surer than a guess.
    private func guess(
        _ first: Closure<Identity>, _ start: [Identity: [Life]], _ search: inout CallSearch,
        _ options: TraceOptions
    ) async throws -> Closure<Identity> {
        var closure = first
        var looked: Set<Identity> = []
        for _ in 0..<Limits.guessRoundsMax {
            let dialogs = Set(closure.members.keys.filter { $0.kind == .dialog })
            let fresh = dialogs.subtracting(looked)
            guard !fresh.isEmpty else { break }
            looked.formUnion(fresh)
            guard let interval = Self.interval(of: closure.members.values.flatMap(\.lives)) else {
                continue
            }
            let around =
                interval.lowerBound.advanced(bySeconds: -Limits.guessSeconds)...interval.upperBound
            var keys: Set<IdentityKey> = []
            var candidates: Set<Identity> = []
            for (mention, alike) in GuessFinder(search).keys(of: fresh) {
                let found = try await reader.records(
                    carrying: alike, in: around, limit: Limits.guessRecordsMax,
                    blocksMax: Limits.guessBlocksMax)
                // Of what is shared by so many nothing can be told, and half of it would tell the
                // wrong: numbers that everybody calls, but not the media then.
                guard found.isComplete else { continue }
                search.add(found)
                let some = GuessFinder(search).candidates(for: fresh, by: alike)
                guard some.count <= Limits.sharingMax * 4 else { continue }
                keys.formUnion(alike)
                if mention != .numbers && mention != .media { candidates.formUnion(some) }
            }
            candidates.formUnion(GuessFinder(search).suggested(for: fresh, by: keys))
            guard !candidates.isEmpty else { continue }
            let lives = closure.members.mapValues(\.lives)
            try await read(Set(candidates.map(\.id)), around: lives, into: &search)
            for link in GuessFinder(search).links(of: fresh, by: keys) { search.add(link) }
            closure = try await close(start, &search, options)
        }
        return closure
    }

    /// Reads everything that names these identities, in the neighbourhood of what is known of the call.
    ///
    /// False when the call has too many records to go on.
    @discardableResult
    private func read(
        _ names: Set<String>, around lives: [Identity: [Life]], into search: inout CallSearch
    ) async throws -> Bool {
        let wanted = Set(names.filter { !search.wasAsked($0) }.map { reader.hasher.key($0) })
        guard !wanted.isEmpty else { return true }
        search.markAsked(wanted)
        guard let interval = Self.interval(of: lives.values.flatMap(\.self)) else { return true }
        let margin = Limits.neighbourhoodSeconds
        let around =
            interval.lowerBound.advanced(
                bySeconds: -margin)...interval.upperBound.advanced(bySeconds: margin)
        return try await read(wanted, in: around, into: &search)
    }

    @discardableResult
    private func read(
        _ keys: Set<IdentityKey>, in interval: Life, into search: inout CallSearch
    ) async throws -> Bool {
        let room = Limits.recordsPerTraceMax - search.recordCount
        guard room > 0 else {
            search.isComplete = false
            search.warn(
                "the call has more than \(Limits.recordsPerTraceMax) records; the rest is left out")
            return false
        }
        search.add(try await reader.records(carrying: keys, in: interval, limit: room))
        return true
    }

    /// The shortest time that holds all of these but those that say nothing: a token or a hub has no life of
    /// its own, and would have all time searched.
    static func interval(of lives: some Sequence<Life>) -> Life? {
        lives.lazy.filter { $0 != .distantPast ... .distantFuture }
            .reduce(nil as Life?) { $0?.union($1) ?? $1 }
    }
}
