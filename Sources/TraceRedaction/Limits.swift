// Every bound of redaction, with its reason.

/// The bounds of this target.
enum Limits {
    /// Bytes of a user that is looked for in free text; shorter ones are words of every language.
    static let knownUserBytesMin = 3
    /// Digits in a row that are taken for a number in free text; shorter runs are ports, durations and lines of
    /// source code, and extensions are known from the messages.
    static let digitsMin = 5
    /// Names and addresses that one export may hold; beyond it a pseudonym is no longer checked for being
    /// somebody else's, which takes a collision of 40 bits.
    static let pseudonymsMax = 100_000
    /// How deep a message may lie within a message (message/sipfrag, headers within a URI).
    static let depthMax = 3
    /// Bytes of a key that is made when none is given.
    static let keyBytes = 32
}
