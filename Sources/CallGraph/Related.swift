// What has to do with a call and is no part of it.

/// A leg that is shown beside a call: a listener, or one that only a guess ties to it.
public struct Related: Sendable, Equatable {
    /// monitor for a listener and whom it hears, guess for all else.
    public enum Kind: String, Sendable {
        case monitor
        case guess
    }

    /// In what way it is related.
    public var kind: Kind
    /// The leg.
    public var identity: Identity
    /// Why it is shown, in words. It may hold words of the network: escape before showing.
    public var why: String

    /// A related leg.
    public init(_ kind: Kind, _ identity: Identity, why: String) {
        self.kind = kind
        self.identity = identity
        self.why = why
    }
}
