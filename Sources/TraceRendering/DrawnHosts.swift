// The hosts of a call in order, for drawings.

internal import CallGraph

/// The hosts that messages went between, in order of their first appearance, with the names known for them.
struct DrawnHosts {
    /// A host.
    struct Host {
        /// nil for all those that there was no room for.
        var endpoint: Endpoint?
        /// The names of agents and switches there.
        var name: String?
        /// Its address; the port where it uses but one.
        var address: String
    }

    private(set) var all: [Host] = []
    private var places: [Endpoint: Int] = [:]
    private var nodePlaces: [String: Int] = [:]

    init(_ trace: Trace) {
        var ports: [Set<UInt16>] = []
        for case .sip(let row) in trace.messages {
            for endpoint in [row.source, row.destination] {
                let host = endpoint.host
                if let place = places[host] {
                    ports[place].insert(endpoint.port)
                } else if all.count < Limits.hostsMax {
                    places[host] = all.count
                    all.append(Host(endpoint: host, name: nil, address: host.addressText))
                    ports.append([endpoint.port])
                } else {
                    places[host] = all.count - 1
                    all[all.count - 1] = Host(endpoint: nil, name: nil, address: "other hosts")
                }
            }
        }
        for name in trace.hosts {
            guard let place = places[name.host.host], all[place].endpoint != nil else { continue }
            all[place].name = name.name
            for word in [name.name] + name.name.split(separator: " ").map(String.init)
            where nodePlaces[word] == nil { nodePlaces[word] = place }
        }
        for (place, host) in all.enumerated() {
            guard let endpoint = host.endpoint, ports[place].count == 1,
                let port = ports[place].first, port != 0
            else { continue }
            all[place].address =
                endpoint.family == .v6
                ? "[\(host.address)]:\(port)" : "\(host.address):\(port)"
        }
    }

    /// The place of an endpoint's host.
    func place(of endpoint: Endpoint) -> Int? { places[endpoint.host] }

    /// The place of the host that a switch or agent lives at.
    func place(ofNode node: String) -> Int? { nodePlaces[node] }
}
