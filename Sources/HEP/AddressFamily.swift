// The numbers that systems have for address families.

/// The byte that versions 1 and 2 and the first chunk of version 3 have for the kind of address.
enum AddressFamily {
    /// `AF_INET`, the same everywhere.
    static let v4: UInt8 = 2

    /// `AF_INET6` of Linux, which this library sends.
    static let v6: UInt8 = 10

    /// Whether a byte is what some system calls `AF_INET` or `AF_INET6`.
    ///
    /// IPv6 is 10 on Linux, 28 on FreeBSD, 30 on macOS, 23 on Windows.
    static func isKnown(_ byte: UInt8) -> Bool {
        switch byte {
        case v4, v6, 23, 28, 30: true
        default: false
        }
    }

    /// The byte to send for an address; that of IPv4 when there is none.
    static func number(of address: HEPAddress) -> UInt8 {
        address.family == .v6 ? v6 : v4
    }
}
