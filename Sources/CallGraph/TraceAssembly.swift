// The trace of a call whose records have been found.

internal import EventSocket

/// Puts the parts of a trace together.
struct TraceAssembly {
    private let search: CallSearch
    private let closure: Closure<Identity>
    private let start: [Identity: [Life]]
    private let hubs: [Hub]
    private let switches: [SwitchLife]
    private let tenants: TenantDirectory
    private let now: Timestamp
    /// The legs of the call.
    private let members: [Identity]

    init(
        search: CallSearch, closure: Closure<Identity>, start: [Identity: [Life]], company: [Hub],
        switches: [SwitchLife], tenants: TenantDirectory, now: Timestamp
    ) {
        self.search = search
        self.closure = closure
        self.start = start
        self.hubs = company
        self.switches = switches
        self.tenants = tenants
        self.now = now
        members = closure.members.keys.filter(\.kind.isLeg).sorted()
    }

    func trace() -> Trace {
        var dialogs: [Dialog] = []
        var sipRows: [SIPRow] = []
        var messages: [TraceMessage] = []
        var channelEvents: [(event: SwitchEvent, uuid: String, record: Record)] = []
        var senders: [String: Set<Endpoint>] = [:]
        // A line that names a dialog and a channel is about both and is shown once.
        var shownLines: Set<RecordPosition> = []

        for member in members {
            let items = items(of: member)
            // A switch's log lines come in their order, and many bear one time.
            let lines = items.filter { $0.record.header.kind == .log }.sorted {
                ($0.record.header.time, $0.record.position)
                    < ($1.record.header.time, $1.record.position)
            }
            for (record, reading) in lines where shownLines.insert(record.position).inserted {
                messages.append(.log(LogRow(record, reading, of: member)))
            }
            var sightings: [SIPSighting] = []
            var reports: [Record] = []
            for (record, reading) in items {
                switch record.header.kind {
                case .sip:
                    guard let message = reading.message else {
                        reports.append(record)
                        continue
                    }
                    sightings.append(SIPSighting(record: record, message: message))
                    senders[record.node, default: []].insert(record.header.sender.host)
                case .event:
                    guard let event = reading.event else { continue }
                    channelEvents.append((event, member.id, record))
                case .quality: reports.append(record)
                case .log, .call: break
                }
            }
            messages += Self.quality(of: member, sightings, reports).map { .quality($0) }
            if !sightings.isEmpty {
                dialogs.append(Dialog(callID: member.id, sightings: sightings, now: now))
                var hops = HopMerge()
                for sighting in sightings { hops.add(sighting, callID: member.id) }
                sipRows += hops.finish()
            }
        }

        channelEvents.sort { a, b in
            // A switch stamps in ticks of 20 ms; within one its own numbers say the order.
            let order = (a.record.header.time, Self.rank(a.event))
            let other = (b.record.header.time, Self.rank(b.event))
            return order == other
                ? Self.inOrderOfTime((a.record, ()), (b.record, ())) : order < other
        }
        var assembly = ChannelAssembly()
        var switchReports = SwitchReports()
        var known: Set<[String]> = []
        for (event, uuid, record) in channelEvents {
            assembly.add(event, uuid: uuid, node: record.node, time: record.header.time)
            // The same event twice: a switch connected twice, or a client that came back too soon.
            let mark = [
                record.node, event.coreUUID ?? "", event["Event-Sequence"] ?? "", event.name, uuid,
            ]
            // Or a CDR that was posted again, its answer having come too late.
            guard known.insert(mark).inserted || mark[2].isEmpty && !event.isCDR else { continue }
            messages.append(
                .event(EventRow(event, uuid: uuid, node: record.node, time: record.header.time)))
            switchReports.add(event, uuid: uuid, node: record.node, time: record.header.time)
        }
        let channels = assembly.finish(switches: switches)
        messages += switchReports.finish(channels).map { .quality($0) }
        sipRows = sipRows.enumerated().sorted {
            ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
        }.map(\.element)
        dialogs.sort { $0.start == $1.start ? $0.callID < $1.callID : $0.start < $1.start }
        messages += sipRows.map { .sip($0) }
        messages = Self.stablySorted(messages)

        let links = callLinks()
        let call = CallSummary(
            members: members, dialogs: dialogs, channels: channels, tenants: tenants, now: now)
        let hosts = HostNaming(
            rows: sipRows, senders: senders, localAddresses: assembly.localAddresses)
        var trace = Trace(
            query: search.query, isComplete: search.isComplete, warnings: search.warnings,
            call: call.call, dialogs: dialogs, channels: channels, links: links, messages: messages,
            findings: [], hosts: hosts.names())
        trace.hubs = hubs
        trace.related = related()
        trace.findings = Findings.of(
            trace, root: call.root, rows: sipRows, otherUses: otherUses())
        for (identity, member) in closure.members {
            guard let via = member.via, let link = search.link(via.edge) else { continue }
            trace.reasons[identity] = Trace.Reason(link: link, from: via.from)
        }
        return trace
    }

