// An IP address as a HEP packet carries it.

/// An IPv4 or IPv6 address in sixteen bytes, or none at all.
///
/// An IPv4-mapped IPv6 address (`::ffff:192.0.2.1`) is stored as IPv4, so that two agents that see
/// the same host through differing sockets agree.
public struct HEPAddress: Hashable, Sendable {
    /// The kind of an address; the raw value is the IP version.
    public enum Family: UInt8, Sendable {
        /// No address was given.
        case none = 0
        /// IPv4, in the low 32 bits.
        case v4 = 4
        /// IPv6, in all 128 bits.
        case v6 = 6
    }

    /// Which kind of address this is.
    public var family: Family

    /// The first eight bytes of an IPv6 address; zero otherwise.
    public var high: UInt64

    /// The last eight bytes of an IPv6 address, or an IPv4 address in the low 32 bits.
    public var low: UInt64

    /// The address of a packet that has none.
    public static let none = HEPAddress(family: .none, high: 0, low: 0)

    /// An IPv4 address; `192.0.2.1` is `0xC000_0201`.
    public init(v4 address: UInt32) {
        self.init(family: .v4, high: 0, low: UInt64(address))
    }

    /// An IPv6 address from its two halves; an IPv4-mapped one (RFC 4291 §2.5.5.2) becomes IPv4.
    public init(v6High high: UInt64, low: UInt64) {
        if high == 0, low >> 32 == 0xFFFF {
            self.init(v4: UInt32(truncatingIfNeeded: low))
        } else {
            self.init(family: .v6, high: high, low: low)
        }
    }

    private init(family: Family, high: UInt64, low: UInt64) {
        self.family = family
        self.high = high
        self.low = low
    }

    /// Whether this names no host: absent, all zeros, or `255.255.255.255`.
    ///
    /// sofia-sip sends `::` for every IPv6 peer, Kamailio sends the broadcast address for a peer
    /// it does not know.
    public var isUnknown: Bool {
        switch family {
        case .none: true
        case .v4: low == 0 || low == 0xFFFF_FFFF
        case .v6: high == 0 && low == 0
        }
    }

    /// Whether this is a loopback address: `127.0.0.0/8` or `::1`.
    public var isLoopback: Bool {
        switch family {
        case .none: false
        case .v4: low >> 24 == 127
        case .v6: high == 0 && low == 1
        }
    }
}
