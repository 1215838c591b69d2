// Every bound of a diagnosis, with its reason.

/// The bounds of this target.
enum Limits {
    /// Seconds after the start until it is remarkable that nothing was heard: an agent that sends
    /// anything at all sends a registration or an OPTIONS within a minute.
    static let deafSeconds = 60.0
    /// Seconds of silence after which a node is called silent: as long as the alert in docs/metrics.md.
    static let silentSeconds = 300.0
    /// Seconds by which a follower may be behind without a remark: one long wait between two attempts.
    static let lagSeconds = 60.0
    /// Seconds that a clock may be off without a remark: messages of one call are farther apart than the
    /// fractions that NTP leaves, and a way through a busy network takes less.
    static let skewSeconds = 1.0
    /// Seconds for which every try at an endpoint may fail without a remark: two or three tries.
    static let failingSeconds = 10.0
    /// Senders named in one remark about refusals; more are counted.
    static let sendersNamedMax = 4
    /// Nodes and switches named in one remark or listing; more are counted.
    static let namedMax = 128
    /// Silent nodes that get a remark of their own.
    static let silentMax = 16
    /// Characters of words from elsewhere that a remark repeats.
    static let quotedCharactersMax = 300
}
