// Why two identities are one call: links, each with the evidence that made it.

/// A statement that two identities belong together, for a time, because of something seen.
public struct Link: Sendable, Equatable {
    /// In what way the two belong together.
    public enum Kind: String, Sendable, CaseIterable {
        /// A switch's channel and the SIP dialog that it speaks.
        case same
        /// A channel that another one brought into being.
        case birth
        /// Two channels that exchanged audio.
        case talk
        /// One channel under a new name.
        case rename
    }

    /// How sure it is.
    public enum Strength: Int, Sendable, Comparable {
        /// A guess, shown but not joined.
        case guess = 1
        /// A shared token that is unique in practice.
        case token = 2
        /// The other side is named exactly.
        case exact = 3

        /// The surer one is greater.
        public static func < (a: Strength, b: Strength) -> Bool { a.rawValue < b.rawValue }
    }

    /// One side; of an event's link the channel that the event is about.
    public var a: Identity
    /// The other side.
    public var b: Identity
    /// In what way the two belong together.
    public var kind: Kind
    /// How sure it is.
    public var strength: Strength
    /// When it began to hold.
    public var from: Timestamp
    /// When it ceased to hold; nil for what never ends, such as a birth.
    public var until: Timestamp?
    /// What was seen; never empty.
    public var evidence: [Evidence]

    /// A link of these parts.
    public init(
        _ kind: Kind, _ a: Identity, _ b: Identity, strength: Strength, from: Timestamp,
        until: Timestamp? = nil, evidence: [Evidence]
    ) {
        self.kind = kind
        self.a = a
        self.b = b
        self.strength = strength
        self.from = from
        self.until = until
        self.evidence = evidence
    }
}

/// One thing that was seen and made a link: which header, of what, by whom, when.
public struct Evidence: Sendable, Hashable {
    /// Where it stood.
    public enum Source: String, Sendable {
        /// In an event of a switch.
        case event
        /// In a log line of a switch.
        case log
        /// In a SIP message.
        case sip
    }

    /// Where it stood.
    public var source: Source
    /// The header or variable: `variable_sip_call_id`, `Bridge-A-Unique-ID`.
    public var name: String
    /// The event or SIP method that carried it; nil for a log line.
    public var event: String?
    /// The switch or agent that said it.
    public var node: String
    /// When it was said.
    public var time: Timestamp

    /// Evidence of these parts.
    public init(source: Source, name: String, event: String?, node: String, time: Timestamp) {
        self.source = source
        self.name = name
        self.event = event
        self.node = node
        self.time = time
    }
}
