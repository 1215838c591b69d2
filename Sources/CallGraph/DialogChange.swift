// What is counted of calls, as they happen.

/// What a SIP message did to the call that it belongs to.
public enum DialogChange: Sendable, Equatable {
    /// Nothing that is counted.
    case none
    /// A new attempt.
    case began
    /// The caller was told that it rings (180 to 183), for the first time; seconds since the INVITE.
    case rang(seconds: Double)
    /// It was tried at another target after one had failed (408, or 500 and more).
    case failedOver
    /// It was answered; seconds since the INVITE, and since it rang, if it did.
    case answered(setupSeconds: Double, ringingSeconds: Double?)
    /// It ended without an answer; seconds since the INVITE, and since it rang, if it did.
    case failed(Outcome, seconds: Double, ringingSeconds: Double?)
    /// An answered call ended by BYE; seconds since the answer.
    case ended(talkSeconds: Double)
    /// Its BYE was answered; seconds since the BYE, and whether by a 2xx.
    case disconnected(seconds: Double, isComplete: Bool)
    /// It was asked for credentials (401, 407), and may be tried again.
    case challenged
}
