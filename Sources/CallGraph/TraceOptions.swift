// How far links are followed.

/// How far links are followed from an identity.
public struct TraceOptions: Sendable, Hashable {
    /// Walk through conferences, queues, lots and standing channels as if they were one call.
    public var throughHubs: Bool
    /// Join by guesses too.
    public var joinsGuesses: Bool
    /// Leave out what a transfer or a pick-up brought in.
    public var withoutTransfers: Bool
    /// A moment within the wanted use of an identity that was used more than once; nil for the last.
    public var at: Timestamp?

    /// The usual way: exact links and tokens, no hub walked through, no guess joined.
    public init(
        throughHubs: Bool = false, joinsGuesses: Bool = false, withoutTransfers: Bool = false,
        at: Timestamp? = nil
    ) {
        self.throughHubs = throughHubs
        self.joinsGuesses = joinsGuesses
        self.withoutTransfers = withoutTransfers
        self.at = at
    }
}
