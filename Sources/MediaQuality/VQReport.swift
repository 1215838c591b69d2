// A telephone's report on a call (RFC 6035).

/// What the body of a VQ-RTCPXR report says.
public struct VQReport: Sendable, Equatable {
    /// The call that it is about: not that of the PUBLISH which brings it. Empty when it names none.
    public var callID: String
    /// What the telephone received, and what its peer did, as far as it says.
    public var reports: [QualityReport]
}
