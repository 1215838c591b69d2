// An IP address with a port, as it stands in a HEP packet's addresses.

/// An IP address and a port; the address may be unknown.
public struct Endpoint: Hashable, Sendable {
    /// Which of the two forms an address has.
    public enum Family: UInt8, Sendable {
        /// The agent did not say, or said something that is no host.
        case unknown = 0
        case v4 = 1
        case v6 = 2
    }

    /// IPv4, IPv6, or unknown.
    public var family: Family
    /// The upper eight bytes of an IPv6 address; 0 otherwise.
    public var high: UInt64
    /// The lower eight bytes of an IPv6 address, or an IPv4 address in the low 32 bits.
    public var low: UInt64
    /// 0 when there is none.
    public var port: UInt16

    /// An endpoint of these parts, taken as they are.
    public init(family: Family, high: UInt64, low: UInt64, port: UInt16) {
        self.family = family
        self.high = high
        self.low = low
        self.port = port
    }

    /// An IPv4 endpoint, the address in host order: 127.0.0.1 is 0x7f000001.
    public init(v4 address: UInt32, port: UInt16) {
        self.init(family: .v4, high: 0, low: UInt64(address), port: port)
    }

    /// An address that nobody knows.
    public static let unknown = Endpoint(family: .unknown, high: 0, low: 0, port: 0)

    /// The same address without its port.
    public var host: Endpoint { Endpoint(family: family, high: high, low: low, port: 0) }

    /// The address alone: `127.0.0.1`, `2001:db8::1` (RFC 5952), or `unknown`.
    public var addressText: String {
        switch family {
        case .unknown: "unknown"
        case .v4:
            "\(low >> 24 & 255).\(low >> 16 & 255).\(low >> 8 & 255).\(low & 255)"
        case .v6: Self.text(high: high, low: low)
        }
    }

    /// The address and port: `127.0.0.1:5060`, `[2001:db8::1]:5060`.
    public var text: String {
        family == .v6 ? "[\(addressText)]:\(port)" : "\(addressText):\(port)"
    }

    /// Appends the same as `text`; of an IPv4 address, which nearly all are, without a string.
    public func render(into bytes: inout [UInt8]) {
        guard family == .v4 else {
            bytes += text.utf8
            return
        }
        for shift in [24, 16, 8, 0] as [UInt64] {
            Self.append(low >> shift & 255, to: &bytes)
            bytes.append(shift > 0 ? 0x2e : 0x3a)
        }
        Self.append(UInt64(port), to: &bytes)
    }

    private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
        if number >= 10 { append(number / 10, to: &bytes) }
        bytes.append(0x30 + UInt8(number % 10))
    }

    /// RFC 5952 §4: lower case, no leading zeros, the first longest run of zero groups as `::`.
    private static func text(high: UInt64, low: UInt64) -> String {
        var groups: [UInt64] = []
        for shift in [48, 32, 16, 0] as [UInt64] { groups.append(high >> shift & 0xffff) }
        for shift in [48, 32, 16, 0] as [UInt64] { groups.append(low >> shift & 0xffff) }
        var best = 0..<0
        var start = 0
        while start < 8 {
            var end = start
            while end < 8 && groups[end] == 0 { end += 1 }
            if end - start > best.count { best = start..<end }
            start = max(end, start + 1)
        }
        if best.count < 2 { return groups.map { String($0, radix: 16) }.joined(separator: ":") }
        let head = groups[..<best.lowerBound].map { String($0, radix: 16) }.joined(separator: ":")
        let tail = groups[best.upperBound...].map { String($0, radix: 16) }.joined(separator: ":")
        return "\(head)::\(tail)"
    }
}
