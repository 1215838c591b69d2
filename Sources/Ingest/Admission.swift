// Who may send HEP: by key, or by network.

package import CallGraph

/// Decides whether a packet is let in.
package struct Admission: Sendable {
    private let keys: [[UInt8]]
    private let allows: @Sendable (Endpoint) -> Bool

    /// Admits everybody when there are no `keys`; otherwise whoever has one, and senders that `allows`
    /// names (a bare FreeSWITCH cannot send a key).
    package init(keys: [String], allows: @escaping @Sendable (Endpoint) -> Bool) {
        self.keys = keys.map { Array($0.utf8) }
        self.allows = allows
    }

    /// True when the packet may come in. `key` is empty when it carries none.
    ///
    /// Every configured key is compared over all its bytes whatever was sent, so that the time taken
    /// says nothing about how much of a guess was right.
    package func admits(_ bytes: Span<UInt8>, key: Range<Int>, sender: Endpoint) -> Bool {
        if keys.isEmpty { return true }
        var isKnown = false
        if !key.isEmpty {
            for known in keys where Self.isEqual(known, bytes, key) { isKnown = true }
        }
        return isKnown || allows(sender)
    }

    private static func isEqual(_ known: [UInt8], _ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool
    {
        var difference = UInt64(truncatingIfNeeded: known.count ^ range.count)
        for index in known.indices {
            // Beyond a shorter guess its first byte is compared: never equal, the lengths differ.
            let at = range.lowerBound + (index < range.count ? index : 0)
            difference |= UInt64(known[index] ^ bytes[at])
        }
        return difference == 0
    }
}
