// Where a dialog began and where it arrived: what a B2BUA's two sides have in common.

internal import SIP

/// The way of the INVITE that began a dialog, as far as agents saw it.
struct DialogPath {
    /// When the INVITE was seen first.
    let time: Timestamp
    /// The host that sent it first.
    let origin: Endpoint
    /// Every host that it arrived at.
    let arrivals: Set<Endpoint>
    /// True when the first hop shows that nobody had it before: it bears one Via.
    let isOwn: Bool
    /// Who saw it.
    let nodes: Set<String>
    /// The domains of From and To, in lower case.
    let domains: Set<String>

    /// The path of the dialog of these records; nil when no INVITE is among them.
    init?(_ items: [(record: Record, reading: RecordReading)]) {
        let invites = items.filter {
            guard let message = $0.reading.message else { return false }
            return message.kind == .request && message.method == .invite && message.toTag.isEmpty
        }.sorted { $0.record.header.time < $1.record.header.time }
        guard let first = invites.first, let message = first.reading.message else { return nil }
        // Two agents' clocks may disagree; of a packet that both saw, the one with fewer Via is earlier.
        // Of such copies one may lack its addresses: sofia's over IPv6.
        let firstHops = invites.filter { $0.reading.message?.viaCount == 1 }
        let own =
            firstHops.first { $0.record.header.source.family != .unknown } ?? firstHops.first
            ?? first
        time = first.record.header.time
        origin = own.record.header.source.host
        arrivals = Set(invites.map { $0.record.header.destination.host })
        isOwn = own.reading.message?.viaCount == 1
        nodes = Set(invites.map(\.record.node))
        let bytes = first.record.payload.span
        domains = Set(
            [message.from, message.to].map {
                first.record.text(SIPAddress.parse(bytes, $0).host).lowercased()
            })
    }

    /// True when the other dialog began where this one arrived, at the same time or later.
    func leads(to other: DialogPath) -> Bool {
        guard other.origin.family != .unknown, arrivals.contains(other.origin),
            other.origin != origin
        else { return false }
        // Agents stamp up to 30 ms apart.
        return other.time.microseconds(since: time) > -50_000
    }

    /// True when all other paths may have come out of this one.
    ///
    /// A call comes in from outside once: nothing else begins where the root did. Whoever was called
    /// and calls back to where that came from makes a call of its own; only the root's own host may
    /// have both sides of a call (a trunk).
    static func isRoot(_ root: Int, of paths: [DialogPath]) -> Bool {
        paths.indices.allSatisfy { place in
            let path = paths[place]
            guard place != root else { return true }
            guard path.isOwn, path.origin != paths[root].origin else { return false }
            return paths.indices.contains { from in
                from != place && paths[from].leads(to: path)
                    && (from == root || !path.arrivals.contains(paths[from].origin))
            }
        }
    }
}
