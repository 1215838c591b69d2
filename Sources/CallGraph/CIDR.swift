// A network: of senders that need no key, of calls that are looked for.

/// A network of IPv4 or IPv6 addresses (RFC 4632 §3.1, RFC 4291 §2.3).
///
/// An IPv4 address written as IPv6 (`::ffff:10.0.0.1`, as a socket for both families reports it) is the
/// IPv4 address, in a network and in what is looked up.
public struct CIDR: Sendable, Equatable, CustomStringConvertible {
    /// The first address, its port 0.
    public let network: Endpoint
    /// Bits that an address must share with it: 0 to 32, or 0 to 128.
    public let prefixBits: Int

    /// Reads `10.0.0.0/8`, `2001:db8::/32`, or one address. Bits set after the prefix are refused, since
    /// `10.1.2.3/8` may be meant as one host and would let in 16 million.
    public init(parsing text: String) throws(CIDRProblem) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let address = Endpoint(parsing: first) else {
            throw .notANetwork
        }
        let bitsMax = address.family == .v4 ? 32 : 128
        var bits = bitsMax
        if parts.count == 2 {
            let digits = parts[1]
            guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let number = Int(digits), number <= bitsMax
            else { throw .prefix(bitsMax) }
            bits = number
        }
        let (whole, wholeBits) = Self.withoutMapping(address, bits)
        let start = Self.masked(whole, wholeBits)
        guard start == whole else {
            throw .bitsAfterPrefix("\(start.addressText)/\(wholeBits)", whole.addressText)
        }
        network = start
        prefixBits = wholeBits
    }

    /// True when the endpoint's address lies in the network; never for an unknown address.
    public func contains(_ endpoint: Endpoint) -> Bool {
        let address = endpoint.withoutMapping
        return address.family == network.family && Self.masked(address, prefixBits) == network
    }

    /// The same for an address in parts, as ``Endpoint`` has them: IPv4 in the low 32 bits of `low`.
    public func contains(family: Endpoint.Family, high: UInt64, low: UInt64) -> Bool {
        contains(Endpoint(family: family, high: high, low: low, port: 0))
    }

    /// `10.0.0.0/8`.
    public var description: String { "\(network.addressText)/\(prefixBits)" }

    /// RFC 4291 §2.5.5.2: the first 80 bits are zeros, 16 ones follow, then the IPv4 address.
    private static func withoutMapping(_ address: Endpoint, _ bits: Int) -> (Endpoint, Int) {
        guard address.family == .v6, address.high == 0, address.low >> 32 == 0xffff, bits >= 96
        else {
            return (address, bits)
        }
        return (Endpoint(v4: UInt32(truncatingIfNeeded: address.low), port: 0), bits - 96)
    }

    /// The address with nothing but its first `bits`.
    private static func masked(_ address: Endpoint, _ bits: Int) -> Endpoint {
        if address.family == .v4 {
            // Swift's shifts by 64 or more give 0, so that no prefix needs a case of its own.
            let mask = (UInt64.max << UInt64(32 - min(bits, 32))) & 0xffff_ffff
            return Endpoint(family: .v4, high: 0, low: address.low & mask, port: 0)
        }
        let high = UInt64.max << UInt64(max(0, 64 - bits))
        let low = UInt64.max << UInt64(min(64, 128 - bits))
        return Endpoint(
            family: address.family, high: address.high & high, low: address.low & low, port: 0)
    }
}

extension Endpoint {
    /// The address without its port; one of IPv4 that is written as IPv6 (RFC 4291 §2.5.5.2) as IPv4.
    var withoutMapping: Endpoint {
        guard family == .v6, high == 0, low >> 32 == 0xffff else { return host }
        return Endpoint(v4: UInt32(truncatingIfNeeded: low), port: 0)
    }
}
