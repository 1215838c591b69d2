// The trace of a call whose records have been found.

internal import EventSocket

/// Puts the parts of a trace together.
struct TraceAssembly {
    private let search: CallSearch
    private let tenants: TenantDirectory
    private let now: Timestamp

    init(search: CallSearch, tenants: TenantDirectory, now: Timestamp) {
        self.search = search
        self.tenants = tenants
        self.now = now
    }

    func trace() -> Trace {
        var dialogs: [Dialog] = []
        var sipRows: [SIPRow] = []
        var messages: [TraceMessage] = []
        var channelEvents: [(event: SwitchEvent, uuid: String, record: Record)] = []
        var senders: [String: Set<Endpoint>] = [:]

        for member in search.members.sorted() {
            let items = (search.readings[member] ?? []).sorted(by: Self.inOrderOfTime)
            // A switch's log lines come in their order, and many bear one time.
            let lines = items.filter { $0.record.header.kind == .log }.sorted {
                ($0.record.header.time, $0.record.position)
                    < ($1.record.header.time, $1.record.position)
            }
            messages += lines.map { .log(LogRow($0.record, uuid: member.id)) }
            var sightings: [SIPSighting] = []
            for (record, reading) in items {
                switch record.header.kind {
                case .sip:
                    guard let message = reading.message else { continue }
                    sightings.append(SIPSighting(record: record, message: message))
                    senders[record.node, default: []].insert(record.header.sender.host)
                case .event:
                    guard let event = reading.event else { continue }
                    channelEvents.append((event, member.id, record))
                case .quality:
                    messages.append(.quality(QualityRow(record, callID: member.id)))
                case .log, .call: break
                }
            }
            if !sightings.isEmpty {
                dialogs.append(Dialog(callID: member.id, sightings: sightings, now: now))
                var hops = HopMerge()
                for sighting in sightings { hops.add(sighting, callID: member.id) }
                sipRows += hops.finish()
            }
        }

        channelEvents.sort { a, b in
            // A switch stamps in ticks of 20 ms; within one its own numbers say the order.
            let order = (a.record.header.time, a.event.sequence ?? 0)
            let other = (b.record.header.time, b.event.sequence ?? 0)
            return order == other
                ? Self.inOrderOfTime((a.record, ()), (b.record, ())) : order < other
        }
        var assembly = ChannelAssembly()
        var known: Set<[String]> = []
        for (event, uuid, record) in channelEvents {
            assembly.add(event, uuid: uuid, node: record.node, time: record.header.time)
            // The same event twice: a switch connected twice, or a client that came back too soon.
            let mark = [
                record.node, event.coreUUID ?? "", event["Event-Sequence"] ?? "", event.name, uuid,
            ]
            guard known.insert(mark).inserted || mark[2].isEmpty else { continue }
            messages.append(
                .event(EventRow(event, uuid: uuid, node: record.node, time: record.header.time)))
        }
        let channels = assembly.finish()
        sipRows = sipRows.enumerated().sorted {
            ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
        }.map(\.element)
        dialogs.sort { $0.start == $1.start ? $0.callID < $1.callID : $0.start < $1.start }
        messages += sipRows.map { .sip($0) }
        messages = Self.stablySorted(messages)

        let links = callLinks()
        let call = CallSummary(
            members: search.members, dialogs: dialogs, channels: channels, tenants: tenants,
            now: now)
        let hosts = HostNaming(
            rows: sipRows, senders: senders, localAddresses: assembly.localAddresses)
        return Trace(
            query: search.query, isComplete: search.isComplete, warnings: search.warnings,
            call: call.call, dialogs: dialogs, channels: channels, links: links, messages: messages,
            findings: Findings.of(
                call: call, dialogs: dialogs, channels: channels, rows: sipRows),
            hosts: hosts.names())
    }

    /// The links between members, those by equal names where nothing says it exactly.
    private func callLinks() -> [Link] {
        var links = LinkSet()
        for link in search.links.all + search.equalNames()
        where search.members.contains(link.a) && search.members.contains(link.b) {
            links.add(link)
        }
        return links.all.sorted {
            ($0.from, $0.a, $0.b, $0.kind.rawValue) < ($1.from, $1.a, $1.b, $1.kind.rawValue)
        }
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

extension LogRow {
    /// The row of a log record.
    init(_ record: Record, uuid: String) {
        let level = SwitchLogLine.Level(rawValue: record.header.severity)?.label ?? "info"
        self.init(
            time: record.header.time, uuid: uuid, node: record.node, level: level,
            text: String(decoding: record.payload, as: UTF8.self))
    }
}
