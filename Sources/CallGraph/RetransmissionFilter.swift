// Which messages come again.

public import SIP

/// Knows a SIP message that was seen a short time ago on the same hop by the same node.
///
/// A retransmission has the start line, the branch and the CSeq of the first one (RFC 3261 §17). Of each
/// message 32 bits of a hash stand at a place that the hash names, with the time; a later message at that
/// place takes it. So nothing grows, and at 20,000 messages a second one is remembered for 13 seconds.
public struct RetransmissionFilter: ~Copyable, Sendable {
    /// Hash above, milliseconds below.
    private var seen: [UInt64]
    private static var places: Int { 1 << Limits.retransmissionPlacesLog2 }

    /// A filter that has seen nothing.
    public init() { seen = [UInt64](repeating: 0, count: Self.places) }

    /// Takes a message, and says whether it is a retransmission.
    ///
    /// `key` is that of its Call-ID. What comes again within five milliseconds was captured twice.
    public mutating func isRetransmission(
        _ message: SIPMessage, _ bytes: Span<UInt8>, key: IdentityKey, hop: (Endpoint, Endpoint),
        node: UInt16, time: Timestamp, hasher: IdentityHasher
    ) -> Bool {
        let branch = message.branch.range
        var hash = hasher.key(bytes, offset: branch.lowerBound, count: branch.count).value
        let line =
            UInt64(message.statusCode) << 8 | UInt64(message.method.rawValue) << 24
            | UInt64(node) << 32
        hash = Self.mix(hash ^ key.value, line ^ UInt64(message.cseqNumber ?? 0) << 40)
        hash = Self.mix(hash ^ hop.0.low ^ hop.0.high, hop.1.low &+ hop.1.high &* 31)
        hash = Self.mix(hash, UInt64(hop.0.port) << 16 | UInt64(hop.1.port))
        let place = Int(truncatingIfNeeded: hash & UInt64(Self.places - 1))
        let mark = hash & 0xffff_ffff_0000_0000
        let now = UInt32(truncatingIfNeeded: time.microseconds / 1000)
        let last = seen[place]
        seen[place] = mark | UInt64(now)
        guard last & 0xffff_ffff_0000_0000 == mark else { return false }
        let age = now &- UInt32(truncatingIfNeeded: last)
        guard age <= Limits.retransmissionMillisecondsMax else { return false }
        return age > UInt32(Limits.sameCaptureMicroseconds / 1000)
    }

    private static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = (a ^ 0x9e37_79b9_7f4a_7c15)
            .multipliedFullWidth(by: b ^ 0xbf58_476d_1ce4_e5b9)
        return product.high ^ product.low
    }
}
