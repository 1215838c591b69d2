// The whole answer to "what happened to this call?", as data.

/// Everything that is known of one call.
public struct Trace: Sendable {
    /// What was asked for.
    public var query: String
    /// False when something that belongs to the call may be missing.
    public var isComplete: Bool
    /// What may be missing and why, in words.
    public var warnings: [String]
    /// The call as one thing.
    public var call: Call
    /// By start.
    public var dialogs: [Dialog]
    /// By their first event.
    public var channels: [Channel]
    /// By `from`.
    public var links: [Link]
    /// By time.
    public var messages: [TraceMessage]
    /// What an operator should know, in order of time.
    public var findings: [Finding]
    /// Which agent or switch lives at which address, as far as this call shows it.
    public var hosts: [HostName]

    /// A trace of these parts.
    public init(
        query: String, isComplete: Bool, warnings: [String], call: Call, dialogs: [Dialog],
        channels: [Channel], links: [Link], messages: [TraceMessage], findings: [Finding],
        hosts: [HostName]
    ) {
        self.query = query
        self.isComplete = isComplete
        self.warnings = warnings
        self.call = call
        self.dialogs = dialogs
        self.channels = channels
        self.links = links
        self.messages = messages
        self.findings = findings
        self.hosts = hosts
    }
}
