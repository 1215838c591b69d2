// An identity as the live graph keeps it.

/// An identity without its name: the keyed hash of it, and its kind.
public struct LiveNode: GraphNode {
    /// The key that the journal finds the identity by.
    public let key: IdentityKey
    /// What kind of thing it is.
    public let kind: Identity.Kind

    /// The node of the identity with this key.
    public init(_ kind: Identity.Kind, _ key: IdentityKey) {
        self.key = key
        self.kind = kind
    }

    /// The hash of its key: names of different kinds that share one are few.
    public func _rawHashValue(seed: Int) -> Int { key._rawHashValue(seed: seed) }

    /// By key, then by kind: an order, and no meaning in it.
    public static func < (a: LiveNode, b: LiveNode) -> Bool {
        a.key == b.key ? a.kind.rawValue < b.kind.rawValue : a.key < b.key
    }
}
