// Where captures go that are sent over HTTP.

/// Takes HEP packets of a capture.
package protocol ImportSink: Sendable {
    /// Takes packets that stand one behind the other, in order, and waits a little where there is no room.
    func take(_ packets: [UInt8]) async -> ImportOutcome
}

/// What became of the packets of one request.
package struct ImportOutcome: Sendable, Equatable {
    /// How many were taken, from the first on, the refused ones included.
    package var taken: Int
    /// How many of those were no HEP that can be recorded.
    package var refused: Int
    /// False when there was no room for the rest: it should come again later.
    package var isWhole: Bool

    /// An outcome of these counts.
    package init(taken: Int = 0, refused: Int = 0, isWhole: Bool = true) {
        self.taken = taken
        self.refused = refused
        self.isWhole = isWhole
    }
}
