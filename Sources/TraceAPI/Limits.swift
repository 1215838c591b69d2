// Every bound of the HTTP interface, with its reason.

/// The bounds of this target.
enum Limits {
    /// Bytes of a name that is looked for; longer ones are nobody's identity.
    static let identityBytesMax = 1024
    /// Searches at once: with more of them other answers would wait, on a machine of two cores.
    static let searchesMax = 4
    /// Bytes of the query of a search: a dozen parameters of the longest texts, each byte escaped.
    static let queryBytesMax = 8192
}
