// Which agent or switch lives at which address, as far as one call shows it.

/// Finds the host of each agent and switch among the addresses of a call.
struct HostNaming {
    private let rows: [SIPRow]
    private let senders: [String: Set<Endpoint>]
    private let localAddresses: [String: Set<String>]

    /// `senders`: the addresses that each agent spoke from; `localAddresses`: where each switch says it
    /// speaks SIP.
    init(
        rows: [SIPRow], senders: [String: Set<Endpoint>], localAddresses: [String: Set<String>]
    ) {
        self.rows = rows
        self.senders = senders
        self.localAddresses = localAddresses
    }

    /// A name for every host that has one: the switch's, then the agent's.
    func names() -> [HostName] {
        var hosts: Set<Endpoint> = []
        var common: [String: Set<Endpoint>] = [:]
        for row in rows {
            let ends = Set(
                [row.source.host, row.destination.host].filter { $0.family != .unknown })
            hosts.formUnion(ends)
            guard !ends.isEmpty else { continue }
            for sighting in row.seenBy {
                common[sighting.node] = common[sighting.node].map { $0.intersection(ends) } ?? ends
            }
        }
        var found: [Endpoint: [String]] = [:]
        for (node, addresses) in localAddresses.sorted(by: { $0.key < $1.key }) {
            for host in hosts where addresses.contains(host.addressText) {
                found[host, default: []].append(node)
            }
        }
        for (node, host) in agentHosts(common).sorted(by: { $0.key < $1.key }) {
            if found[host]?.contains(node) != true { found[host, default: []].append(node) }
        }
        return found.map { HostName(host: $0.key, name: $0.value.joined(separator: " ")) }
            .sorted { $0.host.addressText < $1.host.addressText }
    }

    /// An agent mirrors its own traffic: its host is at one end of all that it saw. Of two such hosts it
    /// is the one that it spoke from, or the one that is no other agent's.
    private func agentHosts(_ common: [String: Set<Endpoint>]) -> [String: Endpoint] {
        var found: [String: Endpoint] = [:]
        for (node, candidates) in common {
            let spokenFrom = candidates.intersection(senders[node] ?? [])
            if spokenFrom.count == 1, let host = spokenFrom.first { found[node] = host }
        }
        for (node, candidates) in common where found[node] == nil {
            let free = candidates.subtracting(found.values)
            if free.count == 1, let host = free.first { found[node] = host }
        }
        return found
    }
}
