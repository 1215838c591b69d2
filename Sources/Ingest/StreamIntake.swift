// What becomes of the bytes of one connection.

internal import CallGraph

/// Cuts a connection's bytes and feeds what is whole to the lane. One for each connection.
protocol StreamIntake {
    /// Adds what was read.
    mutating func append(_ bytes: Span<UInt8>)
    /// Takes all that is there whole, as far as there is room.
    mutating func take(received: Timestamp) -> IntakeOutcome
    /// Hears that no more is there just now; true when something may be whole by that.
    mutating func pause() -> Bool
    /// Hears that no more will come; true when something may be whole by that.
    mutating func end() -> Bool
    /// Why a new connection is refused, counted already; nil when it is welcome.
    func refusal(isCrowded: Bool, received: Timestamp) -> String?
}

extension StreamIntake {
    mutating func pause() -> Bool { false }
    mutating func end() -> Bool { false }
}

/// What came of taking.
enum IntakeOutcome: Sendable, Equatable {
    /// More bytes are needed.
    case needMore
    /// The disk does not keep up: to be tried again.
    case full
    /// The connection is of no use, for this reason.
    case broken(String)
}
