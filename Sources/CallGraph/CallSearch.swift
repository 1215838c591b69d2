// The search for one call's identities: what has been found, what is still to be looked for.

internal import EventSocket

/// Everything gathered for one trace so far.
struct CallSearch {
    /// What was asked for.
    let query: String
    /// Identities of the call.
    private(set) var members: Set<Identity> = []
    /// Links that were seen, by kind and pair.
    private(set) var links = LinkSet()
    /// Records read, by identity that they are about.
    private(set) var readings: [Identity: [(record: Record, reading: RecordReading)]] = [:]
    /// False when a part of the store was left out or could not be read.
    var isComplete = true
    var warnings: [String] = []
    /// Every record that was read.
    var recordCount: Int { seen.count }

    private var seen: Set<RecordPosition> = []
    private var asked: Set<String> = []

    init(query: String) {
        self.query = query
        asked.insert(query)
    }

    /// True when some record is about what was asked for.
    var isFound: Bool { !members.isEmpty }

    /// The time that the records of the call span; nil while there are none.
    var interval: ClosedRange<Timestamp>? {
        var first = Timestamp.distantFuture
        var last = Timestamp.distantPast
        for member in members {
            for item in readings[member] ?? [] {
                first = min(first, item.record.header.time)
                last = max(last, item.record.header.time)
            }
        }
        return first <= last ? first...last : nil
    }

    /// Takes what a round found.
    mutating func add(_ selection: RecordSelection) {
        isComplete = isComplete && selection.isComplete
        for warning in selection.warnings where !warnings.contains(warning) {
            warnings.append(warning)
        }
        for record in selection.records where seen.insert(record.position).inserted {
            let reading = RecordReading(record)
            for link in reading.links { links.add(link) }
            if let subject = reading.subject {
                readings[subject, default: []].append((record, reading))
            }
        }
    }

    /// Follows links from what is known, and names what must be looked for next.
    ///
    /// An identity becomes a member only when some record is about it: a variable that names a channel
    /// nobody ever heard of joins nothing.
    mutating func follow() -> [String] {
        if members.isEmpty {
            for kind in Identity.Kind.allCases {
                let identity = Identity(kind, query)
                if readings[identity] != nil { enter(identity) }
            }
        }
        var wanted: [String] = []
        var changed = true
        while changed {
            changed = false
            for link in joining() {
                for (here, there) in [(link.a, link.b), (link.b, link.a)]
                where members.contains(here) && !members.contains(there) {
                    if asked.insert(there.id).inserted {
                        wanted.append(there.id)
                    } else if readings[there] != nil && !wanted.contains(there.id) {
                        changed = enter(there) || changed
                    }
                }
            }
        }
        // What a member is known by may be the name of another thing too: a Call-ID that is a UUID.
        for member in members where asked.insert(member.id).inserted { wanted.append(member.id) }
        return wanted
    }

    /// Links sure enough to join, those that equal names make among them.
    private func joining() -> [Link] {
        links.all.filter { $0.strength >= .token } + equalNames()
    }

    /// A dialog and a channel of one name: `outbound-use-uuid-as-callid` and its like.
    func equalNames() -> [Link] {
        readings.keys.compactMap { dialog in
            guard dialog.kind == .dialog else { return nil }
            let channel = Identity(.channel, dialog.id)
            guard let item = readings[channel]?.first else { return nil }
            let name = item.reading.event?.name
            return Link(
                .same, channel, dialog, strength: .token, from: item.record.header.time,
                evidence: [
                    Evidence(
                        source: name == nil ? .log : .event, name: "Unique-ID", event: name,
                        node: item.record.node, time: item.record.header.time)
                ])
        }
    }

    @discardableResult
    private mutating func enter(_ identity: Identity) -> Bool {
        guard members.count < Limits.identitiesPerTraceMax else {
            let warning =
                "the call has more than \(Limits.identitiesPerTraceMax) legs; the rest is left out"
            if !warnings.contains(warning) { warnings.append(warning) }
            isComplete = false
            return false
        }
        return members.insert(identity).inserted
    }
}
