// A call as one thing: when, how long, how it ended.

/// The call as one thing.
public struct Call: Sendable, Equatable {
    /// 32 hexadecimal digits, the same for every identity of the call.
    public var id: String
    /// Whose call it is; nil without tenants in the configuration.
    public var tenant: String?
    /// When its first leg began.
    public var start: Timestamp
    /// When its last leg ended; nil while one is up.
    public var end: Timestamp?
    /// How the caller's attempt ended.
    public var outcome: Outcome
    /// Seconds from the answer to the end; nil when it was not answered or goes on.
    public var durationSeconds: Double?

    /// Seconds from the first INVITE to the answer, as the caller saw it; nil when there was none.
    public var setupSeconds: Double?
    /// Who ended it: a user, or an address; nil when nobody did or it was not seen.
    public var hungUpBy: String?
    /// The switch's release cause: NORMAL_CLEARING, USER_BUSY …; nil when no switch said.
    public var cause: String?

    /// Why it ended, in words: by the switch's cause, else by a Reason header; nil when neither is there.
    public var causeText: String?

    /// A call of these parts.
    public init(
        id: String, tenant: String?, start: Timestamp, end: Timestamp?, outcome: Outcome,
        durationSeconds: Double?
    ) {
        self.id = id
        self.tenant = tenant
        self.start = start
        self.end = end
        self.outcome = outcome
        self.durationSeconds = durationSeconds
    }
}
