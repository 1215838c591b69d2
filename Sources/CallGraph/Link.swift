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
        /// Two legs that a blind or attended transfer put together (REFER, Replaces, uuid_bridge).
        case transfer
        /// A channel that took another one's call: intercept, pick-up.
        case pickup
        /// The halves of a loopback channel, and the legs they stood between.
        case loopback
        /// An agent's or consumer's channel (always `a`) and the caller it was offered to.
        case queue
        /// A dialog that a header of another one names.
        case header
        /// Two dialogs that one agent says belong together (OpenSIPS, horaclifix, HEP chunk 0x11).
        case correlation
        /// A dialog and a value that it bears (Session-ID, icid, a configured header).
        case token
        /// One dialog on the two sides of a node that hides topology: tags and CSeq are unchanged.
        case topology
        /// The same media in two dialogs: address and port, or the o= line.
        case media
        /// The same numbers at one node at the same time.
        case number
        /// A channel in a conference, a queue or a parking lot; never joins.
        case member
        /// A listener and the channel it listens to; never joins.
        case monitor

        /// True for links that say in what company a leg was, and not whose call it is.
        public var isSocial: Bool { self == .member || self == .monitor }
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
        /// In the HEP packet that carried a message.
        case hep
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

extension Link {
    /// The end that is not `identity`.
    public func other(than identity: Identity) -> Identity { a == identity ? b : a }
}
