// An address of the network layer.

/// An IPv4 or IPv6 address.
public struct IPAddress: Hashable, Sendable {
    /// True for IPv6.
    public var isV6: Bool

    /// The first eight bytes of an IPv6 address; 0 otherwise.
    public var high: UInt64

    /// The last eight bytes of an IPv6 address, or an IPv4 address in the low 32 bits.
    public var low: UInt64

    /// An IPv4 address; `192.0.2.1` is `0xC000_0201`.
    public init(v4 address: UInt32) {
        isV6 = false
        high = 0
        low = UInt64(address)
    }

    /// An IPv6 address from its two halves.
    public init(v6High high: UInt64, low: UInt64) {
        isV6 = true
        self.high = high
        self.low = low
    }

    /// The same host as IPv6: an IPv4 address becomes a mapped one (RFC 4291 §2.5.5.2).
    var asV6: IPAddress { isV6 ? self : IPAddress(v6High: 0, low: 0xFFFF << 32 | low) }
}

/// An address and a port of UDP or TCP.
public struct PacketEndpoint: Hashable, Sendable {
    /// The host.
    public var address: IPAddress

    /// The port.
    public var port: UInt16

    /// The endpoint at this port of this host.
    public init(_ address: IPAddress, port: UInt16) {
        self.address = address
        self.port = port
    }
}

extension [UInt8] {
    /// Appends an address in network order, four bytes or sixteen.
    mutating func append(_ address: IPAddress) {
        if address.isV6 {
            appendBig(address.high)
            appendBig(address.low)
        } else {
            appendBig(UInt32(truncatingIfNeeded: address.low))
        }
    }
}

extension Span<UInt8> {
    /// The IPv4 address at `offset`. The caller has checked the bounds.
    func v4Address(at offset: Int) -> IPAddress { IPAddress(v4: uint32(at: offset)) }

    /// The IPv6 address at `offset`. The caller has checked the bounds.
    func v6Address(at offset: Int) -> IPAddress {
        IPAddress(v6High: uint64(at: offset), low: uint64(at: offset + 8))
    }
}
