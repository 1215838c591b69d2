// What a call is known by: the nodes of the graph.

/// Something that the wire or a switch gives a name to: a node of the call graph.
public struct Identity: Hashable, Comparable, Sendable {
    /// What kind of thing the name names.
    public enum Kind: String, Sendable, CaseIterable {
        /// A SIP dialog or transaction, by its Call-ID (RFC 3261 §8.1.1.4).
        case dialog
        /// A channel of a switch, by its Unique-ID.
        case channel
    }

    /// What kind of thing this is.
    public var kind: Kind
    /// Its name, as on the wire; invalid UTF-8 is repaired.
    public var id: String

    /// The identity of this kind and name.
    public init(_ kind: Kind, _ id: String) {
        self.kind = kind
        self.id = id
    }

    /// By name, then by kind.
    public static func < (a: Identity, b: Identity) -> Bool {
        a.id == b.id ? a.kind.rawValue < b.kind.rawValue : a.id < b.id
    }

    /// What SIP messages without a Call-ID are found by, so that they can be looked at too.
    public static let withoutCallID = Identity(.dialog, "no-callid")

    /// A name worth an identity: not empty, not absurdly long, nothing but visible ASCII and UTF-8.
    static func isUsable(_ name: String) -> Bool {
        let bytes = name.utf8
        return !bytes.isEmpty && bytes.count <= Limits.identityBytesMax
            && bytes.allSatisfy { $0 > 0x20 && $0 != 0x7f }
    }
}
