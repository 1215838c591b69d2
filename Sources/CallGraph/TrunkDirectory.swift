// Which trunk an address belongs to.

/// Named networks: carriers, session border controllers, PBXs of customers.
///
/// An address of several is of the one with the longest prefix. Looking one up is a binary search.
public struct TrunkDirectory: Sendable {
    /// Addresses that follow each other and are of one trunk, or of none.
    private struct Run: Sendable {
        var family: Endpoint.Family
        var high: UInt64
        var low: UInt64
        var trunk: UInt16

        func isAfter(_ address: Endpoint) -> Bool {
            (family.rawValue, high, low)
                > (address.family.rawValue, address.high, address.low)
        }
    }

    /// The names by number; number 0 is no trunk.
    public private(set) var names: [String] = [""]
    /// By their first address; each ends where the next one begins.
    private var runs: [Run] = []

    /// No trunks.
    public init() {}

    /// Trunks of these networks. Names that `previous` knew keep their numbers, so that calls that are up
    /// while the trunks change are still told by the right one.
    public init(
        _ trunks: [(name: String, networks: [CIDR])], keeping previous: TrunkDirectory = .init()
    ) {
        names = previous.names
        var networks: [(network: CIDR, trunk: UInt16)] = []
        for trunk in trunks {
            guard let number = number(named: trunk.name) else { continue }
            networks += trunk.networks.map { ($0, number) }
        }
        // A network follows the one that it lies in, so that a stack tells what an address returns to.
        networks.sort { a, b in
            let left = a.network.network
            let right = b.network.network
            return (left.family.rawValue, left.high, left.low, a.network.prefixBits)
                < (right.family.rawValue, right.high, right.low, b.network.prefixBits)
        }
        var around: [(network: CIDR, trunk: UInt16)] = []
        for entry in networks {
            close(&around) { $0.contains(entry.network.network) }
            begin(entry.network.network, entry.trunk)
            around.append(entry)
        }
        close(&around) { _ in false }
    }

    /// True when there are none, and nothing need be looked up.
    public var isEmpty: Bool { runs.isEmpty }

    /// The number of the trunk of this address; 0 when it is nobody's.
    public func number(of endpoint: Endpoint) -> UInt16 {
        guard !runs.isEmpty, endpoint.family != .unknown else { return 0 }
        let address = endpoint.withoutMapping
        var low = 0
        var high = runs.count
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].isAfter(address) { high = middle } else { low = middle + 1 }
        }
        guard low > 0, runs[low - 1].family == address.family else { return 0 }
        return runs[low - 1].trunk
    }

    /// The number of a name, a new one if need be; nil when there are too many.
    private mutating func number(named name: String) -> UInt16? {
        if let known = names.firstIndex(of: name) { return UInt16(known) }
        guard names.count <= Limits.trunksMax else { return nil }
        names.append(name)
        return UInt16(names.count - 1)
    }

    /// Ends the networks on the stack, innermost first, until one holds what comes next.
    private mutating func close(
        _ around: inout [(network: CIDR, trunk: UInt16)], until holds: (CIDR) -> Bool
    ) {
        while let last = around.last, !holds(last.network) {
            around.removeLast()
            guard let next = last.network.addressBehind else { continue }
            begin(next, around.last?.trunk ?? 0)
        }
    }

    private mutating func begin(_ address: Endpoint, _ trunk: UInt16) {
        let run = Run(
            family: address.family, high: address.high, low: address.low, trunk: trunk)
        if let last = runs.last,
            (last.family, last.high, last.low) == (run.family, run.high, run.low)
        {
            runs[runs.count - 1] = run
        } else {
            runs.append(run)
        }
    }
}

extension CIDR {
    /// The first address after the network; nil when there is none.
    fileprivate var addressBehind: Endpoint? {
        if network.family == .v4 {
            let next = network.low + 1 << UInt64(32 - prefixBits)
            return next > 0xffff_ffff
                ? nil : Endpoint(family: .v4, high: 0, low: next, port: 0)
        }
        if prefixBits <= 64 {
            let step = prefixBits == 0 ? 0 : UInt64(1) << UInt64(64 - prefixBits)
            let (high, overflow) = network.high.addingReportingOverflow(step)
            return overflow || step == 0
                ? nil : Endpoint(family: .v6, high: high, low: 0, port: 0)
        }
        let (low, carry) = network.low.addingReportingOverflow(
            UInt64(1) << UInt64(128 - prefixBits))
        let (high, overflow) = network.high.addingReportingOverflow(carry ? 1 : 0)
        return overflow ? nil : Endpoint(family: .v6, high: high, low: low, port: 0)
    }
}
