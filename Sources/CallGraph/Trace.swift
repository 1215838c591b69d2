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
    /// Conferences, queues and the like that the call was in, with those who were there then.
    public var hubs: [Hub] = []
    /// What has to do with the call and is no part of it.
    public var related: [Related] = []
    /// How each leg was reached: the link, and the leg from which it was followed. A leg without one is
    /// what was asked for.
    public var reasons: [Identity: Reason] = [:]
    /// Which agent or switch lives at which address, as far as this call shows it.
    public var hosts: [HostName]

    /// The last step to a leg.
    public struct Reason: Sendable, Equatable {
        /// The link that was followed.
        public var link: Link
        /// The side that it was followed from.
        public var from: Identity

        /// A step over this link, from this side.
        public init(link: Link, from: Identity) {
            self.link = link
            self.from = from
        }
    }

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