    /// The reports on the media of a leg: those that agents and telephones sent, and what its BYE says.
    private static func quality(
        of member: Identity, _ sightings: [SIPSighting], _ reports: [Record]
    ) -> [QualityRow] {
        guard !reports.isEmpty || !sightings.isEmpty else { return [] }
        let format = SIPQuality.format(of: sightings)
        var rows = QualityRow.rows(statisticsIn: sightings, callID: member.id, format: format)
        var published: Set<[UInt8]> = []
        for record in reports {
            guard record.header.kind == .sip else {
                rows += QualityRow.rows(of: record, callID: member.id, format: format)
                continue
            }
            // A report that several agents saw, or saw on several hops, is one.
            let found = QualityRow.rows(
                publishedBy: record, callID: member.id, format: format)
            if published.insert(found.body).inserted { rows += found.rows }
        }
        return rows
    }

    /// The records about a leg that are of its use in this call, in order of time.
    private func items(of member: Identity) -> [(record: Record, reading: RecordReading)] {
        let lives = closure.members[member]?.lives ?? []
        return (search.readings[member] ?? []).filter { item in
            lives.contains { $0.contains(item.record.header.time) }
        }.sorted(by: Self.inOrderOfTime)
    }

    /// Listeners, and what only a guess ties to the call, each once.
    private func related() -> [Related] {
        var found: [Identity: Related] = [:]
        let asides = closure.asides.compactMap { edge, member in
            search.link(edge).map { ($0, member) }
        }
        for (link, member) in asides.sorted(by: { Link.isEarlier($0.0, $1.0) }) {
            let other = link.other(than: member)
            guard found[other] == nil, found.count < Limits.relatedMax else { continue }
            let lives = search.lives(of: other) ?? search.livesSeen(of: other)
            guard
                lives.contains(where: { life in
                    closure.members[member]?.lives.contains {
                        $0.meets(life, slack: Limits.overlapSlackMicroseconds)
                    } ?? false
                })
            else { continue }
            let source = link.evidence.first
            let of = source.map { "\($0.name) in \($0.event ?? "a message") of \($0.node)" } ?? ""
            let kind: Related.Kind = link.kind == .monitor ? .monitor : .guess
            let what =
                switch link.kind {
                case .monitor where link.a == other: "listens to \(member.id)"
                case .monitor: "is listened to by \(member.id)"
                case .media: "has the same media as \(member.id)"
                case .number: "has the same numbers at the same time as \(member.id)"
                default: "may belong to \(member.id)"
                }
            found[other] = Related(kind, other, why: "\(what): \(of)")
        }
        return found.values.sorted { $0.identity < $1.identity }
    }

    /// Other times at which what was asked for was in use.
    private func otherUses() -> [Life] {
        var found: [Life] = []
        for (identity, meant) in start where identity.id == search.query {
            for life in search.lives(of: identity) ?? [] where !meant.contains(life) {
                if !found.contains(life) { found.append(life) }
            }
        }
        return found.sorted { $0.lowerBound < $1.lowerBound }
    }

    /// The links between members, tokens that were walked over among them.
    private func callLinks() -> [Link] {
        var links = LinkSet()
        for member in closure.members.keys {
            for link in search.links(of: member)
            where closure.members[link.other(than: member)] != nil && !link.kind.isSocial {
                links.add(link)
            }
        }
        return links.all.sorted(by: Link.isEarlier)
    }

    /// A switch's own numbers; a CDR is made when all else is over.
    private static func rank(_ event: SwitchEvent) -> UInt64 {
        event.isCDR ? .max : event.sequence ?? 0
    }

    /// By time, then by what cannot depend on the order of arrival.
    private static func inOrderOfTime<A>(_ a: (record: Record, A), _ b: (record: Record, A)) -> Bool
    {
        let order = (a.record.header.time, a.record.node)
        let other = (b.record.header.time, b.record.node)
        return order == other
            ? a.record.payload.lexicographicallyPrecedes(b.record.payload) : order < other
    }

    /// By time; rows of one time stay as they came, SIP before what a switch says of it.
    private static func stablySorted(_ messages: [TraceMessage]) -> [TraceMessage] {
        func rank(_ message: TraceMessage) -> Int {
            switch message {
            case .sip: 0
            case .event: 1
            case .log: 2
            case .quality: 3
            }
        }
        return messages.enumerated().sorted { a, b in
            let left = (a.element.time, rank(a.element), a.offset)
            let right = (b.element.time, rank(b.element), b.offset)
            return left < right
        }.map(\.element)
    }
}
