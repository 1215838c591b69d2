// What a call is known by: the nodes of the graph.

/// Something that the wire or a switch gives a name to: a node of the call graph.
public struct Identity: Hashable, Comparable, Sendable {
    /// What kind of thing the name names.
    public enum Kind: String, Sendable, CaseIterable {
        /// A SIP dialog or transaction, by its Call-ID (RFC 3261 §8.1.1.4).
        case dialog
        /// A channel of a switch, by its Unique-ID.
        case channel
        /// A conference, by its Conference-Unique-ID: another one on every switch it spans.
        case conference
        /// A queue of mod_callcenter on one switch: `fs1/support@acme.test`.
        case queue
        /// A queue of mod_fifo on one switch: `fs1/cool_fifo@acme.test`.
        case fifo
        /// A place of a parking lot on one switch: `fs1/lot/8001`.
        case parking
        /// A value that several dialogs bear: a Session-ID, a charging id, a configured header.
        case token

        /// True for a place where strangers meet: it is shown and never walked through.
        public var isHub: Bool {
            switch self {
            case .conference, .queue, .fifo, .parking: true
            case .dialog, .channel, .token: false
            }
        }

        /// True for what is a part of a call itself.
        public var isLeg: Bool { self == .dialog || self == .channel }
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
