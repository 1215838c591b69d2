// Which messages come again.

public import SIP

/// Knows a SIP message that was seen a short time ago on the same hop by the same node.
///
/// A retransmission has the start line, the branch and the CSeq of the first one (RFC 3261 §17). Of each
/// message 20 bits of a hash stand at a place that the hash names, with the time in 16 ms; a later message at
/// that place takes it. So nothing grows; at 5,000 messages a second one is remembered for 13 seconds, at
/// 60,000 for one, and the first retransmission comes after half of that. One message in a million is taken for
/// a retransmission of another.
public struct RetransmissionFilter: ~Copyable, Sendable {
    /// Hash above, time below.
    private var seen: [UInt32]
    private static var places: Int { 1 << Limits.retransmissionPlacesLog2 }
    private static var timeMask: UInt32 { 0xfff }

    /// A filter that has seen nothing.
    public init() { seen = [UInt32](repeating: 0, count: Self.places) }

    /// Takes a message, and says whether it is a retransmission.
    ///
    /// `key` is that of its Call-ID. What comes again within 32 milliseconds was captured twice: timers begin
    /// at 500 (RFC 3261 §17.1.1.1, T1).
    public mutating func isRetransmission(
        _ message: SIPMessage, _ bytes: Span<UInt8>, key: IdentityKey, hop: (Endpoint, Endpoint),
        node: UInt16, time: Timestamp
    ) -> Bool {
        let line =
            UInt64(message.statusCode) << 8 | UInt64(message.method.rawValue) << 24
            | UInt64(node) << 32
        var hash = Self.mix(
            key.value ^ Self.word(bytes, endOf: message.branch),
            line ^ UInt64(message.cseqNumber ?? 0) << 40)
        hash = Self.mix(
            hash ^ hop.0.low ^ hop.0.high ^ UInt64(hop.0.port) << 32,
            hop.1.low &+ hop.1.high &* 31 ^ UInt64(hop.1.port) << 40)
        let place = Int(truncatingIfNeeded: hash & UInt64(Self.places - 1))
        let mark = UInt32(truncatingIfNeeded: hash >> 32) & ~Self.timeMask
        let now = UInt32(truncatingIfNeeded: time.microseconds >> 14) & Self.timeMask
        let last = seen[place]
        seen[place] = mark | now
        guard last & ~Self.timeMask == mark else { return false }
        let age = (now &- last) & Self.timeMask
        return age >= 2 && age <= Limits.retransmissionTicksMax
    }

    /// The last eight bytes of a branch: what makes it unique is there, or the hop tells the rest.
    private static func word(_ bytes: Span<UInt8>, endOf branch: ByteRange) -> UInt64 {
        let range = branch.range
        guard range.count >= 8, range.upperBound <= bytes.count, range.lowerBound >= 0 else {
            return UInt64(range.count)
        }
        // Every pattern of eight bytes is a UInt64, and the load checks its bounds itself.
        return unsafe bytes.bytes.unsafeLoadUnaligned(
            fromByteOffset: range.upperBound - 8, as: UInt64.self)
    }

    private static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = (a ^ 0x9e37_79b9_7f4a_7c15)
            .multipliedFullWidth(by: b ^ 0xbf58_476d_1ce4_e5b9)
        return product.high ^ product.low
    }
}
